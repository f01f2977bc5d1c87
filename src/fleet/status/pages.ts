import { conversionsLine, knowledgeAge } from "../../report/fleet.ts";
import { count, minute } from "../../report/numbers.ts";
import { type Html, html } from "../../web/html.ts";
import { libraryStyle } from "../../web/library/style.ts";
import { createLayout, type Layout } from "../../web/page.ts";
import type { KeptStatus } from "../store/kept-status.ts";
import type { FleetStatus, WorkspaceStatus } from "./read.ts";

const style = `
.scroll { overflow-x: auto; margin: 0 0 2rem; }
table.list { border-collapse: collapse; width: 100%; font-size: .875rem; }
table.list :is(th, td) { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
table.list .figure { text-align: right; font-variant-numeric: tabular-nums; }
`;

/** The frame of the fleet's pages. Links are relative: a workspace's token stands in no page. */
export const fleetLayout = (): Layout =>
  createLayout({
    name: "fin-ingest fleet",
    brand: "The fleet",
    home: "./",
    logo: { colour: "#0b5f7a", lines: "M9 22V12M16 22V8M23 22v-7" },
    accent: { accent: ["#0b5f7a", "#7cd0ec"], ink: ["#fff", "#062530"] },
    style: libraryStyle + style,
    footer: html`<p>Read-only, on this machine alone, from the fleet's database. It ends with the command that serves it.</p>`,
  });

/** Every workspace by its figures; no title and no message of a run, which are the workspace's own. */
export function fleetPage(status: FleetStatus): Html {
  const { queue, conversions } = status;
  return html`<h1>${count(status.workspaces.length, "workspace")}</h1>
<p class="lead">${count(queue.running, "run")} under way, ${queue.due} due, ${queue.later} later, ${queue.dead} given up.${conversions === null ? "" : ` ${conversionsLine(conversions)}`}</p>
${list(
  ["Workspace", "State", "Last run", "Ended", "Next run", "Knowledge", "Pages", "Holds"],
  status.workspaces.map((one) => [
    one.name,
    one.state === "idle" ? "idle" : `${one.pipeline} ${one.state === "dead" ? "given up" : one.state}`,
    one.lastRun ? `${minute(one.lastRun.startedAt)} UTC` : "never",
    one.lastRun ? endOf(one.lastRun) : "",
    one.nextRun ? `${minute(one.nextRun.at)} UTC` : "none",
    knowledgeAge(one, status.now),
    one.live,
    one.holds,
  ]),
)}
<h2>${count(status.workers.length, "worker")}</h2>${list(
    ["Worker", "State", "Since", "Runs", "Workspaces"],
    status.workers.map((one) => [
      `process ${one.pid} on ${one.host}`,
      one.state,
      `${minute(one.since)} UTC`,
      `${one.running.length} of ${one.concurrency}`,
      one.running.join(", "),
    ]),
  )}`;
}

/** One workspace's own page, with its titles. */
export function workspacePage(one: WorkspaceStatus, kept: KeptStatus | undefined, now: string): Html {
  const { lastRun, nextRun, why } = one;
  const more = (kept?.hiddenCount ?? 0) - (kept?.hidden.length ?? 0);
  return html`<h1>${one.name}</h1>
<dl class="facts"><dt>State</dt><dd>${one.state}${why === null ? "" : `: ${why}`}</dd>
<dt>Last run</dt><dd>${lastRun ? `${lastRun.pipeline}, ${minute(lastRun.startedAt)} UTC, ${endOf(lastRun)}` : "never"}</dd>
<dt>Next run</dt><dd>${nextRun ? `${nextRun.pipeline}, ${minute(nextRun.at)} UTC` : "none"}</dd>
<dt>Knowledge</dt><dd>${knowledgeAge(one, now)} old</dd></dl>
<h2>Needs attention</h2>${
    kept && kept.holds.length + kept.orphans.length > 0
      ? html`${kept.holds.map(
          ({ source, rule, message, resolve }) =>
            html`<div class="notice warn"><p>${source}, held (${rule}): ${message}</p><p>${resolve}</p></div>`,
        )}${kept.orphans.map(
          ({ name, live }) =>
            html`<div class="notice warn"><p>${name}: no configuration names it, and ${count(live, "page")} answer.</p></div>`,
        )}`
      : html`<p>Nothing.</p>`
  }
<h2>${count(one.sources, "source")}</h2>${list(
    ["Source", "Live", "Hidden", "Last complete listing"],
    (kept?.sources ?? []).map(({ name, live, hidden, lastComplete }) => [
      name,
      live,
      hidden,
      lastComplete === null ? "never" : `${minute(lastComplete)} UTC`,
    ]),
  )}
<h2>${count(kept?.hiddenCount ?? 0, "hidden page")}</h2>${list(
    ["Page", "Source", "Why"],
    (kept?.hidden ?? []).map(({ title, source, why: reason }) => [title, source, reason]),
  )}${more > 0 ? html`<p>${count(more, "more page")}: fin-ingest status.</p>` : undefined}`;
}

const endOf = ({ exitCode }: NonNullable<WorkspaceStatus["lastRun"]>): string =>
  exitCode === null ? "lost" : `exit code ${exitCode}`;

function list(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): Html {
  if (rows.length === 0) return html`<p>None.</p>`;
  const cell = (value: string | number) =>
    typeof value === "number"
      ? html`<td class="figure">${value.toLocaleString("en")}</td>`
      : html`<td>${value}</td>`;
  return html`<div class="scroll" tabindex="0"><table class="list"><thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table></div>`;
}
