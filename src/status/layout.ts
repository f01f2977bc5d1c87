import { reportScript, reportStyle } from "../report/html/layout.ts";
import { html } from "../web/html.ts";
import { libraryStyle } from "../web/library/style.ts";
import { createLayout, type Layout } from "../web/page.ts";

const style = `
.views { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: 0 0 1.4rem; padding: 0; list-style: none; } .views a { display: inline-block; padding: .4rem 0; } .views a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
.runs li { grid-template-columns: 6.5rem minmax(0, 1fr) auto; }
.notice code.copy { display: block; user-select: all; background: var(--sheet); color: var(--ink); border-radius: 8px; padding: .5rem .8rem; margin: .4rem 0 .2rem; }
aside.about { margin-top: 0; }
section.block { margin: 0 0 2rem; } section.block > h2 { margin-bottom: .6rem; }
@media (max-width: 48rem) { .runs li { grid-template-columns: minmax(0, 1fr) auto; } .runs li > div { grid-column: 1 / -1; grid-row: 2; } }
`;

/** The frame of the status pages. @param home their first page's address */
export const statusLayout = (home: string): Layout =>
  createLayout({
    name: "fin-ingest status",
    brand: "What Fin knows",
    home,
    logo: { colour: "#0b5f7a", lines: "M9 22V12M16 22V8M23 22v-7" },
    accent: { accent: ["#0b5f7a", "#7cd0ec"], ink: ["#fff", "#062530"] },
    style: libraryStyle + reportStyle + style,
    script: reportScript,
    footer: html`<p>Read-only, on this machine alone, from the ledger. It ends with the command that serves it.</p>`,
  });
