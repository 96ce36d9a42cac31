/** The page's whole style sheet. Colours are variables, so that charts and viewer follow light and dark. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfbfa; --card: #ffffff; --ink: #1d2126; --muted: #59626c; --line: #e3e5e8; --accent: #2f5bd0; --accent-soft: #e8eefc;
  --good: #156a3e; --good-soft: #e2f4ea; --bad: #ab2a21; --bad-soft: #fdeceA; --warn: #9a6700; --warn-soft: #fdf3d8;
  --c-random: #9aa3ad; --c-majority: #c77d1e; --c-best: #1f8f8a; --c-weighted: #2f5bd0; --c-oracle: #8d5fc4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --card: #1b1f25; --ink: #e4e7eb; --muted: #97a1ac; --line: #2e343c; --accent: #86a8ff; --accent-soft: #232f4d;
    --good: #5cc98f; --good-soft: #17352a; --bad: #ff8b80; --bad-soft: #43221f; --warn: #e3b341; --warn-soft: #3a3016;
    --c-random: #7d8791; --c-majority: #e3a04f; --c-best: #4fc4bd; --c-weighted: #86a8ff; --c-oracle: #b794e6;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header, main > section { max-width: 1440px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 28px; padding-bottom: 6px; }
h1 { font-size: 22px; margin: 0 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 16px; margin: 28px 0 10px; }
h3 { font-size: 13px; margin: 0 0 6px; }
p { margin: 0 0 8px; }
.muted { color: var(--muted); }
.num { font-variant-numeric: tabular-nums; }
code, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.92em; }
a { color: var(--accent); }
.scroll + .scroll { margin-top: 12px; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
table { font-size: 13px; border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 9px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
th { font-weight: 600; color: var(--muted); font-size: 12px; }
th:first-child, td:first-child, th.left, td.left { text-align: left; }
.blocks td, .blocks th { padding: 4px 9px; }
.dense td, .dense th { padding: 6px 6px; }
.blocks td { border-bottom: 0; }
.blocks tbody + tbody { border-top: 1px solid var(--line); }
td.task { white-space: normal; min-width: 150px; overflow-wrap: anywhere; }
td .beside { font-size: 11px; font-weight: 400; color: var(--muted); margin-left: 4px; display: inline-block; min-width: 76px; }
td .ci { display: block; font-size: 11px; color: var(--muted); }
td.best { font-weight: 650; }
.up { color: var(--good); } .down { color: var(--bad); }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr)); gap: 14px; }
figure { margin: 0; padding: 14px 14px 10px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: 12px; color: var(--muted); }
details { margin: 8px 0; }
details > summary { cursor: pointer; color: var(--muted); }
details.task > summary { color: var(--ink); }
details.task > summary { cursor: pointer; padding: 6px 0; font-weight: 600; }

#viewer { padding-bottom: 40px; }
.bar { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin-bottom: 10px; }
.bar:empty { display: none; }
button, input, select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 5px 10px; }
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
button[aria-pressed="true"], button[aria-selected="true"] { background: var(--accent-soft); border-color: var(--accent); color: var(--accent); }
button .count { color: var(--muted); font-size: 12px; margin-left: 4px; font-variant-numeric: tabular-nums; }
button[aria-pressed="true"] .count { color: inherit; }
#search { flex: 1 1 200px; min-width: 160px; }
.panes { display: grid; grid-template-columns: minmax(260px, 340px) minmax(0, 1fr); gap: 14px; height: min(86vh, 980px); }
.pane { border: 1px solid var(--line); border-radius: 10px; background: var(--card); overflow: auto; position: relative; }
#list { overflow-y: scroll; }
#list .runway { position: relative; }
#list .item { position: absolute; top: 0; left: 0; right: 0; height: 58px; padding: 8px 12px; border-bottom: 1px solid var(--line); cursor: pointer; overflow: hidden; }
#list .item:hover { background: var(--paper); }
#list .item[aria-selected="true"] { background: var(--accent-soft); box-shadow: inset 3px 0 0 var(--accent); }
#list .line { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
#list .head { display: flex; gap: 8px; font-size: 11px; color: var(--muted); }
#list .id { flex: 1; overflow: hidden; text-overflow: ellipsis; }
#detail { padding: 16px 20px 40px; }
.tag { display: inline-block; border-radius: 20px; padding: 0 8px; font-size: 11px; line-height: 18px; background: var(--line); color: var(--ink); white-space: nowrap; }
.tag.good { background: var(--good-soft); color: var(--good); } .tag.bad { background: var(--bad-soft); color: var(--bad); }
.tag.warn { background: var(--warn-soft); color: var(--warn); } .tag.pick { background: var(--accent-soft); color: var(--accent); }
.text { overflow-wrap: anywhere; } .text :is(p, ul, ol) { margin: 0 0 4px; } .text > :last-child { margin-bottom: 0; } .text .katex-block { display: block; overflow-x: auto; }
.question { font-size: 15px; overflow-wrap: anywhere; margin: 6px 0 10px; }
.context { overflow-wrap: anywhere; max-height: 320px; overflow: auto; border-left: 3px solid var(--line); padding-left: 12px; color: var(--muted); }
.options { margin: 0 0 10px; padding-left: 26px; } .options li { overflow-wrap: anywhere; }
.why { border-radius: 8px; background: var(--paper); padding: 10px 12px; margin: 10px 0; overflow-wrap: anywhere; }
.candidates { display: grid; grid-template-columns: repeat(auto-fill, minmax(172px, 1fr)); gap: 6px; margin: 10px 0 16px; padding: 2px; max-height: 228px; overflow-y: auto; }
.candidate { padding: 5px 9px; text-align: left; display: grid; gap: 4px; align-content: start; }
.candidate .top { display: flex; gap: 6px; align-items: baseline; }
.candidate .answer { flex: 1; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.meter { height: 4px; border-radius: 2px; background: var(--line); overflow: hidden; } .meter i { display: block; height: 100%; background: var(--accent); }
.badges { display: flex; flex-wrap: wrap; gap: 4px; min-height: 18px; }
.chain { list-style: none; margin: 0; padding: 0; counter-reset: step; }
.step { display: grid; grid-template-columns: 34px minmax(0, 1.5fr) minmax(0, 1fr); gap: 12px; padding: 9px 12px; border-left: 4px solid transparent; border-bottom: 1px solid var(--line); background: var(--shade, transparent); scroll-margin: 80px; }
.step:first-child { border-top-right-radius: 8px; } .step .n { font-variant-numeric: tabular-nums; }
.step.first { border-left-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
.step.gold .text::after { content: "labelled: first wrong step"; display: table; margin-top: 4px; font-size: 11px; color: var(--warn); background: var(--warn-soft); border-radius: 20px; padding: 0 8px; }
.notes { font-size: 12.5px; display: grid; gap: 4px; align-content: start; overflow-wrap: anywhere; }
.notes .tag { justify-self: start; }
.notes .reward { font-variant-numeric: tabular-nums; }
.notes .rationale { font-style: italic; }
mark { background: none; color: inherit; border-bottom: 2px solid var(--good); } mark.bad { border-bottom-color: var(--bad); background: var(--bad-soft); } mark.doubt { border-bottom: 2px dotted var(--warn); }
.finding::before { content: "✓ "; } .finding.bad { font-weight: 600; } .finding.bad::before { content: "✗ "; } .finding.doubt::before { content: "? "; }
.side-by-side { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr)); gap: 14px; }
.side-by-side .step { grid-template-columns: 26px minmax(0, 1fr); } .side-by-side .notes { grid-column: 2; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; }
th[title] { text-decoration: underline dotted; text-underline-offset: 3px; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 14px; } dt { font-weight: 600; } dd { margin: 0; color: var(--muted); }
.empty { padding: 40px 20px; text-align: center; color: var(--muted); }
kbd { border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; padding: 0 5px; font: 11px ui-monospace, monospace; }
@media (max-width: 600px) { header, main > section { padding-left: 12px; padding-right: 12px; } dl { grid-template-columns: 1fr; } #detail { padding: 12px; } }
@media (max-width: 900px) {
  .panes { grid-template-columns: 1fr; height: auto; } #list { height: 40vh; } .step { grid-template-columns: 26px 1fr; } .notes { grid-column: 2; }
}
@media print { .panes { height: auto; } #list, .bar { display: none; } }
`
