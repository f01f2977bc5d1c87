import { type Finding, indexNote, statusFindings } from "../report/answers/health-text.ts";
import { type Html, html } from "../web/html.ts";
import { count } from "../web/words.ts";
import type { StatusHealth } from "./health.ts";

/** Of a kind that are listed. */
const MAX_LISTED = 50;

/** What hinders the pages from being answers. */
export function healthPage(health: StatusHealth): Html {
  const note = indexNote(health);
  return html`<h1>Content health</h1>
<p class="lead">What hinders pages from being good answers, and the documents to edit. Questions are tested with <code>fin-ingest status --health --questions FILE</code>.</p>
${note === undefined ? undefined : html`<div class="notice warn"><p>${note}</p></div>`}${statusFindings(health).map(findingBlock)}`;
}

function findingBlock({ what, found }: Finding): Html {
  const more = found.length - MAX_LISTED;
  const rows = found.slice(0, MAX_LISTED).map((one) => html`<li><div>${one}</div></li>`);
  return html`<section class="block"><h2>${what}: ${found.length === 0 ? "none" : found.length.toLocaleString("en")}</h2>${
    found.length === 0 ? undefined : html`<ul class="rows">${rows}</ul>`
  }${more > 0 ? html`<p class="count">… ${count(more, "more", "more")}</p>` : undefined}</section>`;
}
