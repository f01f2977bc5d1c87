import { html } from "../../web/html.ts";
import { createLayout } from "../../web/page.ts";

/** What only a report has: counts that filter, sources, holds, and changes. */
export const reportStyle = `
.filters { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0 0 1.5rem; padding: 0; border: 0; }
.filters legend { padding: 0; margin-bottom: .4rem; color: var(--quiet); font-size: .875rem; }
.filters label { display: inline-flex; gap: .45rem; align-items: center; background: var(--sheet); border: 1px solid var(--line); border-radius: 99px; padding: .3rem .9rem; min-height: 2.75rem; }
.filters label:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.filters label:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.filters input { accent-color: var(--accent); margin: 0; } .filters b { font-variant-numeric: tabular-nums; }
section.source { margin: 2rem 0; } section.source > h2 { font-size: 1.25rem; overflow-wrap: anywhere; }
section.source h3 { font-size: 1rem; margin: 1.2rem 0 .5rem; }
.notice { border-radius: 10px; padding: .6rem 1rem; margin: .6rem 0; background: var(--warn-bg); color: var(--warn); overflow-wrap: anywhere; }
.notice.bad { background: var(--bad-bg); color: var(--bad); } .notice p { margin: .15rem 0; } .notice pre { color: var(--ink); margin: .4rem 0 .2rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.changes li { grid-template-columns: 6.5rem minmax(0, 1fr) auto; }
.changes .title { text-decoration: none; } .changes .title::after { content: none; } .changes a.title { text-decoration: underline; }
.changes ul { margin: .3rem 0 0; padding-left: 1.1rem; font-size: .875rem; color: var(--warn); } .changes ul li { display: list-item; padding: 0; border: 0; }
.changes li:has(.diff[open]) { align-items: start; }
.diff { margin-top: .3rem; font-size: .875rem; } .diff summary { cursor: pointer; color: var(--accent); width: fit-content; padding-block: .2rem; }
.diff pre { margin: .4rem 0; padding: .6rem .8rem; max-height: 28rem; overflow: auto; background: var(--tint); border-radius: 8px; font-size: .8125rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.diff :is(ins, del) { display: block; text-decoration: none; } .diff ins { background: var(--good-bg); color: var(--good); } .diff del { background: var(--bad-bg); color: var(--bad); } .diff .hunk { color: var(--quiet); }
.hidden { display: none !important; }
@media (max-width: 48rem) { .changes li { grid-template-columns: minmax(0, 1fr) auto; } .changes li > div { grid-column: 1 / -1; grid-row: 2; } }
@media print { .filters { display: none; } }
`;

/** Hides the changes of the other kinds. Without it every change is shown. */
export const reportScript = `
const filters = document.querySelector("fieldset.filters");
if (filters) {
  filters.hidden = false;
  filters.addEventListener("change", () => {
    const kind = new FormData(filters.closest("form")).get("kind");
    for (const change of document.querySelectorAll("[data-kind]"))
      change.classList.toggle("hidden", kind !== "all" && change.dataset.kind !== kind);
  });
}
`;

/** The frame of a report, which is one file that needs nothing else. */
export const layout = createLayout({
  name: "fin-ingest",
  brand: "fin-ingest report",
  logo: { colour: "#5b3fb5", lines: "M9 10h14M9 16h9M9 22h12" },
  accent: { accent: ["#5b3fb5", "#c3b1ff"], ink: ["#fff", "#1f1440"] },
  style: reportStyle,
  script: reportScript,
  footer: html`<p>Made by fin-ingest. This file holds titles and addresses of your documents, and texts where <code>keep_bodies</code> keeps them; it sends nothing anywhere.</p>`,
});
