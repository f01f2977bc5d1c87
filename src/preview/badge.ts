import { type Html, html } from "../web/html.ts";
import type { Entry } from "./collection.ts";
import type { Summary } from "./listing.ts";

/** What becomes of a document, in a word. */
export function badge(entry: Entry, summary: Summary | undefined): Html {
  const [style, word] = stateOf(entry, summary);
  return html`<span class="badge ${style}">${word}</span>`;
}

function stateOf(entry: Entry, summary: Summary | undefined): readonly [style: string, word: string] {
  if (entry.kind !== "document") return [entry.state === "unreadable" ? "bad" : "off", entry.state];
  if (summary === undefined) return ["off", "not read yet"];
  return summary.kind === "failed" ? ["bad", "failed"] : ["good", "page"];
}
