"""How the studio looks, in light and in dark. Colors of Okabe and Ito, which all people can tell.

One file of style for all pages: a page names classes and invents none of its own colors.
"""

from nicegui import ui

BLUE, RED, GREEN = "#0072b2", "#b34700", "#007a59"  # dark enough for white words on them
# Label 0, 1, 2 ... as the pixels of the board show them, as bright as a page needs it
LABELS = ("#0a9a3c", "#2f5fe0", "#d98a00", "#c2289f", "#0a9c9c", "#e2531b", "#7a3fd1", "#7fa51a",
          "#d65a78", "#3b82c4")  # fmt: skip
ICON = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>"
    "<path fill='#0072b2' d='M13 1 3 14h7l-1 9 11-14h-8z'/></svg>"
)

STYLE = """
:root { --ground: #fff; --ink: #1d2126; --soft: #5c6168; --line: #d9dce0; --card: #f5f6f8;
  --blue: #0072b2; --red: #c14f00; --green: #007a59; --nicegui-default-padding: 0;
  --nicegui-default-gap: 0.75rem; }
body.body--dark { --ground: #14171b; --ink: #e6e8ea; --soft: #a5adb6; --line: #343a42;
  --card: #1d2127; --blue: #56b4e9; --red: #f0894a; --green: #2cc295; }
html { scrollbar-gutter: stable; }
body { background: var(--ground) !important; color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
.bar { background: var(--card) !important; color: var(--ink) !important; align-items: center;
  padding: 0.4rem 1rem; border-bottom: 1px solid var(--line); box-shadow: none;
  flex-wrap: nowrap; }
.skip { position: absolute; left: 1rem; top: -10rem; background: var(--ground); z-index: 1;
  color: var(--blue) !important; padding: 0.4rem 0.8rem; border-radius: 0.3rem; }
.skip:focus { top: 0.3rem; } .page:focus { outline: none; }
.menu { display: none; } @media (max-width: 700px) { .menu { display: inline-flex; }
  .brand { display: none; } }
.logo { width: 1.5rem; height: 1.5rem; } .logo svg { width: 100%; height: 100%; }
.brand { font-weight: 700; }
.chip { align-items: center; gap: 0.4rem; padding: 0.15rem 0.7rem; border: 1px solid var(--line);
  border-radius: 1rem; flex-wrap: nowrap; white-space: nowrap; }
.steps { background: var(--card) !important; padding: 0.6rem !important; }
.steps nav { width: 100%; }
.step { display: flex; align-items: center; gap: 0.6rem; padding: 0.45rem 0.5rem;
  border-radius: 0.5rem; color: var(--ink) !important; text-decoration: none !important; }
.step:hover { background: var(--line); }
.step.here { background: var(--blue); color: var(--ground) !important; font-weight: 600; }
.step .number { width: 1.6rem; height: 1.6rem; border-radius: 50%; text-align: center;
  border: 1px solid currentColor; font-size: 0.875rem; }
.whole, .full { width: 100%; }
.page { width: 100%; max-width: 72rem; margin: 0 auto; padding: 1rem 1.5rem 3rem; display: flex;
  flex-direction: column; gap: 0.75rem; }
.page a { color: var(--blue); }
.title { font-size: 1.6rem; font-weight: 700; line-height: 1.2; }
.soft { color: var(--soft); } .small { font-size: 0.875rem; } .intro { max-width: 48rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 0.6rem;
  padding: 1rem 1.2rem; width: 100%; }
.card h2, .head { font-size: 1.1rem; font-weight: 600; line-height: 1.3; margin: 0; }
.head:empty { display: none; }
.good { color: var(--green); } .bad { color: var(--red); }
.row { display: flex; gap: 0.75rem; align-items: center; flex-wrap: wrap; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0.75rem; }
@media (min-width: 60rem) { .two.aside { grid-template-columns: 14rem 1fr; } }
.two.aside > :first-child { align-self: start; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.at-work { position: fixed; z-index: 10; bottom: 1rem; left: 50%; transform: translateX(-50%);
  align-items: center; background: var(--ground); border: 2px solid var(--blue);
  border-radius: 0.4rem; padding: 0.7rem 1.2rem; }
/* Record */
.recording { display: grid; grid-template-columns: minmax(0, 1fr) 19rem; gap: 0.75rem; }
.recording > * { display: flex; flex-direction: column; gap: 0.75rem; min-width: 0; }
@media (max-width: 60rem) {
  .recording { grid-template-columns: minmax(0, 1fr); }
  .recording > * { display: contents; } .recording .first { order: -1; }
}
.stage { position: relative; width: 100%; }
.stage.taking .trace { border-color: var(--red); box-shadow: 0 0 0 3px var(--red); }
.trace { position: relative; width: 100%; height: 19rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 0.6rem; }
.trace canvas { display: block; width: 100%; height: 100%; }
.verdict-thumb { width: 9rem; }
.loud { position: absolute; inset: 0; display: flex; align-items: center; z-index: 1;
  justify-content: center; font-weight: 800; line-height: 1; text-align: center;
  font-size: clamp(2.2rem, 5.6vw, 6rem);
  color: var(--ink); text-shadow: 0 0 0.4rem var(--ground), 0 0 1rem var(--ground);
  pointer-events: none; }
.loud.number { font-size: 15rem; }
.loud.quiet { inset: auto 0 0.8rem; font-size: 1.4rem; font-weight: 600; }
.q-btn--unelevated > .q-focus-helper { background: #000 !important; }
.q-btn--unelevated > .q-focus-helper::after { opacity: 0 !important; } /* pale looks disabled */
.page .q-field--float .q-field__label { font-size: 1.1rem; }
.page .q-field--dense.q-field--float .q-field__label { font-size: 1.15rem; top: 7px; }
.page .q-field__bottom { font-size: 0.875rem; }
.big { width: 100%; min-height: 4.5rem; font-size: 1.5rem; }
.fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 0.75rem; }
.fields .whole-row { grid-column: 1 / -1; flex-wrap: nowrap; } .nowrap { flex-wrap: nowrap; }
.label-chip { border: 2px solid var(--line); border-radius: 1.2rem; padding: 0.1rem 0.8rem;
  min-height: 2.2rem; color: var(--ink) !important; }
.label-chip.chosen { border-color: var(--label); background: var(--card); font-weight: 700; }
.dot { width: 0.9rem; height: 0.9rem; border-radius: 50%; background: var(--label);
  margin-right: 0.45rem; }
/* Live */
.headline { border-left: 0.8rem solid var(--label); font-size: 3.6rem; font-weight: 800;
  line-height: 1.15; min-height: 7rem; display: flex; align-items: center;
  overflow-wrap: anywhere; }
.headline.faint { font-weight: 400; color: var(--soft); }
.certainty { display: grid; grid-template-columns: minmax(6rem, 10rem) 1fr 4rem; gap: 0.75rem;
  align-items: center; }
.certainty .name { display: flex; align-items: center; overflow-wrap: anywhere; }
.track { position: relative; height: 2rem; background: var(--ground); border-radius: 0.3rem;
  border: 1px solid var(--line); }
.track .fill { position: absolute; inset: 0 auto 0 0; background: var(--label);
  border-radius: 0.3rem; transition: width 0.1s linear; }
.handle { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; cursor: pointer;
  appearance: none; background: transparent; border-radius: 0.3rem; }
.handle::-webkit-slider-thumb { appearance: none; width: 0.7rem; height: 2rem; cursor: grab;
  background: var(--ink); border: 0.15rem solid var(--ground); border-radius: 0.3rem; }
.handle::-moz-range-thumb { width: 0.5rem; height: 1.8rem; cursor: grab;
  background: var(--ink); border: 0.15rem solid var(--ground); border-radius: 0.3rem; }
.log { max-height: 30rem; width: 100%; overflow-y: auto; display: flex;
  flex-direction: column; gap: 0.35rem; } .log-row .head { font-size: 1rem; }
.log-row { display: grid; grid-template-columns: 1fr auto; gap: 0.5rem; width: 100%;
  align-items: center; padding: 0.2rem 0.4rem; border-left: 0.35rem solid var(--label);
  background: var(--ground); border-radius: 0.3rem; }
/* Takes of the page Record */
.takes { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr));
  gap: 0.75rem; width: 100%; } .takes > .soft { grid-column: 1 / -1; }
/* Train, Inside, Lessons */
.figure { font-size: 3.2rem; font-weight: 700; line-height: 1; }
.figure.pale { font-size: 1.5rem; font-weight: 400; color: var(--soft); }
.note.beside { flex: 1 1 16rem; max-width: 34rem; }
.ways { display: flex; gap: 0.5rem 1.5rem; flex-wrap: wrap; align-items: center; }
.stack { display: flex; flex-direction: column; gap: 0.75rem; align-items: flex-start; }
.tiles { display: flex; flex-wrap: wrap; gap: 0.5rem 1.8rem; margin: 0.2rem 0; }
.tile dd { margin: 0; }
.tile .value { font-size: 1.25rem; font-weight: 600; line-height: 1.2; }
.tile .what { color: var(--soft); font-size: 0.875rem; }
.words { max-width: 48rem; white-space: pre-line; }
.note { border-left: 4px solid var(--red); padding: 0.3rem 0.8rem; background: var(--card); }
.field { width: 11rem; } .broad { min-width: 18rem; }
.start { font-size: 1.15rem; padding: 0.5rem 2.2rem; }
.wide { overflow-x: auto; width: 100%; }
.matrix { border-collapse: separate; border-spacing: 3px; }
.matrix th { font-weight: 500; padding: 0.1rem 0.4rem; text-align: right; }
.matrix thead th { text-align: center; max-width: 7rem; overflow: hidden;
  text-overflow: ellipsis; }
.matrix td { padding: 0; min-width: 4.5rem; }
.matrix button { width: 100%; min-width: 3.2rem; height: 2.3rem; border-radius: 0.35rem;
  border: 1px solid var(--line); color: var(--ink); cursor: pointer; font: inherit;
  background: color-mix(in srgb, var(--tone) calc(15% + var(--share) * 45%), var(--ground)); }
.matrix button.chosen { border: 3px solid var(--ink); }
.matrix .none { color: var(--soft); text-align: center; min-width: 3.2rem; }
.spot { display: inline-block; width: 0.7rem; height: 0.7rem; border-radius: 50%;
  margin-right: 0.35rem; background: var(--label); }
.picture { width: 100%; max-width: 60rem; border-radius: 0.4rem; background: #fff; }
.sketch { display: block; width: 100%; } .sketch polyline { fill: none; stroke-width: 1.5; }
.strip { display: flex; gap: 0.6rem; overflow-x: auto; width: 100%; padding: 4px 4px 0.5rem; }
button.take { flex: 0 0 10.5rem; width: 10.5rem;
  border: 2px solid var(--line); border-radius: 0.6rem;
  padding: 0.2rem; background: var(--ground); color: var(--ink); font: inherit; cursor: pointer;
  font-size: 0.875rem; }
button.take.chosen { border-color: var(--blue); box-shadow: 0 0 0 2px var(--blue); }
.figures { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.figures th, .figures td { padding: 0.15rem 0.7rem; text-align: right; white-space: pre;
  border-bottom: 1px solid var(--line); }
.figures th:first-child, .figures td:first-child { text-align: left; }
.figures th { font-weight: 500; } .figures thead th { color: var(--soft); }
.program { font-family: ui-monospace, monospace; white-space: pre; overflow-x: auto; width: 100%;
  background: var(--ground); border: 1px solid var(--line); border-radius: 0.4rem;
  padding: 0.6rem 0.8rem; }
.network { min-width: 44rem; }
.network text { fill: var(--ink); font-size: 18px; } .network text.soft { fill: var(--soft); }
.network .raises { stroke: var(--blue); } .network .lowers { stroke: var(--red); }
.network .rim { fill: var(--ground); stroke: var(--ink); stroke-width: 1.2; }
.network .core { fill: var(--ink); } .network .reach { fill: transparent; }
.network rect { fill: var(--soft); } .network .best rect { fill: var(--blue); }
.network .best text { font-weight: 700; }
.network .node { cursor: pointer; outline: none; }
.network .node:hover .rim, .network .node:focus-visible .rim, .network .chosen .rim {
  stroke: var(--blue); stroke-width: 3.5; }
.network .name { font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 5px; }
.patterns { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr));
  gap: 0.5rem; width: 100%; }
.patterns figure { margin: 0; } .patterns svg { width: 100%; background: var(--ground);
  border: 1px solid var(--line); border-radius: 0.3rem; }
.patterns figcaption { font-size: 0.875rem; color: var(--soft); }
.patterns b { color: var(--ink); }
.patterns .grid { stroke: var(--line); } .patterns polyline { fill: none; }
.patterns polyline.wanted { stroke: var(--blue); stroke-width: 2.2; }
.patterns polyline.there { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 4 3; }
.patterns circle.wanted { fill: var(--blue); } .patterns circle.there { fill: var(--soft); }
.curve { margin: 0; width: 100%; }
.curve svg { width: 100%; height: auto; max-height: 14rem; }
.curve figcaption { color: var(--soft); font-size: 0.875rem; }
.curve text { fill: var(--soft); font-size: 14px; }
.curve .grid { stroke: var(--line); stroke-width: 1; }
.curve polyline { fill: none; stroke: var(--blue); stroke-width: 2.2; }
.curve polyline.past { stroke: var(--soft); stroke-width: 1; opacity: 0.35; }
.curve circle { fill: var(--blue); }
/* Board, Deploy */
.q-notification__message { white-space: pre-line; }
.q-notification__actions .q-btn { color: #fff !important; text-decoration: underline; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 1rem; margin: 0; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.mark { display: inline-flex; align-items: center; }
.grow { flex: 1 1 12rem; min-width: 0; }
.pile { display: flex; flex-direction: column; gap: 0.6rem; align-items: stretch; }
.said { display: flex; gap: 0.5rem; align-items: flex-start; }
.said .q-icon { height: 1.5rem; }
.q-notification .q-btn { --q-primary: #fff; }
.lines { white-space: pre-line; }
.compared { border-collapse: collapse; width: 100%; }
.compared th, .compared td { text-align: left; vertical-align: top;
  padding: 0.35rem 1rem 0.35rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
.compared th { color: var(--soft); } .compared th[scope=col] { font-weight: 600; }
.happened { margin: 0; padding-left: 1.4rem; color: var(--soft); }
.line { border-top: 1px solid var(--line); padding-top: 0.5rem; }
body.body--dark .q-btn--outline, body.body--dark .q-btn--flat { --q-primary: var(--blue); }
/* The virtual board is dark like a real one, in light and in dark */
.pcb { background: #16324a; border-radius: 0.8rem; padding: 0.9rem 1.2rem; display: flex;
  gap: 0.9rem; align-items: center; width: max-content; }
.pixel { width: 2rem; height: 2rem; border-radius: 0.35rem; border: 2px solid #5b7389;
  background: #0b1a27; }
.led { width: 1rem; height: 1rem; border-radius: 50%; border: 2px solid #5b7389;
  background: #0b1a27; margin-left: 1rem; }
.led.lit { background: #ffb52e; border-color: #ffe0a3; }
/* Data */
.filled, .advice { display: flex; flex-direction: column; gap: 0.75rem; width: 100%; }
.advice { border-top: 1px solid var(--line); padding-top: 0.5rem; gap: 0.2rem; }
.found { display: flex; flex-direction: column; gap: 0.5rem; margin-top: 0.5rem; }
.tools { display: flex; gap: 0.6rem; align-items: center; flex-wrap: wrap; width: 100%; }
.tools .q-field { min-width: 8rem; } .questions .q-field { min-width: 13rem; }
.undo { margin-left: auto; max-width: 34rem; overflow-wrap: anywhere; text-align: left; }
.undo .q-btn__content { flex-wrap: nowrap; justify-content: flex-start; }
.q-uploader__subtitle { display: none; }
.q-uploader__header .q-btn:has(.q-uploader__input) { position: static; }
.q-btn__content.row { gap: 0; flex-wrap: nowrap; }
.gallery { position: relative; width: 100%; height: max(20rem, 100vh - 19rem); overflow-y: auto;
  contain: strict; border: 1px solid var(--line); border-radius: 0.6rem; padding: 0 0 0 8px; }
.gallery:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
.gallery-room { position: relative; width: 100%; }
.gallery-head { position: absolute; left: 0; height: 34px; display: flex; gap: 0.5rem;
  align-items: center; font-weight: 600; }
.gallery-head .soft { font-weight: 400; }
.thumb { position: absolute; height: 112px; border: 1px solid var(--line); border-radius: 0.5rem;
  background: var(--card); overflow: hidden; cursor: pointer; user-select: none;
  contain: layout paint style; }
.thumb[hidden] { display: none; }
.thumb svg { width: 100%; height: 62px; display: block; }
.thumb path { fill: none; stroke: var(--blue); stroke-width: 1.3px;
  vector-effect: non-scaling-stroke; }
.thumb .axis-ax, .thumb .axis-gx { stroke: var(--red); }
.thumb .axis-ay, .thumb .axis-gy { stroke: var(--green); }
.thumb-line { display: flex; justify-content: space-between; gap: 0.4rem; padding: 0 0.5rem;
  font-size: 0.875rem; line-height: 1.4; white-space: nowrap; }
.thumb-line > * { overflow: hidden; text-overflow: ellipsis; }
.thumb-line b { color: var(--red); flex: none; max-width: 65%; }
.thumb.bad-take { border-color: var(--red); }
.thumb.chosen { outline: 3px solid var(--blue); outline-offset: -3px; }
.thumb.chosen::after { content: "✓"; position: absolute; right: 0; top: 0; width: 1.4rem;
  text-align: center; background: var(--blue); color: var(--ground); font-weight: 700;
  border-bottom-left-radius: 0.5rem; }
.gallery:focus-visible .thumb.at { box-shadow: inset 0 0 0 2px var(--ink); }
.q-notification .q-btn { --q-primary: #fff; }
.lines { white-space: pre-line; overflow-wrap: anywhere; }
.report { white-space: pre-wrap; font: 0.875rem/1.5 ui-monospace, monospace; overflow: auto;
  max-height: 16rem; width: 100%; }
.take-dialog { background: var(--ground) !important; color: var(--ink); width: min(72rem, 96vw);
  max-width: none !important; padding: 1rem 1.2rem; }
.trim { position: relative; width: 100%; touch-action: none; }
.trim canvas { width: 100%; display: block; }
.trim-handle { position: absolute; top: 20px; bottom: 24px; width: 18px; margin-left: -9px;
  cursor: ew-resize; touch-action: none; }
.trim-handle::before { content: ""; position: absolute; left: 7px; width: 4px; top: 0; bottom: 0;
  background: var(--blue); border-radius: 2px; }
.trim-handle::after { content: ""; position: absolute; left: 1px; width: 16px; height: 32px;
  top: calc(50% - 16px); background: var(--blue); border-radius: 6px; }
.counts { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.counts th { font-weight: 600; text-align: left; padding: 0.15rem 0.6rem; white-space: nowrap;
  max-width: 9rem; overflow: hidden; text-overflow: ellipsis; }
.counts td { text-align: right; padding: 0.1rem 0.3rem; border-top: 1px solid var(--line); }
.counts td button { min-width: 2.2rem; }
.lacking { padding: 0 0.6rem; color: var(--red); font-weight: 700; }
.wide-card { overflow-x: auto; }
a:focus-visible, button:focus-visible,
.handle:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--blue);
  outline-offset: 2px; }
/* Quasar takes the outline of its buttons away, and nothing can bring it back */
.q-btn:focus-visible { box-shadow: 0 0 0 2px var(--ground), 0 0 0 5px var(--blue); }
"""


def wear() -> None:
    """Dress the page that is being built."""
    ui.button.default_props("no-caps unelevated")
    ui.colors(primary=BLUE, positive=GREEN, negative=RED)
    ui.add_css(STYLE)
