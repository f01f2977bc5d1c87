/** Colours for both the app's pages and the reading frame. */
const palette = `
:root { color-scheme: light dark;
  --ground: #f6f5f2; --sheet: #fff; --ink: #1d1f23; --quiet: #5c6270; --line: #e2e0da; --accent: #1f5fd6;
  --accent-ink: #fff; --customers: #0b6b45; --customers-bg: #dff3e8; --teammates: #7a4b00; --teammates-bg: #fdeecb;
  --hidden: #565b66; --hidden-bg: #e9e9ec; --mark: #f0efeb; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #14161a; --sheet: #1d2026; --ink: #eceef2; --quiet: #a2a9b8; --line: #30343d; --accent: #8ab4ff;
  --accent-ink: #10203d; --customers: #86e0b4; --customers-bg: #12382a; --teammates: #f5cd7b; --teammates-bg: #3d2f10;
  --hidden: #b6bbc6; --hidden-bg: #2e323a; --mark: #272b33; } }
* { box-sizing: border-box; }
`;

export const appStyle = `${palette}
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
a { color: var(--accent); text-underline-offset: .18em; }
a:focus-visible, input:focus-visible, select:focus-visible, button:focus-visible, iframe:focus-visible, pre:focus-visible {
  outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.skip { position: absolute; left: -999em; } .skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: .5rem 1rem; z-index: 1; }
.wrap { max-width: 70rem; margin: 0 auto; padding: 0 1.25rem; }
header.top { border-bottom: 1px solid var(--line); background: var(--sheet); }
header.top .wrap { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; justify-content: space-between; padding-block: .8rem; }
.brand { display: inline-flex; gap: .6rem; align-items: center; font-weight: 650; color: inherit; text-decoration: none; }
.brand svg { width: 1.6rem; height: 1.6rem; flex: none; }
.place { color: var(--quiet); font-size: .875rem; }
code, .code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
main { padding-block: 1.75rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -.01em; margin: 0; overflow-wrap: anywhere; text-wrap: balance; }
h2 { font-size: 1.05rem; margin: 0; }
.lead { color: var(--quiet); margin: .4rem 0 1.5rem; max-width: 46rem; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: .75rem; margin: 0 0 2rem; padding: 0; list-style: none; }
.tiles a { display: block; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: .8rem 1rem; color: inherit; text-decoration: none; height: 100%; }
.tiles a:hover { border-color: var(--accent); } .tiles a[aria-current] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.tiles b { display: block; font-size: 1.6rem; line-height: 1.15; font-weight: 650; font-variant-numeric: tabular-nums; }
.tiles span { font-size: .875rem; color: var(--quiet); }
.dot { display: inline-block; width: .6em; height: .6em; border-radius: 50%; margin-right: .35em; background: currentColor; }
.customers { color: var(--customers); } .teammates { color: var(--teammates); } .hidden { color: var(--hidden); }
.sources { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: .75rem; margin: .75rem 0 2rem; padding: 0; list-style: none; }
.sources > li { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: .9rem 1rem; min-width: 0; }
.sources h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; } .sources h3 a { color: inherit; }
.facts { display: grid; grid-template-columns: auto 1fr; gap: .1rem .8rem; margin: .5rem 0 0; font-size: .875rem; }
.facts dt { color: var(--quiet); } .facts dd { margin: 0; overflow-wrap: anywhere; }
form.find { display: flex; flex-wrap: wrap; gap: .6rem; margin: .75rem 0 1rem; align-items: end; }
form.find label { display: grid; gap: .2rem; font-size: .8125rem; color: var(--quiet); min-width: 0; }
form.find .grow { flex: 1 1 16rem; }
input, select, button { font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: .5rem .7rem; min-height: 2.75rem; max-width: 100%; }
input { width: 100%; } select { max-width: 18rem; text-overflow: ellipsis; }
button { background: var(--accent); color: var(--accent-ink); border-color: transparent; font-weight: 600; padding-inline: 1.2rem; cursor: pointer; }
.count { color: var(--quiet); font-size: .875rem; margin: 0 0 .5rem; }
.pages { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; margin: 0; padding: 0; list-style: none; overflow: hidden; }
.pages li { display: grid; grid-template-columns: minmax(0, 1fr) 13.5rem 8.5rem; gap: .1rem 1rem; align-items: center; padding: .75rem 1rem; border-top: 1px solid var(--line); position: relative; }
.pages li:first-child { border-top: 0; } .pages li:hover { background: var(--mark); }
.pages .title { unicode-bidi: isolate; font-weight: 600; color: inherit; text-decoration: none; overflow-wrap: anywhere; } .pages li:hover .title { text-decoration: underline; }
.pages .title::after { content: ""; position: absolute; inset: 0; }
.cited { display: block; color: var(--quiet); font-size: .8125rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.pages time { color: var(--quiet); font-size: .8125rem; text-align: right; }
.badge { display: inline-block; justify-self: start; border-radius: 99px; padding: .1rem .65rem; font-size: .8125rem; font-weight: 600; white-space: nowrap; }
.badge.customers { background: var(--customers-bg); } .badge.teammates { background: var(--teammates-bg); } .badge.hidden { background: var(--hidden-bg); }
.turn { display: flex; justify-content: space-between; align-items: center; gap: 1rem; margin-top: 1rem; font-size: .9375rem; }
.turn a { padding: .55rem .2rem; } .turn span { color: var(--quiet); }
.empty { background: var(--sheet); border: 1px dashed var(--line); border-radius: 12px; padding: 1.5rem; } .empty p { margin: .3rem 0; } .empty pre { margin-bottom: 0; }
pre { overflow: auto; background: var(--mark); border-radius: 8px; padding: .9rem 1rem; font: .875rem/1.55 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.crumbs { font-size: .875rem; color: var(--quiet); margin: 0 0 .6rem; overflow-wrap: anywhere; }
.under { display: flex; flex-wrap: wrap; gap: .4rem .9rem; align-items: center; margin: .7rem 0 1.25rem; font-size: .9375rem; min-width: 0; } .under a { overflow-wrap: anywhere; min-width: 0; }
.two { display: grid; grid-template-columns: minmax(0, 1fr) 18rem; gap: 1.5rem; align-items: start; }
.tabs { display: flex; flex-wrap: wrap; gap: .25rem; margin: 0; padding: 0; list-style: none; }
.tabs a { display: block; padding: .5rem .9rem; border-radius: 8px 8px 0 0; color: var(--quiet); text-decoration: none; border: 1px solid transparent; border-bottom: 0; }
.tabs a:hover { color: var(--ink); } .tabs a[aria-current] { background: var(--sheet); border-color: var(--line); color: var(--ink); font-weight: 600; }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 0 12px 12px; overflow: hidden; }
.sheet iframe { display: block; width: 100%; height: max(28rem, 72vh); border: 0; background: var(--sheet); }
.sheet pre { margin: 0; border-radius: 0; background: none; white-space: pre-wrap; overflow-wrap: anywhere; padding: 1.25rem 1.5rem; }
aside.about { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.1rem; margin-top: 2.6rem; }
aside.about .facts { grid-template-columns: 1fr; } aside.about dd { margin-bottom: .5rem; }
footer { color: var(--quiet); font-size: .8125rem; padding-bottom: 2rem; }
@media (max-width: 48rem) {
  .tiles { grid-template-columns: repeat(2, 1fr); }
  .two { grid-template-columns: minmax(0, 1fr); } aside.about { margin-top: 0; } aside.about .facts { grid-template-columns: auto 1fr; } aside.about dd { margin-bottom: 0; }
  .pages li { grid-template-columns: minmax(0, 1fr) auto; } .pages li > div { grid-column: 1 / -1; }
  .wrap { padding-inline: 1rem; } h1 { font-size: 1.45rem; } select { max-width: 100%; width: 100%; } form.find label { flex: 1 1 8rem; } form.find button { flex: 1 1 100%; }
}
`;

/** The reading frame: only a page's own html is in it. */
export const readingStyle = `${palette}
body { margin: 0; background: var(--sheet); color: var(--ink); font: 1.0625rem/1.65 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
main { max-width: 44rem; padding: 1.25rem 1.5rem 3rem; overflow-wrap: anywhere; }
main > :first-child { margin-top: 0; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.8em 0 .5em; } h1 { font-size: 1.6rem; } h2 { font-size: 1.35rem; } h3 { font-size: 1.15rem; } h4, h5, h6 { font-size: 1rem; }
a { color: var(--accent); text-underline-offset: .18em; }
code, kbd, samp, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; }
code { background: var(--mark); border-radius: 5px; padding: .12em .35em; }
pre { background: var(--mark); border-radius: 8px; padding: .9rem 1rem; overflow: auto; line-height: 1.5; } pre code { background: none; padding: 0; font-size: 1em; }
table { border-collapse: collapse; display: block; overflow: auto; max-width: 100%; font-size: .95em; }
th, td { border: 1px solid var(--line); padding: .4rem .7rem; text-align: left; vertical-align: top; } th { background: var(--mark); } caption { text-align: left; color: var(--quiet); padding-bottom: .3rem; }
blockquote, aside { margin: 1.2em 0; padding: .6rem 1rem; border-left: 4px solid var(--accent); background: var(--mark); border-radius: 0 8px 8px 0; }
blockquote > :first-child, aside > :first-child { margin-top: 0; } blockquote > :last-child, aside > :last-child { margin-bottom: 0; }
li { margin: .25em 0; } dt { font-weight: 600; } dd { margin: 0 0 .6em 1.2rem; } hr { border: 0; border-top: 1px solid var(--line); margin: 2em 0; }
img { max-width: 100%; color: var(--quiet); font-style: italic; }
`;
