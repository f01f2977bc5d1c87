/** What pages about a content library have: the numbers by audience, the sources, and the facts about a page. */
export const libraryStyle = `
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: .75rem; margin: 0 0 2rem; padding: 0; list-style: none; }
.tiles a { display: block; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: .8rem 1rem; color: inherit; text-decoration: none; height: 100%; }
.tiles a:hover { border-color: var(--accent); } .tiles a[aria-current] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.tiles b { display: block; font-size: 1.6rem; line-height: 1.15; font-weight: 650; font-variant-numeric: tabular-nums; }
.tiles span { font-size: .875rem; color: var(--quiet); }
.dot { display: inline-block; width: .6em; height: .6em; border-radius: 50%; margin-right: .35em; background: currentColor; }
.sources { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: .75rem; margin: .75rem 0 2rem; padding: 0; list-style: none; }
.sources > li { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: .9rem 1rem; min-width: 0; }
.sources h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; } .sources h3 a { color: inherit; }
.facts { display: grid; grid-template-columns: auto 1fr; gap: .1rem .8rem; margin: .5rem 0 0; font-size: .875rem; }
.facts dt { color: var(--quiet); } .facts dd { margin: 0; overflow-wrap: anywhere; }
form.find { margin-top: .75rem; align-items: end; }
form.find label { display: grid; gap: .2rem; font-size: .8125rem; color: var(--quiet); min-width: 0; }
form.find :is(input, select) { color: var(--ink); } select { max-width: 18rem; text-overflow: ellipsis; }
.pages li { grid-template-columns: minmax(0, 1fr) 14rem 8.5rem; }
.pages .detail { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.pages time { color: var(--quiet); font-size: .8125rem; text-align: right; }
.empty pre { margin-bottom: 0; }
.crumbs { font-size: .875rem; margin: 0 0 .6rem; }
.two { grid-template-columns: minmax(0, 1fr) 18rem; gap: 1.5rem; }
.sheet iframe { height: max(28rem, 72vh); }
aside.about { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.1rem; margin-top: 2.6rem; }
aside.about .facts { grid-template-columns: 1fr; } aside.about dd { margin-bottom: .5rem; }
@media (max-width: 48rem) {
  .tiles { grid-template-columns: repeat(2, 1fr); }
  .two { grid-template-columns: minmax(0, 1fr); } aside.about { margin-top: 0; } aside.about .facts { grid-template-columns: auto 1fr; } aside.about dd { margin-bottom: 0; }
  .pages li { grid-template-columns: minmax(0, 1fr) auto; } .pages li > div { grid-column: 1 / -1; }
  select { max-width: 100%; width: 100%; } form.find label { flex: 1 1 8rem; } form.find button { flex: 1 1 100%; }
}
`;
