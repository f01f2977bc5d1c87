import type { Page } from "../sync/changes.ts";
import { cellBreak, lineBreak } from "./views.ts";

const block =
  /^(?:p|div|li|ul|ol|dl|dt|dd|tr|table|pre|h[1-6]|hr|blockquote|section|figure|details|summary)$/i;
const tag = /<(\/?)([a-z][a-z0-9-]*)((?:"[^"]*"|[^">])*)>/gi;
const attribute = /="([^"]*)"/g;

/**
 * Everything a page would tell: its title, address and id, its text as one reads it (a token that colouring has
 * cut into pieces is whole again), then its links and captions. Headings begin with `#`; a cell ends with a tab, a
 * broken line with a vertical one.
 */
export function pageText(page: Pick<Page, "externalId" | "title" | "url" | "path" | "html">): string {
  const attributes: string[] = [];
  const text = page.html.replace(tag, (_, end: string, name: string, rest: string) => {
    for (const [, value = ""] of rest.matchAll(attribute)) attributes.push(value);
    if (/^br$/i.test(name)) return lineBreak;
    if (/^t[dh]$/i.test(name)) return end === "" ? "" : cellBreak;
    if (!block.test(name)) return "";
    return end === "" && /^h[1-6]$/i.test(name) ? "\n# " : "\n";
  });
  const names = [page.title, page.url, page.path, page.externalId].filter((name) => name !== undefined);
  return [...names, decoded(text), ...attributes.map(decoded)].join("\n");
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** The few entities that our own serialiser writes. */
const decoded = (html: string): string =>
  html.replace(/&(amp|lt|gt|quot|apos|nbsp|#39|#x27);/g, (whole, name: string) =>
    name.startsWith("#") ? "'" : (entities[name] ?? whole),
  );
