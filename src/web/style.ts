/** A colour in light and in dark. */
type Pair = readonly [light: string, dark: string];

/** The colours that tell one set of pages from another: links and buttons, and the text on a button. */
export interface Accent {
  readonly accent: Pair;
  readonly ink: Pair;
}

const sans = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif';
const mono = 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** Colours of all pages; `good`, `warn`, `bad` and `off` stand for states, each with its background. */
const palette = ({ accent, ink }: Accent): string => `
:root { color-scheme: light dark; --sans: ${sans}; --mono: ${mono}; --wrap: 70rem;
  --ground: #f6f5f2; --sheet: #fff; --tint: #f0efeb; --ink: #1d1f23; --quiet: #5a606c; --line: #e0dfda;
  --accent: ${accent[0]}; --accent-ink: ${ink[0]}; --good: #0b6b45; --good-bg: #dff3e8; --warn: #7a4700; --warn-bg: #fdeecb;
  --bad: #a01c1c; --bad-bg: #fde5e2; --off: #565b66; --off-bg: #e8e8eb; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #14161a; --sheet: #1d2026; --tint: #272b33; --ink: #eceef2; --quiet: #a3aab6; --line: #30343d;
  --accent: ${accent[1]}; --accent-ink: ${ink[1]}; --good: #86e0b4; --good-bg: #12382a; --warn: #f5cd7b; --warn-bg: #3d2f10;
  --bad: #ffb0a6; --bad-bg: #471b18; --off: #b6bbc6; --off-bg: #2d3139; } }
* { box-sizing: border-box; }
`;

/** The frame of a page, and the parts that pages have in common: lists, forms, badges, tabs, sheets. */
const base = `
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 var(--sans); }
a { color: var(--accent); text-underline-offset: .18em; }
:is(a, input, select, button, iframe, pre, [tabindex]):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
main:focus-visible { outline: 0; }
.skip { position: absolute; left: -999em; } .skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: .5rem 1rem; z-index: 1; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.wrap { max-width: var(--wrap); margin: 0 auto; padding: 0 1.5rem; }
header.top { border-bottom: 1px solid var(--line); background: var(--sheet); }
header.top .wrap { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: center; justify-content: space-between; padding-block: .7rem; }
.brand { display: inline-flex; gap: .6rem; align-items: center; font-weight: 650; color: inherit; text-decoration: none; }
.brand svg { width: 1.6rem; height: 1.6rem; flex: none; }
.place { color: var(--quiet); font-size: .875rem; overflow-wrap: anywhere; min-width: 0; }
main { padding-block: 1.4rem 2.5rem; }
footer { color: var(--quiet); font-size: .8125rem; padding-bottom: 1.5rem; } footer p { margin: .25rem 0; }
h1 { font-size: 1.7rem; line-height: 1.2; letter-spacing: -.01em; margin: 0; overflow-wrap: anywhere; text-wrap: balance; }
h2 { font-size: 1.05rem; margin: 0; }
code { font-family: var(--mono); font-size: .875em; overflow-wrap: anywhere; }
kbd { font: .8125rem/1 var(--mono); border: 1px solid var(--line); border-radius: 4px; padding: .1em .35em; background: var(--sheet); }
.lead { color: var(--quiet); margin: .4rem 0 1.4rem; max-width: 46rem; }
.crumbs { color: var(--quiet); overflow-wrap: anywhere; min-width: 0; }
.under { display: flex; flex-wrap: wrap; gap: .3rem .9rem; align-items: center; margin: .6rem 0 1.1rem; padding: 0; list-style: none; font-size: .9375rem; color: var(--quiet); }
.under > * { overflow-wrap: anywhere; min-width: 0; }
.count { color: var(--quiet); font-size: .875rem; margin: 0 0 .5rem; }
form.find { display: flex; flex-wrap: wrap; gap: .6rem; margin: 0 0 1rem; } form.find .grow { flex: 1 1 16rem; min-width: 0; }
input[type=search], select, button { font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: .5rem .7rem; min-height: 2.75rem; max-width: 100%; }
input[type=search] { width: 100%; }
button { background: var(--accent); color: var(--accent-ink); border-color: transparent; font-weight: 600; padding-inline: 1.2rem; cursor: pointer; }
.rows { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; margin: 0; padding: 0; list-style: none; overflow: hidden; }
.rows li { display: grid; gap: .1rem 1rem; align-items: center; padding: .7rem 1rem; border-top: 1px solid var(--line); position: relative; }
.rows li:first-child { border-top: 0; } .rows li:is(:hover, :focus-within) { background: var(--tint); }
.rows .title { unicode-bidi: isolate; font-weight: 600; color: inherit; text-decoration: none; overflow-wrap: anywhere; } .rows li:hover .title { text-decoration: underline; }
.rows .title::after { content: ""; position: absolute; inset: 0; }
.rows .title:focus-visible { outline: 0; } .rows .title:focus-visible::after { outline: 3px solid var(--accent); outline-offset: -3px; border-radius: 12px; }
.rows .detail { display: block; color: var(--quiet); font-size: .8125rem; overflow-wrap: anywhere; }
.badge { display: inline-block; justify-self: start; border-radius: 99px; padding: .1rem .65rem; font-size: .8125rem; font-weight: 600; white-space: nowrap; background: var(--off-bg); color: var(--off); }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); } .off { color: var(--off); }
.badge.good { background: var(--good-bg); } .badge.warn { background: var(--warn-bg); } .badge.bad { background: var(--bad-bg); }
.turn { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .25rem 1rem; margin-top: 1rem; font-size: .9375rem; }
.turn a { padding: .5rem .2rem; } .turn span { color: var(--quiet); }
.empty { background: var(--sheet); border: 1px dashed var(--line); border-radius: 12px; padding: 1.4rem 1.5rem; } .empty p { margin: .3rem 0; }
pre { overflow: auto; background: var(--tint); border-radius: 8px; padding: .9rem 1rem; font: .875rem/1.55 var(--mono); }
.two { display: grid; gap: 1.25rem; align-items: start; }
.tabs { display: flex; flex-wrap: wrap; gap: .2rem; margin: 0; padding: 0; list-style: none; }
.tabs a { display: block; padding: .5rem .85rem; border-radius: 8px 8px 0 0; color: var(--quiet); text-decoration: none; border: 1px solid transparent; border-bottom: 0; }
.tabs a:hover { color: var(--ink); } .tabs a[aria-current] { background: var(--sheet); border-color: var(--line); color: var(--ink); font-weight: 600; }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 0 12px 12px; overflow: hidden; }
.sheet iframe { display: block; width: 100%; border: 0; background: var(--sheet); }
.sheet pre { margin: 0; border-radius: 0; background: none; white-space: pre-wrap; overflow-wrap: anywhere; padding: 1.1rem 1.4rem; }
@media (max-width: 48rem) { .wrap { padding-inline: 1rem; } h1 { font-size: 1.4rem; } }
`;

const reading = `
body { margin: 0; background: var(--sheet); color: var(--ink); font: 1rem/1.6 var(--sans); }
main { max-width: 46rem; padding: 1.1rem 1.4rem 2.5rem; overflow-wrap: anywhere; }
main > :first-child { margin-top: 0; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.75em 0 .5em; } h1 { font-size: 1.55rem; } h2 { font-size: 1.33rem; } h3 { font-size: 1.14rem; } h4, h5, h6 { font-size: 1rem; }
a { color: var(--accent); text-underline-offset: .18em; } a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code, kbd, samp, pre { font-family: var(--mono); font-size: .9em; }
code { background: var(--tint); border-radius: 5px; padding: .12em .35em; }
pre { background: var(--tint); border-radius: 8px; padding: .9rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; } pre code { background: none; padding: 0; font-size: 1em; }
table { border-collapse: collapse; display: block; overflow: auto; max-width: 100%; font-size: .95em; }
th, td { border: 1px solid var(--line); padding: .4rem .7rem; text-align: left; vertical-align: top; } th { background: var(--tint); } caption { text-align: left; color: var(--quiet); padding-bottom: .3rem; }
blockquote, aside { margin: 1.2em 0; padding: .6rem 1rem; border-left: 4px solid var(--accent); background: var(--tint); border-radius: 0 8px 8px 0; }
blockquote > :first-child, aside > :first-child { margin-top: 0; } blockquote > :last-child, aside > :last-child { margin-bottom: 0; }
li { margin: .25em 0; } dt { font-weight: 600; } dd { margin: 0 0 .6em 1.2rem; } hr { border: 0; border-top: 1px solid var(--line); margin: 2em 0; }
img { max-width: 100%; color: var(--quiet); font-style: italic; }
`;

/** The style of a tool's own pages. @param own what only this tool has, after all that is shared */
export const appStyle = (accent: Accent, own: string): string => palette(accent) + base + own;

/** The style of the reading frame, which holds one page's HTML and nothing else. */
export const readingStyle = (accent: Accent): string => palette(accent) + reading;
