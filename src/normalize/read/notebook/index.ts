import { findFirst, oneLine, textOf as wordsOf } from "../../../html/dom.ts";
import { parseHtml } from "../../../html/parse.ts";
import type { Document } from "../../document.ts";
import { cellOptions } from "../../vocabulary/cell-options.ts";
import { codeBlock, leadIn } from "../../vocabulary/html-text.ts";
import { Warnings } from "../../warnings.ts";
import { decodeBody } from "../encoding.ts";
import { splitFrontMatter } from "../front-matter/index.ts";
import { plainHtml } from "../html-and-plain.ts";
import { markdownHtml } from "../markdown/body.ts";
import { frontMatterTitle, type ReadPage } from "../reader.ts";
import { type OutputContext, type OutputLimits, outputsHtml } from "./outputs.ts";
import { type Cell, listOf, type Notebook, parseNotebook, partOf, textOf } from "./read.ts";

const defaultLimits: OutputLimits = { lines: 200, characters: 20_000 };

/**
 * A Jupyter notebook → HTML: Markdown cells as Markdown, code in the kernel's language, outputs as text and tables.
 * Cells, inputs and outputs that their author hides by tags stay hidden. Nothing is run.
 *
 * @throws FinIngestError when it is not JSON, or not a notebook
 */
export async function readNotebook(
  document: Document,
  limits: Partial<OutputLimits> = {},
): Promise<readonly ReadPage[]> {
  const { text, warnings } = decodeBody(document);
  const notebook = parseNotebook(text, document.name);
  const list = new Warnings(warnings);
  const plainDocument: Document = { ...document, includes: {} };
  const context: OutputContext = {
    limits: { ...defaultLimits, ...limits },
    warnings: list,
    markdown: (markdown) => markdownHtml(markdown, plainDocument, list),
  };
  const { cells, title: stated } = withoutFrontMatter(notebook);
  const parts = cells.map((cell) => cellHtml(cell, notebook.language, context));
  const title = stated ?? firstHeading(cells, parts);
  return [{ html: parts.join(""), title, warnings: list.all() }];
}

/** Quarto and others keep front matter in a first raw cell. */
function withoutFrontMatter({ cells, metadata }: Notebook): {
  cells: readonly Cell[];
  title?: string | undefined;
} {
  const own = textOf(metadata.title).trim();
  const [first, ...rest] = cells;
  if (first?.kind !== "raw" || !first.source.startsWith("---"))
    return own === "" ? { cells } : { cells, title: own };
  const { data, body } = splitFrontMatter(first.source);
  const title = frontMatterTitle(data) ?? (own === "" ? undefined : own);
  return { cells: [{ ...first, source: body }, ...rest], title };
}

function firstHeading(cells: readonly Cell[], parts: readonly string[]): string | undefined {
  for (const [index, html] of parts.entries()) {
    if (cells[index]?.kind !== "markdown" || !/<h[1-6]/.test(html)) continue;
    const heading = findFirst(parseHtml(html).tree, ({ name }) => /^h[1-6]$/.test(name));
    const words = heading ? oneLine(wordsOf(heading)) : "";
    if (words !== "") return words;
  }
  return undefined;
}

function cellHtml(cell: Cell, language: string, context: OutputContext): string {
  if (isHidden(cell, "cell")) return "";
  switch (cell.kind) {
    case "markdown":
      return context.markdown(cell.source);
    case "raw":
      return plainHtml(cell.source);
    case "code":
      return codeHtml(cell, language, context);
  }
}

function codeHtml(cell: Cell, language: string, context: OutputContext): string {
  const { source, hides } = cellOptions(cell.source);
  if (hides.has("cell")) return "";
  const isShown = !isHidden(cell, "input") && !hides.has("input") && source.trim() !== "";
  const code = isShown
    ? codeBlock({ text: source, language: magicLanguage(source) ?? cell.language ?? language })
    : "";
  const outputs = isHidden(cell, "output") || hides.has("output") ? "" : outputsHtml(cell.outputs, context);
  return `${code}${outputs === "" ? "" : leadIn("Output") + outputs}`;
}

const magics = new Set("bash sh javascript js html latex ruby perl sql r markdown svg cython".split(" "));

/** A cell that starts with `%%bash` is in that language. https://ipython.readthedocs.io/en/stable/interactive/magics.html#cell-magics */
function magicLanguage(source: string): string | undefined {
  const name = /^\s{0,20}%%(\w{1,20})/.exec(source)?.[1]?.toLowerCase();
  return name !== undefined && magics.has(name) ? name : undefined;
}

/** Tags of Jupyter Book and nbconvert, and what Jupyter's own menus set: https://jupyterbook.org/en/stable/interactive/hiding.html */
function isHidden({ metadata }: Cell, what: "cell" | "input" | "output"): boolean {
  const tags = new Set(listOf(metadata.tags).map((tag) => textOf(tag).toLowerCase().replaceAll("_", "-")));
  if ([`hide-${what}`, `remove-${what}`].some((tag) => tags.has(tag))) return true;
  const jupyter = partOf(metadata.jupyter);
  switch (what) {
    case "cell":
      return metadata.nbsphinx === "hidden" || partOf(metadata.slideshow).slide_type === "notes";
    case "input":
      return jupyter.source_hidden === true || metadata.hide_input === true;
    case "output":
      return jupyter.outputs_hidden === true;
  }
}
