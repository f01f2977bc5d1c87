import type { Document } from "../../document.ts";
import { warningList } from "../../warnings.ts";
import { type Rendered, rendered } from "../converted.ts";
import { splitFrontMatter } from "../front-matter/index.ts";
import { mdxHtml } from "./body.ts";
import { type Scope, shown } from "./evaluate.ts";

/** Characters that the partials of one document may add together. */
const mostAdded = 2_000_000;

/**
 * Renders MDX to plain semantic HTML, not sanitised; nothing in it is run. Never throws: text that is not MDX is read
 * as Markdown, with a warning. Where the front matter has no title, the one of an exported `metadata` counts.
 */
export function renderMdx(text: string, document: Document): Rendered {
  const { data, body, warnings } = splitFrontMatter(text);
  const list = warningList(warnings);
  let names: Scope = new Map();
  const html = mdxHtml(body, data, {
    document,
    warnings: list,
    scope: new Map(),
    open: [body],
    budget: { left: mostAdded },
    exported: (values) => {
      names = values;
    },
  });
  const exported = exportedTitle(names);
  return rendered(
    html,
    data.title === undefined && exported !== undefined ? { ...data, title: exported } : data,
    list,
  );
}

function exportedTitle(names: Scope): string | undefined {
  const metadata = names.get("metadata");
  if (typeof metadata !== "object" || metadata === null || !("title" in metadata)) return undefined;
  return shown(metadata.title);
}
