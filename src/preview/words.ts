import type { VisibleTo } from "../audience.ts";
import { type Html, html } from "../web/html.ts";
import type { Entry } from "./collection.ts";
import type { Summary } from "./listing.ts";

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

const audiences: Readonly<Record<VisibleTo, string>> = {
  customers: "customers and teammates",
  teammates: "teammates only",
};

export const audienceWords = (to: VisibleTo): string => audiences[to];

/** What becomes of a document, in a word. */
export function badge(entry: Entry, summary: Summary | undefined): Html {
  if (entry.kind !== "document") {
    const kind = entry.state === "unreadable" ? "failed" : "off";
    return html`<span class="badge ${kind}">${entry.state}</span>`;
  }
  if (summary === undefined) return html`<span class="badge">not read yet</span>`;
  if (summary.kind === "failed") return html`<span class="badge failed">failed</span>`;
  return html`<span class="badge page">page</span>`;
}
