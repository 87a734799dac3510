"""How the page looks: in light, in dark, on paper, on a telephone. Colors of Okabe and Ito."""

STYLE = """
:root { color-scheme: light dark; --ground: #fff; --ink: #222; --soft: #5c6168; --line: #d9dce0;
  --card: #f5f6f8; --blue: #0072b2; --red: #d55e00; --green: #009e73; --sky: #56b4e9;
  --on: #fff; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ground: #14171b; --ink: #e6e8ea; --soft: #a5adb6; --line: #343a42; --card: #1d2127;
    --blue: #56b4e9; --red: #f0894a; --green: #2cc295; --sky: #b7d7f0;
    --on: #0d1013; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 58rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 0.5rem; break-after: avoid; }
p { max-width: 44rem; margin: 0.5rem 0; }
.soft, figcaption, footer { color: var(--soft); font-size: 0.875rem; }
.note { border-left: 4px solid var(--red); padding-left: 0.7rem; }
.head { background: var(--card); border: 1px solid var(--line); border-radius: 0.6rem;
  padding: 1rem 1.2rem; }
.big { font-size: 3.2rem; font-weight: 700; line-height: 1.1; margin: 0; color: var(--blue); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr));
  gap: 0.6rem 1.2rem; margin: 1rem 0 0; }
.tiles dt { color: var(--soft); font-size: 0.875rem; }
.tiles dd { margin: 0; font-size: 1.2rem; font-weight: 600; }
.wide { overflow-x: auto; margin: 0.6rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.7rem; border-bottom: 1px solid var(--line); text-align: right;
  vertical-align: baseline; overflow-wrap: normal; }
th { font-weight: 400; }
thead th { color: var(--soft); font-size: 0.875rem; vertical-align: bottom; }
th:first-child { text-align: left; padding-left: 0; min-width: 5.5rem; overflow-wrap: anywhere; }
td:last-child { overflow-wrap: anywhere; min-width: 4.5rem; }
tr { break-inside: avoid; }
b.low { color: var(--red); }
figure { margin: 0; break-inside: avoid; }
.takes { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr));
  gap: 0.8rem; }
.takes figure { background: var(--card); border: 1px solid var(--line); border-radius: 0.4rem;
  padding: 0.5rem; }
.takes svg { width: 100%; height: auto; display: block; }
.takes b { color: var(--ink); }
svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
svg .on { fill: var(--on); } svg .soft { fill: var(--soft); }
svg .right { fill: var(--blue); } svg .wrong { fill: var(--red); }
svg .zero, svg .frame { stroke: var(--line); fill: none; }
svg .x, svg .y, svg .z { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
svg .x { stroke: var(--blue); } svg .y { stroke: var(--red); } svg .z { stroke: var(--green); }
span.x { color: var(--blue); } span.y { color: var(--red); } span.z { color: var(--green); }
svg .bar { stroke: var(--blue); stroke-width: 1.4; opacity: 0.45; }
svg .ring { fill: none; stroke: var(--ink); stroke-width: 1.6; }
svg .over { font-weight: 600; paint-order: stroke; stroke: var(--ground); stroke-width: 4px;
  stroke-linejoin: round; }
.c0 { fill: var(--blue); } .c1 { fill: #e69f00; } .c2 { fill: var(--green); }
.c3 { fill: #cc79a7; } .c4 { fill: var(--sky); } .c5 { fill: var(--red); } .c6 { fill: #8c8c8c; }
svg path { fill-opacity: 0.8; }
.pair { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; }
.key { display: inline-flex; align-items: center; gap: 0.25rem; margin-right: 0.9rem; }
.facts { display: grid; grid-template-columns: minmax(6rem, auto) 1fr; gap: 0.25rem 1rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; }
code { font-size: 0.875em; }
@media (max-width: 30rem) { th, td { padding: 0.3rem 0.4rem; } .big { font-size: 2.6rem; } }
@media print { body { padding: 0; max-width: none; font-size: 10pt; } .wide { overflow: visible; }
  svg { max-width: 100%; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
