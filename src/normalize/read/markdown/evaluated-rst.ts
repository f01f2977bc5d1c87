import type { Document } from "../../document.ts";
import { labelTarget } from "../../media-types.ts";
import { Warnings } from "../../warnings.ts";
import { mystSections } from "../cross-references.ts";
import type { ReadPage } from "../reader.ts";
import { rstHtml } from "../rst/index.ts";
import { dedented } from "../rst/lines.ts";
import { markdownPage, type Parts } from "./index.ts";

const block = /^([ \t]*)([`:~]{3,})\{eval-rst\}[ \t]*\n((?:(?![ \t]*\2).*\n)*?)[ \t]*\2[ \t]*$/gm;

/**
 * A page whose blocks of reStructuredText docutils reads, as it reads documents. Without it they are read as Markdown, which
 * knows the most usual directives. https://myst-parser.readthedocs.io/en/latest/syntax/roles-and-directives.html#how-directives-parse-content
 *
 * @throws FinIngestError when docutils fails on one
 */
export async function withEvaluatedRst(document: Document, parts: Parts): Promise<ReadPage> {
  const warnings = new Warnings([], parts.text);
  const own = [...mystSections(parts.body)].map(([label, title]) => [labelTarget(label), title] as const);
  const around = { ...document, titles: { ...document.titles, ...Object.fromEntries(own) } };
  const made: string[] = [];
  let version: string | undefined;
  for (const [, , , written = ""] of parts.body.matchAll(block)) {
    const one = await rstHtml(dedented(written.split("\n")).join("\n"), around, warnings);
    if (one === undefined) return markdownPage(document, parts);
    version = one.version;
    made.push(one.html);
  }
  let at = 0;
  const body = parts.body.replace(block, (_, indent: string) => `\n${indent}evaluated-rst-${at++}-\n`);
  const page = markdownPage(document, { ...parts, body });
  const html = page.html.replaceAll(/(?:<p>)?evaluated-rst-(\d+)-(?:<\/p>)?/g, (whole, index: string) =>
    made[Number(index)] === undefined ? whole : `<div>${made[Number(index)]}</div>`,
  );
  const all = [...page.warnings, ...warnings.all()];
  return { ...page, html, warnings: all, ...(version === undefined ? {} : { madeWith: version }) };
}
