// Draws a take as a few lines of SVG; what the letters mean, thumbnail.py says.

const WIDTH = 160, HEIGHT = 64, EDGE = 3;
const COLORS = { x: "var(--red)", y: "var(--green)", z: "var(--blue)" }; // as in trace.js

export default {
  template: `<svg class="sketch" :viewBox="box" aria-hidden="true">
    <polyline v-for="line in lines" :points="line.points" :stroke="line.color"
      :stroke-dasharray="line.dashes" /></svg>`,
  props: { axes: Array, first: Number, levels: Number },

  data() {
    return { box: `0 0 ${WIDTH} ${HEIGHT}` };
  },

  computed: {
    lines() {
      return this.axes.map(([axis, letters]) => ({
        points: [...letters].map((letter, at) => this.point(letter, at, letters.length)).join(" "),
        color: COLORS[axis.slice(1)] ?? "var(--blue)",
        dashes: axis[0] === "g" ? "3 2" : "none",
      }));
    },
  },

  methods: {
    point(letter, at, count) {
      const x = EDGE + (at * (WIDTH - 2 * EDGE)) / Math.max(1, count - 1);
      const height = (letter.charCodeAt(0) - this.first) / (this.levels - 1);
      return `${x.toFixed(1)},${(HEIGHT - EDGE - height * (HEIGHT - 2 * EDGE)).toFixed(1)}`;
    },
  },
};
