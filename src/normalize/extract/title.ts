import type { Document } from "domhandler";
import { visibleLine } from "../build/left-out.ts";
import { findFirst, oneLine } from "../html/dom.ts";

const separators = /\s+[|–—·•»:\-‹›]\s+|\s*[|–—•»]\s*/;

/** The page's `<title>` without the name of its site; undefined when there is none. */
export function pageTitle(tree: Document): string | undefined {
  const title = findFirst(
    tree,
    ({ name, parent }) => name === "title" && parent !== null && "name" in parent && parent.name === "head",
  );
  const line = title ? visibleLine(title) : "";
  return line === "" ? undefined : withoutSite(line, siteName(tree));
}

function siteName(tree: Document): string {
  const named = findFirst(
    tree,
    ({ name, attribs }) =>
      name === "meta" && (attribs.property === "og:site_name" || attribs.name === "application-name"),
  );
  return oneLine(named?.attribs.content ?? "");
}

/** "Install | Guide | Example" → "Install": the first part, unless the site's name stands first. */
function withoutSite(line: string, site: string): string {
  const parts = line.split(separators).filter((part) => part !== "");
  const [first, second] = parts;
  if (first === undefined) return line;
  return second !== undefined && site !== "" && first.toLowerCase() === site.toLowerCase() ? second : first;
}

/** The only h1 of the whole page, wherever it stands. */
export function pageHeading(tree: Document): string | undefined {
  let count = 0;
  let words: string | undefined;
  findFirst(tree, (node) => {
    if (node.name === "h1") {
      count += 1;
      words = visibleLine(node);
    }
    return count > 1;
  });
  return count === 1 && words ? words : undefined;
}
