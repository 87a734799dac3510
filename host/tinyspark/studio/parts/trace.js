// Draws samples on a canvas, thirty times a second or as often as the browser can, however they
// come in: the plot runs by the clock and stays a moment behind the newest sample. It keeps what
// is seen and no more. Nothing here is ever read as markup.

const BEHIND = 0.12; // seconds behind the newest sample: what comes in bursts then runs smoothly
const DRAW_EVERY = 25; // ms at least between two frames: 30 a second on a usual screen
const TELL_EVERY = 1000; // ms between two texts for those who do not see the plot
const LEFT = 54, TOP = 22, BETWEEN = 8; // pixels around the plots
const COLORS = ["--red", "--green", "--blue"];

export default {
  template: `<div class="trace"><canvas role="img" :aria-label="words.plot"></canvas>
    <p class="unseen" ref="text"></p></div>`,
  props: {
    meaning: Object, // what the numbers mean, see trace.py
    words: Object,
    flags: Object,
    still: Boolean, // a picture of data, all of it
    data: String,
  },

  mounted() {
    this.canvas = this.$el.querySelector("canvas");
    this.forget();
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.canvas);
    this.themed = new MutationObserver(() => this.draw());
    this.themed.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    if (this.still) this.show();
    else this.turn = requestAnimationFrame((now) => this.frame(now));
  },
  unmounted() {
    cancelAnimationFrame(this.turn);
    this.resized.disconnect();
    this.themed.disconnect();
  },
  watch: {
    meaning() {
      if (this.still) return;
      this.forget();
      this.draw();
    },
    data() {
      this.show();
    },
  },

  methods: {
    forget() {
      // Copies: to read a property of the page thousands of times a frame takes its time.
      this.plan = JSON.parse(JSON.stringify(this.meaning ?? { length: 1, width: 0, groups: [] }));
      this.bits = { ...this.flags };
      this.columns = this.plan.width + 1; // the last one: flags
      this.size = 2 * this.plan.length; // so that what is seen is there while more comes in
      this.rows = new Int16Array(this.size * this.columns); // a ring
      this.seen = 0; // number of the sample behind the newest one
      this.oldest = 0; // number of the first one that is kept
      this.at = 0; // number of the sample at the right edge, with its fraction
      this.last = this.told = this.drawn = 0;
    },

    // A still picture.
    show() {
      this.forget();
      if (this.data) this.push(this.data, 0);
      this.$refs.text.textContent = this.meaning ? this.inWords() : this.words.empty;
    },

    // Rows of counts and flags, 16 bits each, in base64; first: the number of the first row.
    push(data, first) {
      if (!this.plan.width) return;
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      const rows = new Int16Array(bytes.buffer);
      const columns = this.columns;
      const count = rows.length / columns;
      if (first > this.seen || first + count < this.oldest) {
        this.oldest = this.seen = first; // nothing joins on: begin anew
        this.at = 0;
      }
      for (let row = this.seen - first; row < count; row++) {
        const to = ((first + row) % this.size) * columns;
        this.rows.set(rows.subarray(row * columns, (row + 1) * columns), to);
      }
      this.seen = Math.max(this.seen, first + count);
      this.oldest = Math.max(this.oldest, this.seen - this.size);
      if (this.still || !this.at || document.hidden) this.at = this.seen;
      if (this.still) this.draw();
    },

    frame(now) {
      this.turn = requestAnimationFrame((next) => this.frame(next));
      const passed = Math.min(0.25, (now - this.last) / 1000);
      this.last = now;
      if (!this.plan.width || this.still) return;
      const before = this.at;
      this.run(passed);
      this.fresh ||= this.at !== before;
      if (this.fresh && now - this.drawn > DRAW_EVERY) {
        this.fresh = false;
        this.drawn = now;
        this.draw();
      }
      if (now - this.told > TELL_EVERY) {
        this.told = now;
        this.$refs.text.textContent = this.inWords();
      }
    },

    // Go on by the clock; a little faster or slower, so that BEHIND stays what it is.
    run(passed) {
      const { rate, length } = this.plan;
      const wanted = this.seen - BEHIND * rate;
      if (wanted - this.at > length) this.at = wanted; // a tab that slept
      const step = passed * rate;
      this.at += Math.max(0, step + (wanted - this.at - step) * Math.min(1, 2 * passed));
      if (this.at > this.seen) this.at = this.seen;
    },

    value(number, column) {
      return this.rows[(number % this.size) * this.columns + column];
    },

    draw() {
      if (!this.canvas || !this.plan.width) return;
      const ratio = window.devicePixelRatio || 1;
      const width = this.canvas.clientWidth, height = this.canvas.clientHeight;
      if (!width || !height) return;
      if (this.canvas.width !== Math.round(width * ratio)
        || this.canvas.height !== Math.round(height * ratio)) {
        this.canvas.width = Math.round(width * ratio);
        this.canvas.height = Math.round(height * ratio);
      }
      const pen = this.canvas.getContext("2d");
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.clearRect(0, 0, width, height);
      const style = getComputedStyle(document.body);
      this.color = (name) => style.getPropertyValue(name).trim();
      pen.font = "14px system-ui, sans-serif";
      const { groups, length } = this.plan;
      // The last sample of a picture is at its right edge.
      const end = this.at - (this.still ? 1 : 0), begin = this.still ? this.oldest : end - length;
      const area = { left: LEFT, right: width - 6, begin, end };
      area.x = (number) =>
        area.left + ((number - begin) / Math.max(1, end - begin)) * (area.right - area.left);
      area.from = Math.max(this.oldest, Math.floor(begin));
      area.to = Math.min(this.seen, Math.ceil(end) + 1);
      const each = height / groups.length - TOP - BETWEEN;
      groups.forEach((group, place) => {
        const top = TOP + place * (each + TOP + BETWEEN);
        this.drawGroup(pen, group, { ...area, top, bottom: top + each });
      });
    },

    drawGroup(pen, group, area) {
      const scale = this.scaleOf(group, area);
      const low = group.signed ? -scale : 0;
      const y = (value) =>
        area.bottom - ((value - low) / (scale - low)) * (area.bottom - area.top);
      this.drawMarks(pen, area);
      this.drawGrid(pen, group, area, [scale, (scale + low) / 2, low], y);
      this.drawLegend(pen, group, area);
      pen.save();
      pen.beginPath();
      pen.rect(area.left, area.top - 2, area.right - area.left, area.bottom - area.top + 4);
      pen.clip();
      group.axes.forEach((axis, place) => {
        pen.strokeStyle = this.color(group.axes.length > 1 ? COLORS[place] : "--blue");
        pen.lineWidth = 1.75;
        pen.lineJoin = "round";
        this.drawLine(pen, axis.place, area, (count) => y(count * group.perCount));
      });
      pen.restore();
    },

    drawLine(pen, column, area, y) {
      pen.beginPath();
      const broken = this.bits.gap | this.bits.break;
      const { rows, columns } = this; // this loop runs half a million times a second
      const marks = columns - 1, end = rows.length;
      let at = (area.from % this.size) * columns;
      for (let number = area.from; number < area.to; number++) {
        const x = area.x(number), height = y(rows[at + column]);
        if (number > area.from && !(rows[at + marks] & broken)) pen.lineTo(x, height);
        else pen.moveTo(x, height);
        at = at + columns < end ? at + columns : 0;
      }
      pen.stroke();
    },

    // Takes as shaded ground, gaps as dashed lines with a word.
    drawMarks(pen, area) {
      const marks = this.plan.width;
      let begun = null;
      for (let number = area.from; number <= area.to; number++) {
        const flags = number < area.to ? this.value(number, marks) : 0;
        const taking = (flags & this.bits.take) !== 0;
        if (taking && begun === null) begun = number;
        if (!taking && begun !== null) {
          const left = Math.max(area.left, area.x(begun));
          const right = Math.min(area.right, area.x(number));
          pen.globalAlpha = 0.16;
          pen.fillStyle = this.color("--blue");
          pen.fillRect(left, area.top, right - left, area.bottom - area.top);
          pen.globalAlpha = 1;
          if (right > left) pen.fillText(this.words.take, left + 4, area.top + 14);
          begun = null;
        }
        if (flags & this.bits.gap && number > this.oldest) this.drawGap(pen, area, number);
      }
    },

    drawGap(pen, area, number) {
      const x = area.x(number - 0.5);
      if (x < area.left) return;
      pen.strokeStyle = pen.fillStyle = this.color("--soft");
      pen.setLineDash([4, 4]);
      pen.lineWidth = 1.5;
      pen.beginPath();
      pen.moveTo(x, area.top);
      pen.lineTo(x, area.bottom);
      pen.stroke();
      pen.setLineDash([]);
      pen.fillText(this.words.gap, x + 4, area.bottom - 6);
    },

    drawGrid(pen, group, area, lines, y) {
      pen.strokeStyle = this.color("--line");
      pen.lineWidth = 1;
      pen.textAlign = "right";
      pen.fillStyle = this.color("--soft");
      for (const value of lines) {
        const height = Math.round(y(value)) + 0.5;
        pen.beginPath();
        pen.moveTo(area.left, height);
        pen.lineTo(area.right, height);
        pen.stroke();
        pen.fillText(String(value), area.left - 6, height + 4);
      }
      pen.textAlign = "left";
    },

    drawLegend(pen, group, area) {
      let x = area.left;
      const title = `${group.title} (${group.unit})`;
      pen.fillStyle = this.color("--ink");
      pen.fillText(title, x, area.top - 7);
      x += pen.measureText(title).width + 18;
      group.axes.forEach((axis, place) => {
        if (group.axes.length === 1) return;
        pen.fillStyle = this.color(COLORS[place]);
        pen.fillRect(x, area.top - 12, 16, 3);
        pen.fillStyle = this.color("--ink");
        pen.fillText(axis.name, x + 20, area.top - 7);
        x += 44;
      });
    },

    // The smallest scale that holds everything that is seen.
    scaleOf(group, area) {
      let most = 0;
      for (const axis of group.axes) {
        for (let number = area.from; number < area.to; number++) {
          most = Math.max(most, Math.abs(this.value(number, axis.place)));
        }
      }
      const value = most * group.perCount;
      return group.scales.find((scale) => value <= scale) ?? Math.ceil(value);
    },

    // The newest values and the gaps, for screen readers.
    inWords() {
      if (this.seen === this.oldest) return this.words.empty;
      const marks = this.plan.width;
      const parts = this.plan.groups.map((group) => {
        const values = group.axes.map((axis) => {
          const value = this.value(this.seen - 1, axis.place) * group.perCount;
          const name = group.axes.length > 1 ? axis.name + " " : "";
          return name + value.toFixed(group.perCount < 0.01 ? 2 : 0);
        });
        return `${group.title}: ${values.join(", ")} ${group.unit}`;
      });
      let gaps = 0;
      const from = Math.max(this.oldest + 1, this.seen - this.plan.length);
      for (let number = from; number < this.seen; number++) {
        if (this.value(number, marks) & this.bits.gap) gaps++;
      }
      return parts.join(". ") + ". " + this.words.gaps.replace("{n}", gaps);
    },
  },
};
