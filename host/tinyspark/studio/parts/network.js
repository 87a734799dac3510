// Draws a network as SVG: columns of nodes, a line for every weight. Names are bound as text, so
// nothing in them is ever read as markup. A node can be pointed at, reached with Tab and chosen.

const WIDTH = 1000, TOP = 34, LEFT = 240, RIGHT = 240;
const FAINT = 0.04; // thinner lines are not drawn: they would only be gray
const STRONGEST = 60; // lines that are drawn unless all are wanted, as many of each layer
const NEAR = 2; // strength of the lines of a node that is pointed at: more than any other
const LONG = 18; // characters of a name that have room; the rest is told to those who ask
const CLOSE = 18, LEAST = 420; // pixels between two nodes, of the whole height

export default {
  template: `<svg class="network" :viewBox="box" role="group" :aria-label="drawn.told">
    <text v-for="(head, column) in drawn.heads" class="soft" text-anchor="middle"
      :x="across(column)" y="18">{{ head }}</text>
    <g class="lines">
      <line v-for="line in lines" :class="line.kind" :x1="line.x1" :y1="line.y1" :x2="line.x2"
        :y2="line.y2" :stroke-width="line.width" :opacity="line.opacity" />
    </g>
    <g v-for="(nodes, column) in drawn.columns">
      <g v-for="(node, number) in nodes" class="node" tabindex="0" role="button"
        :class="{ best: node.best, chosen: is(chosen, column, number) }"
        :aria-label="node.name + ': ' + node.value" @click="choose(column, number)"
        @keydown.enter="choose(column, number)" @keydown.space.prevent="choose(column, number)"
        @mouseenter="seen = [column, number]" @mouseleave="seen = null"
        @focus="seen = [column, number]" @blur="seen = null">
        <circle :cx="across(column)" :cy="down(column, number)" r="9" class="reach" />
        <circle :cx="across(column)" :cy="down(column, number)" r="6" class="rim" />
        <circle :cx="across(column)" :cy="down(column, number)" r="5" class="core"
          :opacity="node.share" />
        <text v-if="column === 0" text-anchor="end" :x="across(column) - 14"
          :y="down(column, number) + 6">{{ node.name }}</text>
        <g v-else-if="column === drawn.columns.length - 1">
          <text :x="across(column) + 14" :y="down(column, number) - 1">{{ short(node.name) }}
            {{ node.value }}<title>{{ node.name }}</title></text>
          <rect :x="across(column) + 14" :y="down(column, number) + 4" height="5"
            :width="1 + 150 * node.share" />
        </g>
        <text v-else-if="is(seen, column, number) || is(chosen, column, number)" class="name"
          :x="across(column) + 10" :y="down(column, number) - 8">{{ node.name }}:
          {{ node.value }}</text>
      </g>
    </g></svg>`,
  props: { drawn: Object, chosen: Array, every: Boolean },

  data() {
    return { seen: null };
  },

  computed: {
    height() {
      const most = Math.max(1, ...this.drawn.columns.map((nodes) => nodes.length));
      return Math.max(LEAST, TOP + CLOSE * (most + 1));
    },
    box() {
      return `0 0 ${WIDTH} ${this.height}`;
    },
    lines() {
      const focus = this.seen ?? this.chosen;
      const most = Math.ceil(STRONGEST / Math.max(1, this.drawn.lines.length));
      const rising = (one, other) => one.strength - other.strength;
      return this.drawn.lines.flatMap((table, column) => {
        const found = [];
        table.forEach((row, to) => row.forEach((value, from) => {
          const near = focus && (this.is(focus, column, from) || this.is(focus, column + 1, to));
          const strength = Math.abs(value);
          if (strength < FAINT && !near) return;
          found.push({ kind: value > 0 ? "raises" : "lowers", strength: near ? NEAR : strength,
            x1: this.across(column), y1: this.down(column, from),
            x2: this.across(column + 1), y2: this.down(column + 1, to),
            width: (0.4 + 5 * strength).toFixed(2),
            opacity: (focus ? (near ? 0.95 : 0.06) : 0.1 + 0.75 * strength).toFixed(2) });
        }));
        const near = found.filter((line) => line.strength === NEAR).length;
        found.sort(rising);
        return this.every ? found : found.slice(-Math.max(most, near));
      }).sort(rising);
    },
  },

  methods: {
    is(place, column, number) {
      return Boolean(place) && place[0] === column && place[1] === number;
    },
    across(column) {
      return LEFT + ((WIDTH - LEFT - RIGHT) * column) / Math.max(1, this.drawn.columns.length - 1);
    },
    down(column, number) {
      const count = this.drawn.columns[column].length;
      return TOP + ((this.height - TOP) * (number + 0.5)) / count;
    },
    short(name) {
      const letters = [...name];
      return letters.length > LONG ? letters.slice(0, LONG - 1).join("") + "…" : name;
    },
    choose(column, number) {
      this.$emit("choose", [column, number]);
    },
  },
};
