// The browser's own slider. It keeps its value while somebody moves it: what comes back from the
// server meanwhile is older than what is seen.

const QUIET = 500; // ms after the last movement

export default {
  template: `<input type="range" min="0" max="100" step="1" class="handle" @input="moved">`,
  props: { level: Number },
  mounted() {
    this.$el.value = this.level;
  },
  watch: {
    level() {
      this.follow();
    },
  },
  methods: {
    moved() {
      this.last = performance.now();
      this.$emit("moved", Number(this.$el.value));
    },
    follow() {
      clearTimeout(this.later);
      const left = (this.last ?? -QUIET) + QUIET - performance.now();
      if (left <= 0) this.$el.value = this.level;
      else this.later = setTimeout(() => this.follow(), left);
    },
  },
};
