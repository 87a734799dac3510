// Looks a page over: what has no name for a screen reader, what is too pale, what is too wide.
() => {
  const visible = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && element.getClientRects().length > 0;
  const words = element => {
    const copy = element.cloneNode(true);
    for (const hidden of copy.querySelectorAll("[aria-hidden=true]")) hidden.remove();
    return copy.textContent.trim();
  };
  const named = element => {
    const by = (element.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean);
    const texts = by.map(id => document.getElementById(id)).filter(Boolean).map(words);
    const labels = element.labels ? [...element.labels].map(words) : [];
    const own = [element.getAttribute("aria-label") || "", element.title || ""];
    return [...texts, ...labels, ...own, words(element)].some(text => text.trim());
  };
  const hides = element => element.closest("[aria-hidden=true]");
  const short = element => element.outerHTML.slice(0, 160);

  const kinds = "button, a[href], input:not([type=hidden]), textarea, select, [role=button],"
    + "[role=slider], [role=switch], [role=checkbox], [role=combobox], [role=img], img, canvas";
  const nameless = [...document.querySelectorAll(kinds)]
    .filter(element => visible(element) && !hides(element) && !named(element))
    .filter(element => element.tagName !== "CANVAS" || !element.closest("[aria-label]")).map(short);

  const parse = text => {
    const found = text.match(/[\d.]+/g).map(Number);
    const scale = text.startsWith("color(") ? 255 : 1;
    const [r, g, b] = found.slice(0, 3).map(value => value * scale);
    return [r, g, b, found.length > 3 ? found[3] : 1];
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
  const ground = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const light = color => {
    const [r, g, b] = color.map(value => value / 255)
      .map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const pale = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement;
    const inert = element.closest("script, style, [disabled], .disabled, [aria-disabled=true]");
    if (!node.textContent.trim() || inert || !visible(element) || hides(element)) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const below = ground(element);
    const found = contrast(over(parse(style.color), below), below);
    if (found < (large ? 3 : 4.5)) pale.push(`${found.toFixed(2)} ${node.textContent.trim()}`);
  }
  const { scrollWidth, clientWidth } = document.scrollingElement;
  const wide = Math.max(0, scrollWidth - clientWidth); // less where a scroll bar has its place
  return { nameless, pale, wide };
}
