// Draws curves as SVG. Texts are bound as text, so nothing in them is ever read as markup.

const WIDTH = 360, HEIGHT = 176;
const LEFT = 52, RIGHT = 10, TOP = 10, BOTTOM = 36;

export default {
  template: `<figure class="curve">
    <figcaption>{{ title }}</figcaption>
    <svg :viewBox="box" role="img" :aria-label="told">
      <g v-for="mark in marks">
        <line class="grid" :x1="left" :x2="right" :y1="down(mark)" :y2="down(mark)" />
        <text text-anchor="end" :x="left - 6" :y="down(mark) + 4">{{ number(mark) }}</text>
      </g>
      <polyline v-for="line in drawn.past" class="past" :points="path(line)" />
      <polyline :points="path(drawn.now)" />
      <circle v-for="point in ends" :cx="over(point[0])" :cy="down(point[1])" r="4" />
      <text v-for="count in counts" text-anchor="middle" :x="over(count)" :y="bottom + 15"
        >{{ count }}</text>
      <text text-anchor="end" :x="right" :y="bottom + 31">{{ across }}</text>
    </svg></figure>`,
  props: { title: String, across: String, shares: Boolean, dots: Boolean, drawn: Object },

  data() {
    return { box: `0 0 ${WIDTH} ${HEIGHT}`, left: LEFT, right: WIDTH - RIGHT,
      bottom: HEIGHT - BOTTOM };
  },

  computed: {
    all() {
      return [...this.drawn.past, this.drawn.now].flat().map((point) => point[1]);
    },
    top() {
      if (this.shares) return 1;
      const most = Math.max(0.1, ...this.all);
      const unit = 10 ** Math.floor(Math.log10(most));
      return Math.ceil((2 * most) / unit) * (unit / 2);
    },
    least() {
      if (!this.shares || !this.all.length) return 0;
      return Math.max(0, Math.min(0.8, Math.floor(Math.min(...this.all) * 10) / 10));
    },
    marks() {
      return [this.least, (this.least + this.top) / 2, this.top];
    },
    ends() {
      return this.dots ? this.drawn.now : this.drawn.now.slice(-1);
    },
    counts() {
      return this.dots ? this.drawn.now.map((point) => point[0]) : [this.drawn.most];
    },
    told() {
      const points = this.dots ? this.drawn.now : this.drawn.now.slice(-1);
      const said = points.map(([x, y]) => `${this.across} ${x}: ${this.number(y)}`);
      return [this.title, ...said].join(", ");
    },
  },

  methods: {
    number(value) {
      if (this.shares) return `${Math.round(100 * value)} %`;
      return value >= 100 ? value.toFixed(0) : value.toFixed(2);
    },
    over(x) {
      return LEFT + ((WIDTH - LEFT - RIGHT) * x) / Math.max(this.drawn.most, 1);
    },
    down(y) {
      const share = (y - this.least) / (this.top - this.least);
      return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share);
    },
    path(line) {
      return line.map(([x, y]) => `${this.over(x).toFixed(1)},${this.down(y).toFixed(1)}`).join(" ");
    },
  },
};
