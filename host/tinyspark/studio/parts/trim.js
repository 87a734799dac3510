// One take big, with two handles for what to keep.
//
// Props: panels [{unit, axes: [[name, values]]}], length (samples), rate, keep [begin, end] in
// samples, parts [[begin, end]] that a split would make, words. Emits keep {keep: [begin, end]}.

const LEFT = 52, RIGHT = 44, TOP = 20, BOTTOM = 24, PANEL = 150;
const STROKES = { x: "--red", y: "--green", z: "--blue", proximity: "--blue" }; // as in trace.js
const DASHES = { x: [], y: [7, 3], z: [2, 3] }; // told apart without color, too

export default {
  template: `<div class="trim">
    <canvas role="img" :aria-label="words.picture"></canvas>
    <div v-for="edge in 2" :key="edge" class="trim-handle" role="slider" tabindex="0"
      :aria-label="edge === 1 ? words.begin : words.end" aria-valuemin="0"
      :aria-valuemax="seconds(length)" :aria-valuenow="seconds(now[edge - 1])"
      :style="{ left: x(now[edge - 1]) + 'px' }"
      @pointerdown="grab($event, edge - 1)" @pointermove="drag($event, edge - 1)"
      @pointerup="drop" @pointercancel="drop" @keydown="key($event, edge - 1)"></div>
  </div>`,
  props: { panels: Array, length: Number, rate: Number, keep: Array, parts: Array,
    words: Object },
  data() { return { now: [0, 0], width: 600 }; },
  watch: {
    keep: { handler(keep) { this.now = [...keep]; this.draw(); }, immediate: true },
    panels() { this.draw(); },
    parts() { this.draw(); },
  },
  mounted() {
    this.held = -1;
    this.sizes = new ResizeObserver(() => {
      this.width = this.$el.clientWidth || this.width;
      this.draw();
    });
    this.sizes.observe(this.$el);
    this.looks = new MutationObserver(() => this.draw());
    this.looks.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  },
  unmounted() {
    this.sizes.disconnect();
    this.looks.disconnect();
  },
  methods: {
    seconds(samples) { return Number((samples / this.rate).toFixed(2)); },
    x(sample) {
      return LEFT + (sample / Math.max(1, this.length)) * (this.width - LEFT - RIGHT);
    },

    // Handles

    grab(event, edge) {
      this.held = edge;
      event.target.setPointerCapture(event.pointerId);
    },
    drag(event, edge) {
      if (this.held !== edge) return;
      const share = (event.clientX - this.$el.getBoundingClientRect().left - LEFT)
        / (this.width - LEFT - RIGHT);
      this.move(edge, Math.round(share * this.length));
    },
    drop() {
      if (this.held >= 0) this.$emit("keep", { keep: [...this.now] });
      this.held = -1;
    },
    key(event, edge) {
      const step = event.shiftKey ? 10 : 1;
      const steps = { ArrowLeft: -step, ArrowRight: step, Home: -this.length, End: this.length };
      if (!(event.key in steps)) return;
      event.preventDefault();
      this.move(edge, this.now[edge] + steps[event.key]);
      this.$emit("keep", { keep: [...this.now] });
    },
    move(edge, sample) {
      const [low, high] = edge ? [this.now[0] + 1, this.length] : [0, this.now[1] - 1];
      this.now[edge] = Math.max(low, Math.min(high, sample));
      this.draw();
    },

    // The picture

    draw() {
      const canvas = this.$el && this.$el.querySelector("canvas");
      if (!canvas || !this.length) return;
      const ratio = window.devicePixelRatio || 1;
      const tall = this.panels.length * (PANEL + TOP) + BOTTOM;
      canvas.width = this.width * ratio;
      canvas.height = tall * ratio;
      canvas.style.height = `${tall}px`;
      const pen = canvas.getContext("2d"), style = getComputedStyle(this.$el);
      this.color = (name) => style.getPropertyValue(name);
      pen.scale(ratio, ratio);
      pen.font = `14px ${style.fontFamily}`;
      this.panels.forEach((panel, place) => this.panel(pen, panel, place * (PANEL + TOP) + TOP));
      this.time(pen, tall);
      this.shade(pen, tall - BOTTOM);
    },
    panel(pen, { unit, axes }, top) {
      const all = axes.flatMap(([, values]) => values);
      const [low, high] = this.range(all);
      const y = (value) => top + PANEL - ((value - low) / (high - low)) * PANEL;
      pen.textBaseline = "alphabetic";
      pen.textAlign = "left";
      pen.fillStyle = this.color("--ink");
      pen.fillText(this.words[unit], LEFT + 14, top - 6); // beside a handle
      const step = this.step(high - low, 4);
      pen.textAlign = "right";
      pen.textBaseline = "middle";
      for (let value = Math.ceil(low / step) * step; value <= high + 1e-9; value += step) {
        pen.strokeStyle = this.color("--line");
        pen.lineWidth = 1;
        this.line(pen, [[LEFT, y(value)], [this.width - RIGHT, y(value)]]);
        pen.fillStyle = this.color("--soft");
        pen.fillText(String(Number(value.toPrecision(6))), LEFT - 6, y(value));
      }
      const ends = [];
      for (const [name, values] of axes) {
        const letter = name === "proximity" ? "x" : name.slice(-1);
        const many = Math.max(1, values.length - 1);
        pen.strokeStyle = pen.fillStyle = this.color(STROKES[letter]);
        pen.setLineDash(values.length > 600 ? [] : DASHES[letter]);
        pen.lineWidth = 1.6;
        this.line(pen, values.map((value, place) => [
          this.x((place / many) * Math.max(1, this.length - 1)), y(value)]));
        pen.setLineDash([]);
        ends.push([y(values[values.length - 1]), name, pen.fillStyle]);
      }
      this.names(pen, ends);
    },
    names(pen, ends) {
      pen.textAlign = "left";
      let lowest = -Infinity;
      for (const [y, name, color] of ends.sort(([one], [other]) => one - other)) {
        lowest = Math.max(y, lowest + 13); // names do not cover each other
        pen.fillStyle = color;
        pen.fillText(name === "proximity" ? "prox" : name, this.width - RIGHT + 6, lowest);
      }
    },
    time(pen, tall) {
      const step = this.step(this.length / this.rate, 10);
      pen.fillStyle = this.color("--soft");
      pen.textAlign = "center";
      pen.textBaseline = "bottom";
      for (let at = 0; at <= this.length / this.rate + 1e-9; at += step) {
        pen.fillText(`${Number(at.toPrecision(4))} s`, this.x(at * this.rate), tall - 4);
      }
    },
    shade(pen, bottom) {
      pen.globalAlpha = 0.75;
      pen.fillStyle = this.color("--ground");
      const [begin, end] = this.now.map((edge) => this.x(edge));
      for (let place = 0; place < this.panels.length; place++) {
        const top = place * (PANEL + TOP) + TOP;
        pen.fillRect(LEFT, top, begin - LEFT, PANEL);
        pen.fillRect(end, top, this.width - RIGHT - end, PANEL);
      }
      pen.globalAlpha = 1;
      if (this.parts.length < 2) return;
      pen.textAlign = "center";
      pen.textBaseline = "top";
      this.parts.forEach((part, place) => {
        const [left, right] = part.map((edge) => this.x(edge));
        pen.fillStyle = this.color("--soft");
        pen.fillRect(left + 1, bottom - 3, right - left - 2, 3);
        pen.fillText(String(place + 1), (left + right) / 2, TOP + 2);
      });
    },
    line(pen, points) {
      pen.beginPath();
      for (const [x, y] of points) pen.lineTo(x, y);
      pen.stroke();
    },
    range(values) {
      let low = Infinity, high = -Infinity;
      for (const value of values) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      const room = Math.max(high - low, 0.1) * 0.05;
      return [low - room, high + room];
    },
    step(span, most) {
      const rough = Math.max(span, 1e-6) / most, power = 10 ** Math.floor(Math.log10(rough));
      return power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
    },
  },
};
