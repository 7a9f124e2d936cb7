/** Look of the report: one column, large text, prints on A4. */
export const reportStyle = `
:root { font: 17px/1.7 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic', system-ui, sans-serif; color: #1a1a1c; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem 1.2rem 4rem; }
.ja [lang='en'], .en [lang='ja'] { display: none; }
h1 { font-size: 1.9rem; line-height: 1.35; margin: 0.4rem 0; }
h2 { font-size: 1.3rem; border-bottom: 2px solid #0b5394; margin-top: 2.6rem; }
.headline { font-size: 1.25rem; background: #eef3f9; padding: 1rem 1.2rem; border-left: 6px solid #0b5394; }
.headline b { font-size: 1.5rem; }
.model { background: #fff4d6; border: 1px solid #b78a00; padding: 0.3rem 0.8rem; margin: 0; }
button { font: inherit; min-height: 3rem; min-width: 3.4rem; padding: 0 1rem; border: 2px solid #0b5394; background: #fff; border-radius: 0.5rem; cursor: pointer; }
table { border-collapse: collapse; width: 100%; margin: 0.8rem 0; }
th, td { border-bottom: 1px solid #d5d9de; padding: 0.35rem 0.6rem; text-align: left; vertical-align: top; font-weight: normal; }
tr:first-child th { font-weight: bold; background: #f3f5f8; }
.number, tr:first-child th.number { text-align: right; }
.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.value { overflow-wrap: anywhere; }
.rows th[scope='row'] { min-width: 11em; }
.wide { overflow-x: auto; }
small { color: #50565e; }
svg { width: 100%; height: auto; background: #fff; }
svg text { font-size: 12px; fill: #33383f; }
svg.map { border: 1px solid #d5d9de; }
.vehicle text { fill: #fff; }
.legend i { display: inline-block; width: 1em; height: 1em; vertical-align: -0.15em; margin-left: 0.6em; border-radius: 2px; }
.controls { display: flex; gap: 1rem; align-items: center; margin: 0.6rem 0; }
.controls input { flex: 1; }
.controls output { font-size: 1.4rem; font-variant-numeric: tabular-nums; min-width: 4em; }
.grade-C b { color: #9c2a1c; }
footer { margin-top: 3rem; color: #50565e; font-size: 0.85rem; overflow-wrap: anywhere; }
@media (max-width: 44rem) {
  .rows tr { display: grid; grid-template-columns: 1fr auto; }
  .rows tr:first-child { display: none; }
  .rows th, .rows td { border: 0; }
  .rows tr { border-bottom: 1px solid #d5d9de; }
  .rows td:nth-child(n + 3) { grid-column: 1 / -1; padding-top: 0; }
  .number { white-space: normal; }
}
@page { size: A4; margin: 14mm 13mm 16mm; @bottom-center { content: counter(page) ' / ' counter(pages); font-size: 9pt; } }
@media print {
  :root { font-size: 10.5pt; line-height: 1.5; }
  body { padding: 0; max-width: none; }
  button, .controls { display: none; }
  h2 { margin-top: 1.4rem; break-after: avoid; }
  section.short, svg, tr, .headline { break-inside: avoid; }
  p.legend, p:has(+ svg) { break-after: avoid; }
  svg.map { max-height: 105mm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
