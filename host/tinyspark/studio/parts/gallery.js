// Thousands of takes as tiles in groups. Only tiles in sight exist; their pictures are asked for.
//
// Props: groups [[label, color, count]], chosen [[first, last]], version (of the groups), words,
// first and levels (the letters of thumbnail.py). put() brings tiles: {id, label, who, seconds,
// axes: [[axis, points]], bad, name}. Emits range {version, first, last}, pick {version, how, at}.
// All texts are set as text, never as markup.

const WIDTH = 148, HEIGHT = 112, GAP = 8, HEAD = 34, PICTURE = 62;
const SPARE = 1; // rows of tiles above and below those in sight
const AHEAD = 5; // rows of pictures asked for before they come into sight
const KEPT = 600; // tiles remembered
const PATIENCE = 1000; // ms until an answer counts as lost
const AXES = 7; // of both sensors
const SVG = "http://www.w3.org/2000/svg"; // a canvas a tile would cost a scrolled frame 14 ms

export default {
  template: `<div class="gallery" role="listbox" tabindex="0" aria-multiselectable="true"
    @scroll.passive="later" @keydown="key" @mousedown="down" @dblclick="open"
    ><div class="gallery-room" role="presentation"></div></div>`,
  props: { groups: Array, chosen: Array, version: Number, words: Object, first: Number,
    levels: Number },
  watch: {
    version() { this.reset(); },
    chosen() { this.mark(); },
  },
  mounted() {
    this.before = 0; // where it was scrolled to
    this.at = 0; // the take with the focus
    this.asked = 0; // when an answer was last asked for, 0: none is awaited
    this.tiles = new Map(); // place -> what put() brought
    this.shown = new Map(); // place -> element
    this.spare = []; // elements out of sight, to be used again
    this.heads = [];
    this.$el.setAttribute("aria-label", this.words.gallery);
    this.sizes = new ResizeObserver(() => this.lay());
    this.sizes.observe(this.$el);
    this.reset();
  },
  unmounted() {
    this.sizes.disconnect();
    cancelAnimationFrame(this.frame);
  },
  methods: {
    // What to show

    reset() {
      this.tiles.clear();
      this.asked = 0;
      this.total = this.groups.reduce((sum, [, , count]) => sum + count, 0);
      this.at = Math.max(0, Math.min(this.at, this.total - 1));
      this.lay();
    },
    lay() {
      const room = this.$el.clientWidth - GAP;
      this.columns = Math.max(1, Math.floor((room + GAP) / (WIDTH + GAP)));
      this.wide = Math.floor((room - (this.columns - 1) * GAP) / this.columns);
      let top = 0, first = 0;
      this.blocks = this.groups.map(([label, color, count]) => {
        const block = { label, color, count, first, top };
        top += HEAD + Math.ceil(count / this.columns) * (HEIGHT + GAP);
        first += count;
        return block;
      });
      this.$el.firstChild.style.height = `${top}px`;
      this.heads.forEach((head) => head.remove());
      this.heads = this.blocks.map((block) => this.head(block));
      this.place();
      this.later();
    },
    head(block) {
      const head = document.createElement("div");
      head.className = "gallery-head";
      head.style.transform = `translateY(${block.top}px)`;
      const dot = document.createElement("span");
      dot.className = "dot";
      dot.style.setProperty("--label", block.color);
      const name = document.createElement("bdi");
      name.textContent = block.label;
      const count = document.createElement("span");
      count.className = "soft";
      count.textContent = block.count;
      head.append(dot, name, count);
      this.$el.firstChild.append(head);
      return head;
    },
    later() {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this.look());
    },
    look() {
      const [first, last] = this.sight();
      for (const [place, element] of this.shown) {
        if (place < first || place > last) this.drop(place, element);
      }
      for (let place = first; place <= last; place++) {
        if (!this.shown.has(place)) this.make(place);
      }
      const down = this.$el.scrollTop >= this.before, ahead = AHEAD * this.columns;
      this.before = this.$el.scrollTop;
      if (down) this.ask(first, Math.min(this.total - 1, last + ahead));
      else this.ask(Math.max(0, first - ahead), last);
    },
    sight() {
      const above = this.$el.scrollTop - SPARE * HEIGHT;
      const below = this.$el.scrollTop + this.$el.clientHeight + SPARE * HEIGHT;
      let first = this.total, last = -1;
      for (const { top, first: start, count } of this.blocks) {
        const rows = Math.ceil(count / this.columns);
        const from = Math.max(0, Math.floor((above - top - HEAD) / (HEIGHT + GAP)));
        const to = Math.min(rows - 1, Math.floor((below - top - HEAD) / (HEIGHT + GAP)));
        if (from >= rows || to < from) continue;
        first = Math.min(first, start + from * this.columns);
        last = Math.max(last, Math.min(start + count, start + (to + 1) * this.columns) - 1);
      }
      return [first, last];
    },
    ask(first, last) {
      while (first <= last && this.tiles.has(first)) first++;
      while (last >= first && this.tiles.has(last)) last--;
      const now = performance.now();
      if (first > last || (this.asked && now - this.asked < PATIENCE)) return;
      this.asked = now;
      this.$emit("range", { version: this.version, first, last });
    },
    put(version, first, tiles) {
      if (version !== this.version) return;
      this.asked = 0;
      tiles.forEach((tile, index) => {
        this.tiles.set(first + index, tile);
        if (this.shown.has(first + index)) this.fill(first + index);
      });
      for (const place of this.tiles.keys()) {
        if (this.tiles.size <= KEPT) break;
        if (!this.shown.has(place)) this.tiles.delete(place);
      }
      if (tiles.length) this.later(); // it may have been scrolled meanwhile
    },

    // Tiles

    make(place) {
      const tile = this.spare.pop() || this.fresh();
      tile.id = `thumb-${this.$.uid}-${place}`;
      this.shown.set(place, tile);
      this.move(place, tile);
      this.sign(place, tile);
      if (this.tiles.has(place)) this.fill(place);
      tile.hidden = false;
    },
    fresh() {
      const tile = document.createElement("div");
      tile.className = "thumb";
      tile.setAttribute("role", "option");
      const picture = document.createElementNS(SVG, "svg");
      picture.setAttribute("viewBox", `0 0 100 ${PICTURE}`);
      picture.setAttribute("preserveAspectRatio", "none");
      picture.setAttribute("aria-hidden", "true");
      for (let axis = 0; axis < AXES; axis++) {
        picture.append(document.createElementNS(SVG, "path"));
      }
      tile.append(picture, document.createElement("div"), document.createElement("div"));
      tile.children[1].className = "thumb-line";
      tile.children[2].className = "thumb-line soft";
      tile.children[1].append(document.createElement("span"), document.createElement("span"));
      tile.children[2].append(document.createElement("bdi"), document.createElement("b"));
      this.$el.firstChild.append(tile);
      return tile;
    },
    drop(place, tile) {
      this.shown.delete(place);
      tile.hidden = true;
      tile.removeAttribute("id");
      delete tile.dataset.take;
      for (const line of [tile.children[1], tile.children[2]]) {
        for (const text of line.children) text.textContent = "";
      }
      for (const path of tile.firstChild.children) path.removeAttribute("d");
      tile.classList.remove("bad-take");
      this.spare.push(tile);
    },
    move(place, tile) {
      const block = this.blocks.findLast(({ first }) => first <= place);
      if (!block) return;
      const index = place - block.first;
      const x = (index % this.columns) * (this.wide + GAP);
      const y = block.top + HEAD + Math.floor(index / this.columns) * (HEIGHT + GAP);
      tile.style.transform = `translate(${x}px, ${y}px)`;
      tile.style.width = `${this.wide}px`;
    },
    place() {
      for (const [place, tile] of this.shown) {
        if (place >= this.total) this.drop(place, tile);
        else {
          this.move(place, tile);
          this.sign(place, tile);
        }
      }
    },
    fill(place) {
      const tile = this.shown.get(place), take = this.tiles.get(place);
      tile.dataset.take = take.id;
      tile.setAttribute("aria-label", take.name);
      tile.setAttribute("aria-posinset", place + 1);
      tile.setAttribute("aria-setsize", this.total);
      tile.title = take.bad;
      const [line, below] = [tile.children[1], tile.children[2]];
      line.children[0].textContent = take.number;
      line.children[1].textContent = take.seconds;
      below.children[0].textContent = take.who;
      below.children[1].textContent = take.bad ? `! ${take.kind}` : "";
      tile.classList.toggle("bad-take", Boolean(take.bad));
      this.draw(tile, take);
    },
    draw(tile, take) {
      const paths = tile.firstChild.children;
      const turns = take.axes.some(([axis]) => axis[0] === "g");
      const rest = take.axes.some(([axis]) => axis[0] !== "g");
      const half = turns && rest ? PICTURE / 2 : PICTURE;
      for (let place = 0; place < paths.length; place++) {
        const [axis, points] = take.axes[place] || ["", ""];
        paths[place].setAttribute("class", `axis-${axis}`);
        paths[place].setAttribute("d", this.path(points, axis[0] === "g" && rest ? half : 0, half));
      }
    },
    path(points, top, tall) {
      let path = "";
      for (let place = 0; place < points.length; place++) {
        const height = (points.charCodeAt(place) - this.first) / (this.levels - 1);
        const x = 2 + (place * 96) / Math.max(1, points.length - 1);
        const y = top + 2 + (tall - 4) * (1 - height);
        path += `${place ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
      }
      return path;
    },
    mark() {
      for (const [place, tile] of this.shown) this.sign(place, tile);
    },
    sign(place, tile) {
      const chosen = this.chosen.some(([first, last]) => first <= place && place <= last);
      tile.setAttribute("aria-selected", String(chosen));
      tile.classList.toggle("chosen", chosen);
      tile.classList.toggle("at", place === this.at);
      if (place === this.at) this.$el.setAttribute("aria-activedescendant", tile.id);
    },

    // Hands and keys

    pick(how, at) {
      this.$emit("pick", { version: this.version, how, at });
    },
    under(event) {
      const tile = event.target.closest(".thumb");
      for (const [place, element] of this.shown) if (element === tile) return place;
      return -1;
    },
    down(event) {
      const place = this.under(event);
      if (place < 0 || event.button) return;
      event.preventDefault(); // no text is selected
      this.$el.focus({ preventScroll: true });
      this.at = place; // and nothing moves: a second click must find the same take
      this.mark();
      const toggles = event.ctrlKey || event.metaKey;
      this.pick(event.shiftKey ? "range" : toggles ? "toggle" : "one", place);
    },
    open(event) {
      const place = this.under(event);
      if (place >= 0) this.pick("open", place);
    },
    key(event) {
      const page = Math.max(1, Math.floor(this.$el.clientHeight / (HEIGHT + GAP))) * this.columns;
      const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.columns,
        ArrowDown: this.columns, PageUp: -page, PageDown: page, Home: -this.total,
        End: this.total };
      const { key } = event;
      if (key in steps) {
        this.go(Math.max(0, Math.min(this.total - 1, this.at + steps[key])));
        if (event.shiftKey) this.pick("range", this.at);
      } else if (key === " ") this.pick("toggle", this.at);
      else if (key === "Enter") this.pick("open", this.at);
      else if (key === "Escape") this.pick("none", 0);
      else if (key === "a" && (event.ctrlKey || event.metaKey)) this.pick("all", 0);
      else return;
      event.preventDefault();
    },
    go(place) {
      this.at = place;
      const block = this.blocks.findLast(({ first }) => first <= place);
      if (!block) return;
      const row = Math.floor((place - block.first) / this.columns);
      const top = block.top + HEAD + row * (HEIGHT + GAP);
      const { scrollTop, clientHeight } = this.$el;
      if (top < scrollTop) this.$el.scrollTop = row ? top - GAP : block.top;
      else if (top + HEIGHT > scrollTop + clientHeight) {
        this.$el.scrollTop = top + HEIGHT + GAP - clientHeight;
      }
      this.look();
      this.mark();
    },
  },
};
