import { html } from "../web/html.ts";
import { createLayout } from "../web/page.ts";
import { script } from "./script.ts";

/** What only the preview's pages have: source beside result, the marked words that are dropped, and notices. */
const style = `
:root { --wrap: 112rem; --gone: #8c1d13; --gone-bg: #fbdcd6; }
@media (prefers-color-scheme: dark) { :root { --gone: #ffc2b8; --gone-bg: #5a231c; } }
form.find { column-gap: 1rem; align-items: center; } form.find .grow { max-width: 34rem; }
form.find .check { display: inline-flex; gap: .5rem; align-items: center; min-height: 2.75rem; }
.check input { width: 1.15rem; height: 1.15rem; accent-color: var(--accent); margin: 0; }
.docs li { grid-template-columns: minmax(0, 1fr) 7rem 8rem 7.5rem; } .docs .badge { justify-self: end; }
.number { color: var(--quiet); font-size: .875rem; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .number.some { color: var(--warn); font-weight: 600; }
.bar { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .1rem 1.25rem; font-size: .9375rem; margin: 0 0 .6rem; }
.bar nav { display: flex; gap: 1.1rem; } .bar a, .bar span { padding: .3rem 0; } .bar span { color: var(--quiet); }
.notice { border-radius: 10px; padding: .6rem 1rem; margin: 0 0 .75rem; background: var(--warn-bg); color: var(--warn); overflow-wrap: anywhere; }
.notice.bad { background: var(--bad-bg); color: var(--bad); } .notice.plain { background: var(--tint); color: var(--quiet); }
.notice p, .notice ul { margin: .15rem 0; } .notice ul { padding-left: 1.2rem; } .notice code { opacity: .85; }
.two { grid-template-columns: repeat(2, minmax(0, 1fr)); } .two > .result { order: 1; }
.pane > .head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 0 1rem; min-height: 2.9rem; } .pane > .head h2 { padding: .5rem .1rem; } .head .count { margin: 0 0 .55rem; }
.sheet, .source { height: max(26rem, 74vh); overflow: auto; }
.source { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: .6rem 0; }
.sheet iframe { height: 100%; }
.sheet pre { font-size: .84375rem; min-height: 100%; }
.sheet > .text { padding: .9rem 1.4rem; } .sheet > .text > p:first-child { margin-top: 0; }
.lines { margin: 0; padding: 0; list-style: none; font: .84375rem/1.55 var(--mono); tab-size: 4; counter-reset: line; }
.lines li { counter-increment: line; padding: 0 1rem 0 4.25rem; position: relative; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.55em; }
.lines li::before { content: counter(line); position: absolute; left: 0; width: 3.25rem; text-align: right; color: var(--quiet); user-select: none; }
.lines li:target { background: var(--tint); }
mark { background: var(--gone-bg); color: var(--gone); border-radius: 3px; text-decoration: line-through; text-decoration-thickness: 1px; }
.dropped { margin: 0; padding: 0; list-style: none; } .dropped li { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: .75rem; padding: .5rem 0; border-top: 1px solid var(--line); }
.dropped q { quotes: none; overflow-wrap: anywhere; font: .84375rem/1.55 var(--mono); white-space: pre-wrap; }
@media (max-width: 60rem) {
  .two { grid-template-columns: minmax(0, 1fr); } .two > .result { order: 0; } .sheet, .source { height: auto; max-height: 75vh; } .sheet iframe { height: max(22rem, 70vh); }
}
@media (max-width: 48rem) {
  .docs li { grid-template-columns: auto auto minmax(0, 1fr); } .docs li > :first-child { grid-column: 1 / -1; } .docs .badge { grid-column: 3; } .number { text-align: left; } .number:empty { display: none; }
  .lines li { padding-left: 3.25rem; padding-right: .6rem; } .lines li::before { width: 2.5rem; } .dropped li { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .tabs { gap: 0; } .tabs a { padding-inline: .35rem; font-size: .8125rem; }
}
`;

/** The frame of the preview's pages, with their one small script. */
export const layout = createLayout({
  name: "fin-ingest preview",
  brand: "What Fin would read",
  logo: { colour: "#0f6b5c", lines: "M8 9h7v14H8zM19 9h5M19 14h5M19 19h5" },
  accent: { accent: ["#0b6657", "#6fd3bd"], ink: ["#fff", "#0d2a24"] },
  style,
  script,
  footer: html`<p>Keys: <kbd>j</kbd> <kbd>k</kbd> or <kbd>→</kbd> <kbd>←</kbd> next and previous, <kbd>/</kbd> filter, <kbd>1</kbd>–<kbd>4</kbd> views, <kbd>u</kbd> all documents.</p>
<p>A preview on this machine. Nothing here reaches Intercom.</p>`,
});
