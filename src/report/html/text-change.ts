import { type Html, html } from "../../web/html.ts";
import { number } from "../numbers.ts";

/** What a run changed in a page's text, as unified hunks of its Markdown; undefined where the texts are not kept. */
export type TextDiffOf = (source: string, externalId: string) => string | undefined;

/** Lines of one difference that a page shows; whoever reads more wants the document itself. */
const MAX_LINES = 400;
/** Characters of all differences of a report. */
const MAX_CHARACTERS = 5_000_000;

/** The differences of one report, in the order in which its page lists them, until they are too many. */
export function textChanges(diffOf: TextDiffOf): (source: string, externalId: string) => Html | undefined {
  let left = MAX_CHARACTERS;
  return (source, externalId) => {
    if (left <= 0) return undefined;
    const diff = diffOf(source, externalId);
    if (!diff) return undefined;
    const lines = diff.split("\n");
    const shown = lines.slice(0, MAX_LINES);
    left -= shown.join("\n").length;
    return html`<details class="diff"><summary>Its text, before and after</summary><pre tabindex="0">${shown.map(diffLine)}</pre>${
      lines.length > shown.length
        ? html`<p>… ${number(lines.length - shown.length)} more lines</p>`
        : undefined
    }</details>`;
  };
}

function diffLine(line: string): Html {
  if (line.startsWith("+")) return html`<ins>${line}\n</ins>`;
  if (line.startsWith("-")) return html`<del>${line}\n</del>`;
  return line.startsWith("@@") ? html`<span class="hunk">${line}\n</span>` : html`${line}\n`;
}
