import type { DocumentTab } from "./schema.ts";

/** A paragraph of a list. */
export interface ListItem {
  readonly list: string;
  /** 0 for the outermost. */
  readonly level: number;
  readonly html: string;
}

/** Neighbouring paragraphs of lists as nested lists. */
export function listHtml(items: readonly ListItem[], tab: Pick<DocumentTab, "lists">): string {
  const open: { readonly list: string; readonly tag: string }[] = [];
  let html = "";
  const close = () => {
    html += `</li></${open.pop()?.tag}>`;
  };
  for (const { list, level, html: text } of items) {
    while (open.length > level + 1) close();
    const last = open.at(-1);
    if (open.length === level + 1 && last?.list !== list) close();
    if (open.length === level + 1) html += "</li><li>";
    // A level that is left out has no item of its own to stand in.
    while (open.length < level + 1) {
      const { tag, start } = kindOf(tab, list, open.length);
      open.push({ list, tag });
      html += `<${tag}${start === undefined ? "" : ` start="${start}"`}><li>`;
    }
    html += text;
  }
  while (open.length > 0) close();
  return html;
}

/** Ordered levels have a type of glyph, others a symbol: https://developers.google.com/workspace/docs/api/reference/rest/v1/documents#NestingLevel */
function kindOf({ lists }: Pick<DocumentTab, "lists">, list: string, level: number) {
  const { glyphType, startNumber } = lists?.[list]?.listProperties?.nestingLevels?.[level] ?? {};
  const isOrdered = /DECIMAL|ALPHA|ROMAN/.test(glyphType ?? "");
  return {
    tag: isOrdered ? "ol" : "ul",
    start: isOrdered && startNumber && startNumber > 1 ? startNumber : undefined,
  };
}
