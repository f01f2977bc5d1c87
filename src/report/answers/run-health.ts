import type { StatusHealth } from "../../status/health.ts";
import type { RunReport } from "../../sync/run-report.ts";
import { type Html, html } from "../../web/html.ts";
import { number } from "../numbers.ts";
import { type Finding, healthMarkdown, indexNote, statusFindings, statusHealthLines } from "./health-text.ts";

/** A run's report with what its pages are like as answers. */
export interface CheckedReport extends RunReport {
  /** With `--health`. */
  readonly health?: StatusHealth;
}

/** For a terminal, after the sources; empty where it was not looked at. */
export const runHealthText = ({ health }: CheckedReport, width: number): string =>
  health ? `${statusHealthLines(health, width).join("\n")}\n` : "";

/** For Markdown, folded up; undefined where it was not looked at. */
export function runHealthMarkdown({ health }: CheckedReport): string | undefined {
  if (!health) return undefined;
  const note = indexNote(health);
  const findings = healthMarkdown(statusFindings(health));
  return note === undefined ? findings : `${note}\n\n${findings}`;
}

/** Of a kind that a web page lists. */
const MAX_FINDINGS = 50;

/** Its findings in a web page, each kind a block. */
export function healthBlocks(health: StatusHealth): Html {
  const note = indexNote(health);
  return html`${note === undefined ? undefined : html`<div class="notice warn"><p>${note}</p></div>`}${statusFindings(health).map(findingBlock)}`;
}

function findingBlock({ what, found }: Finding): Html {
  const more = found.length - MAX_FINDINGS;
  const rows = found.slice(0, MAX_FINDINGS).map((one) => html`<li><div>${one}</div></li>`);
  return html`<section class="block"><h2>${what}: ${found.length === 0 ? "none" : number(found.length)}</h2>${
    found.length === 0 ? undefined : html`<ul class="rows">${rows}</ul>`
  }${more > 0 ? html`<p class="count">… ${number(more)} more</p>` : undefined}</section>`;
}
