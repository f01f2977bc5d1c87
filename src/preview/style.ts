/** Colours for both the preview's pages and the reading frame. */
const palette = `
:root { color-scheme: light dark;
  --ground: #f5f5f2; --sheet: #fff; --ink: #1c1f22; --quiet: #596069; --line: #dfdeda; --accent: #0b6657; --accent-ink: #fff;
  --tint: #efefeb; --warn: #7a4700; --warn-bg: #fdf0d2; --bad: #a01c1c; --bad-bg: #fde5e2; --good: #0b6657; --good-bg: #dcf1eb;
  --off: #565b66; --off-bg: #e8e8eb; --gone: #8c1d13; --gone-bg: #fbdcd6; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #131518; --sheet: #1c1f24; --ink: #ebedf0; --quiet: #a3aab5; --line: #31353c; --accent: #6fd3bd; --accent-ink: #0d2a24;
  --tint: #262a30; --warn: #f4cb78; --warn-bg: #3b2d10; --bad: #ffb0a6; --bad-bg: #471b18; --good: #7fdcc6; --good-bg: #12372f;
  --off: #b6bbc6; --off-bg: #2d3139; --gone: #ffc2b8; --gone-bg: #5a231c; } }
* { box-sizing: border-box; }
`;
const sans = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif';
const mono = 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

export const appStyle = `${palette}
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 ${sans}; }
a { color: var(--accent); text-underline-offset: .18em; }
:is(a, input, button, iframe, pre, main, [tabindex]):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
main:focus-visible { outline: 0; }
.skip { position: absolute; left: -999em; } .skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: .5rem 1rem; z-index: 1; }
.wrap { max-width: 112rem; margin: 0 auto; padding: 0 1.5rem; }
header.top { border-bottom: 1px solid var(--line); background: var(--sheet); }
header.top .wrap { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: center; justify-content: space-between; padding-block: .6rem; }
.brand { display: inline-flex; gap: .6rem; align-items: center; font-weight: 650; color: inherit; text-decoration: none; }
.brand svg { width: 1.5rem; height: 1.5rem; flex: none; }
.place { color: var(--quiet); font-size: .875rem; overflow-wrap: anywhere; min-width: 0; }
code { font-family: ${mono}; font-size: .875em; overflow-wrap: anywhere; }
kbd { font: .8125rem/1 ${mono}; border: 1px solid var(--line); border-radius: 4px; padding: .1em .35em; background: var(--sheet); }
main { padding-block: 1.25rem 2rem; }
h1 { font-size: 1.6rem; line-height: 1.2; letter-spacing: -.01em; margin: 0; overflow-wrap: anywhere; text-wrap: balance; }
h2 { font-size: 1rem; margin: 0; }
.lead { color: var(--quiet); margin: .35rem 0 1.25rem; max-width: 46rem; }
form.find { display: flex; flex-wrap: wrap; gap: .6rem 1rem; margin: 0 0 1rem; align-items: center; }
form.find label.grow { flex: 1 1 16rem; max-width: 34rem; min-width: 0; }
form.find .check { display: inline-flex; gap: .5rem; align-items: center; min-height: 2.75rem; }
.check input { width: 1.15rem; height: 1.15rem; accent-color: var(--accent); margin: 0; }
input[type=search], button { font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: .5rem .7rem; min-height: 2.75rem; width: 100%; }
button { width: auto; background: var(--accent); color: var(--accent-ink); border-color: transparent; font-weight: 600; padding-inline: 1.2rem; cursor: pointer; }
.count { color: var(--quiet); font-size: .875rem; margin: 0 0 .5rem; }
.docs { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; margin: 0; padding: 0; list-style: none; overflow: hidden; }
.docs li { display: grid; grid-template-columns: minmax(0, 1fr) 7rem 8rem 7.5rem; gap: .1rem 1rem; align-items: center; padding: .6rem 1rem; border-top: 1px solid var(--line); position: relative; }
.docs li:first-child { border-top: 0; } .docs li:hover, .docs li:focus-within { background: var(--tint); }
.docs .title { unicode-bidi: isolate; font-weight: 600; color: inherit; text-decoration: none; overflow-wrap: anywhere; } .docs li:hover .title { text-decoration: underline; }
.docs .title::after { content: ""; position: absolute; inset: 0; }
.docs .title:focus-visible { outline: 0; } .docs .title:focus-visible::after { outline: 3px solid var(--accent); outline-offset: -3px; border-radius: 12px; }
.path { display: block; color: var(--quiet); font-size: .8125rem; overflow-wrap: anywhere; }
.number { color: var(--quiet); font-size: .875rem; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .number.some { color: var(--warn); font-weight: 600; }
.badge { display: inline-block; justify-self: end; border-radius: 99px; padding: .1rem .65rem; font-size: .8125rem; font-weight: 600; white-space: nowrap; background: var(--off-bg); color: var(--off); }
.badge.page { background: var(--good-bg); color: var(--good); } .badge.failed { background: var(--bad-bg); color: var(--bad); }
.turn { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .25rem 1rem; margin-top: 1rem; font-size: .9375rem; } .turn a { padding: .5rem .2rem; }
.bar { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .1rem 1.25rem; font-size: .9375rem; margin: 0 0 .6rem; }
.bar nav { display: flex; gap: 1.1rem; } .bar a, .bar span { padding: .3rem 0; } .bar span { color: var(--quiet); } .bar .crumbs { color: var(--quiet); overflow-wrap: anywhere; min-width: 0; }
.under { display: flex; flex-wrap: wrap; gap: .3rem .9rem; align-items: center; margin: .5rem 0 1rem; padding: 0; list-style: none; font-size: .9375rem; color: var(--quiet); } .under li { overflow-wrap: anywhere; min-width: 0; }
.notice { border-radius: 10px; padding: .6rem 1rem; margin: 0 0 .75rem; background: var(--warn-bg); color: var(--warn); overflow-wrap: anywhere; }
.notice.bad { background: var(--bad-bg); color: var(--bad); } .notice.plain { background: var(--tint); color: var(--quiet); }
.notice p, .notice ul { margin: .15rem 0; } .notice ul { padding-left: 1.2rem; } .notice code { opacity: .85; }
.two { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.25rem; align-items: start; }
.pane > .head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 0 1rem; min-height: 2.9rem; } .pane > .head h2 { padding: .5rem .1rem; } .head .count { margin: 0 0 .55rem; }
.tabs { display: flex; flex-wrap: wrap; gap: .15rem; margin: 0; padding: 0; list-style: none; }
.tabs a { display: block; padding: .5rem .8rem; border-radius: 8px 8px 0 0; color: var(--quiet); text-decoration: none; border: 1px solid transparent; border-bottom: 0; }
.tabs a:hover { color: var(--ink); } .tabs a[aria-current] { background: var(--sheet); border-color: var(--line); color: var(--ink); font-weight: 600; }
.sheet, .source { background: var(--sheet); border: 1px solid var(--line); border-radius: 0 12px 12px 12px; height: max(26rem, 74vh); overflow: auto; }
.source { border-radius: 12px; padding: .6rem 0; }
.sheet iframe { display: block; width: 100%; height: 100%; border: 0; background: var(--sheet); }
.sheet pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem 1.25rem; font: .84375rem/1.55 ${mono}; min-height: 100%; }
.sheet > .text { padding: .9rem 1.25rem; } .sheet > .text > p:first-child { margin-top: 0; }
.lines { margin: 0; padding: 0; list-style: none; font: .84375rem/1.55 ${mono}; tab-size: 4; counter-reset: line; }
.lines li { counter-increment: line; padding: 0 1rem 0 4.25rem; position: relative; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.55em; }
.lines li::before { content: counter(line); position: absolute; left: 0; width: 3.25rem; text-align: right; color: var(--quiet); user-select: none; }
.lines li:target { background: var(--tint); }
mark { background: var(--gone-bg); color: var(--gone); border-radius: 3px; text-decoration: line-through; text-decoration-thickness: 1px; }
.left { margin: 0; padding: 0; list-style: none; } .left li { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: .75rem; padding: .5rem 0; border-top: 1px solid var(--line); } .left q { quotes: none; overflow-wrap: anywhere; font: .84375rem/1.55 ${mono}; white-space: pre-wrap; }
.empty { background: var(--sheet); border: 1px dashed var(--line); border-radius: 12px; padding: 1.25rem 1.5rem; } .empty p { margin: .3rem 0; }
footer { color: var(--quiet); font-size: .8125rem; padding-bottom: 1.5rem; } footer p { margin: .25rem 0; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 60rem) {
  .two { grid-template-columns: minmax(0, 1fr); } .sheet, .source { height: auto; max-height: 75vh; } .sheet iframe { height: max(22rem, 70vh); }
}
@media (max-width: 48rem) {
  .wrap { padding-inline: 1rem; } h1 { font-size: 1.35rem; }
  .docs li { grid-template-columns: auto auto minmax(0, 1fr); } .docs li > :first-child { grid-column: 1 / -1; } .number { text-align: left; } .number:empty { display: none; }
  .lines li { padding-left: 3.25rem; padding-right: .6rem; } .lines li::before { width: 2.5rem; } .left li { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .tabs { gap: 0; } .tabs a { padding-inline: .35rem; font-size: .8125rem; } .docs .badge { grid-column: 3; }
}
`;

/** The reading frame: only a page's title and html are in it. */
export const readingStyle = `${palette}
body { margin: 0; background: var(--sheet); color: var(--ink); font: 1rem/1.6 ${sans}; }
main { max-width: 46rem; padding: 1rem 1.25rem 2.5rem; overflow-wrap: anywhere; }
main > :first-child { margin-top: 0; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.7em 0 .5em; } h1 { font-size: 1.5rem; } h2 { font-size: 1.3rem; } h3 { font-size: 1.12rem; } h4, h5, h6 { font-size: 1rem; }
a { color: var(--accent); text-underline-offset: .18em; } a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code, kbd, samp, pre { font-family: ${mono}; font-size: .9em; }
code { background: var(--tint); border-radius: 5px; padding: .12em .35em; }
pre { background: var(--tint); border-radius: 8px; padding: .8rem 1rem; overflow: auto; line-height: 1.5; } pre code { background: none; padding: 0; font-size: 1em; }
table { border-collapse: collapse; display: block; overflow: auto; max-width: 100%; font-size: .95em; }
th, td { border: 1px solid var(--line); padding: .4rem .7rem; text-align: left; vertical-align: top; } th { background: var(--tint); } caption { text-align: left; color: var(--quiet); padding-bottom: .3rem; }
blockquote, aside { margin: 1.2em 0; padding: .6rem 1rem; border-left: 4px solid var(--accent); background: var(--tint); border-radius: 0 8px 8px 0; }
blockquote > :first-child, aside > :first-child { margin-top: 0; } blockquote > :last-child, aside > :last-child { margin-bottom: 0; }
li { margin: .25em 0; } dt { font-weight: 600; } dd { margin: 0 0 .6em 1.2rem; } hr { border: 0; border-top: 1px solid var(--line); margin: 2em 0; }
`;
