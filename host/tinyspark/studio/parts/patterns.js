// Draws curves of weights and of inputs over each other as SVG; texts are bound as text.

const WIDTH = 150, HEIGHT = 64;

export default {
  template: `<div class="patterns"><figure v-for="row in rows">
    <svg :viewBox="box" role="img" :aria-label="row.name + ', ' + row.adds">
      <line class="grid" x1="0" :x2="width" :y1="middle" :y2="middle" />
      <polyline class="there" :points="path(row.inputs)" />
      <polyline class="wanted" :points="path(row.weights)" />
      <circle v-if="row.weights.length === 1" class="there" :cx="width / 2" r="4"
        :cy="down(row.inputs[0])" />
      <circle v-if="row.weights.length === 1" class="wanted" :cx="width / 2" r="4"
        :cy="down(row.weights[0])" />
    </svg><figcaption>{{ row.name }} <b>{{ row.adds }}</b></figcaption></figure></div>`,
  props: { rows: Array },

  data() {
    return { box: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, middle: HEIGHT / 2 };
  },

  methods: {
    down(value) {
      return HEIGHT / 2 - (HEIGHT / 2 - 3) * Math.max(-1, Math.min(1, value));
    },
    path(values) {
      const step = WIDTH / values.length;
      return values.map((value, at) => `${((at + 0.5) * step).toFixed(1)},${this.down(value).toFixed(1)}`)
        .join(" ");
    },
  },
};
