import { type Env, processEnv } from "../../../config/read/env.ts";
import { FinIngestError } from "../../../errors.ts";
import { escapeHtml } from "../../../html/characters.ts";
import { oneLine, textOf } from "../../../html/dom.ts";
import { parseHtml } from "../../../html/parse.ts";
import type { Document } from "../../document.ts";
import { footnoteMark } from "../../vocabulary/html-text.ts";
import { excerpt, Warnings } from "../../warnings.ts";
import { decodeBody } from "../encoding.ts";
import type { ReadPage } from "../reader.ts";
import { servedPage } from "./docutils-server.ts";
import { prepareRst } from "./prepare.ts";
import { type RstProgram, type RunLimits, rstProgram, runProgram } from "./program.ts";
import { LINE_BREAK } from "./substitutions.ts";

/** Limits of one reStructuredText document, and the environment in which its program is found. */
export interface RstLimits extends RunLimits {
  readonly env: Env;
}

const standard = { timeMs: 10_000, maxOutputBytes: 50_000_000 };
const install =
  "Install docutils (`pip install docutils`, Debian: `apt install python3-docutils`) or pandoc, so that it is on PATH.";
/** docutils' own limit. */
const MAX_LINE_LENGTH = 10_000;

/**
 * reStructuredText → HTML through docutils, in a process that serves all documents of this thread, or else by a program
 * that is started for each document (pandoc among them); Sphinx's roles and directives are rewritten before, and files
 * that the document includes are put in their place. Nothing is read from disk.
 *
 * @throws FinIngestError when neither is installed, or it fails on this text
 */
export async function readRst(
  document: Document,
  limits: Partial<RstLimits> = {},
): Promise<readonly ReadPage[]> {
  const { text, warnings } = decodeBody(document);
  const list = new Warnings(warnings, text);
  const made = await rstHtml(text, document, list, limits);
  if (made === undefined) {
    throw new FinIngestError(
      `the reStructuredText document ${document.name} cannot be read: neither docutils nor pandoc is installed`,
      { hint: install },
    );
  }
  return [{ html: made.html, warnings: list.all(), madeWith: made.version }];
}

/**
 * A text's HTML, and the version of what made it; undefined where neither docutils nor pandoc is installed.
 *
 * @throws FinIngestError when the program fails on this text
 */
export async function rstHtml(
  text: string,
  document: Document,
  list: Warnings,
  limits: Partial<RstLimits> = {},
): Promise<{ readonly html: string; readonly version: string } | undefined> {
  const { env = processEnv(), ...bounds } = limits;
  const program = await rstProgram(env);
  if (program === undefined) return undefined;
  const written: string[] = [];
  const markdown = (text: string) => `included-markdown-${written.push(text) - 1}-`;
  const input = prepareRst(text, list, document.includes, document, markdown);
  try {
    const page = await pageOf(input, program, env.PATH ?? "", { ...standard, ...bounds });
    const html = readableRstHtml(withoutMessages(page, list));
    return { html: await withMarkdown(html, written, document, list), version: program.version };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FinIngestError(
      `the reStructuredText document ${document.name} cannot be read by ${program.kind}: ${why}`,
      {
        hint: "Check that `docutils` renders the file, or leave it out with a rule (`exclude: true`).",
        cause: error,
      },
    );
  }
}

/** Files in Markdown in the place of the words that stand for them: https://myst-parser.readthedocs.io/en/latest/faq/index.html */
async function withMarkdown(
  html: string,
  files: readonly string[],
  document: Document,
  warnings: Warnings,
): Promise<string> {
  if (files.length === 0) return html;
  const { markdownHtml } = await import("../markdown/body.ts");
  return html.replaceAll(/<p>included-markdown-(\d+)-<\/p>/g, (_, at: string) =>
    markdownHtml(files[Number(at)] ?? "", document, warnings),
  );
}

async function pageOf(input: string, program: RstProgram, path: string, limits: RunLimits): Promise<string> {
  const hasLongLine =
    program.kind === "docutils" && input.split("\n").some((line) => line.length > MAX_LINE_LENGTH);
  const served =
    program.isPython && !hasLongLine ? await servedPage(program.path, path, input, limits) : undefined;
  const args = hasLongLine ? [...program.args, "--line-length-limit=10000000"] : program.args;
  return served ?? runProgram({ ...program, args }, input, path, limits);
}

const message = /<aside class="system-message"[^>]*>([\s\S]*?)<\/aside>\n?/g;
const problematic =
  /<a href="#system-message-\d+"[^>]*>(<span class="problematic"[^>]*>[\s\S]*?<\/span>)<\/a>/g;

/**
 * docutils' page without its messages. What it could not read, a table whose lines do not meet or an unknown directive, is left
 * out but for the message, which has it as it is written: it stays, with a warning.
 */
export function withoutMessages(page: string, warnings: Warnings): string {
  if (!page.includes("system-message")) return page;
  return page
    .replace(/<section class="system-messages">[\s\S]*?<\/section>/g, "")
    .replace(message, (_, content: string) => {
      const written = /<pre class="literal-block">[\s\S]*<\/pre>/.exec(content)?.[0];
      if (written === undefined) return "";
      const why = oneLine(textOf(parseHtml(content.replace(written, "").replace(/^[\s\S]*?<\/p>/, "")).tree));
      warnings.add(
        "rst-unread",
        `docutils could not read a part, which is kept as it is written: ${excerpt(why, 120)}`,
      );
      return written;
    })
    .replace(problematic, "$1");
}

const noteMark =
  /<a class="footnote-reference[^"]*"[^>]*>(?:<span class="fn-bracket">\[<\/span>)?([^<]{1,20})(?:<span class="fn-bracket">\]<\/span>)?<\/a>/g;
const label =
  /<span class="label"><span class="fn-bracket">\[<\/span>([^<]{1,200})<span class="fn-bracket">\]<\/span><\/span>\s{0,4}<p>/g;

/**
 * Rewrites docutils' HTML where the next steps expect another form: inline code, the language of code, formulas,
 * footnotes, lines, and alt texts that are only the file's name.
 * https://docutils.sourceforge.io/docs/user/html.html
 */
export function readableRstHtml(page: string): string {
  return bodyOf(page)
    .replace(/<span class="pre">([^<]*)<\/span>/g, "$1")
    .replaceAll(LINE_BREAK, "<br>")
    .replace(/<span class="docutils literal">([^<]*)<\/span>/g, "<code>$1</code>")
    .replace(/<pre class="code ([\w+#.-]{1,40}) /g, '<pre class="language-$1 ')
    .replaceAll('<span class="classifier">', '<span class="classifier"> : ')
    .replaceAll('<pre class="math">', '<pre class="language-latex">')
    .replace(/<p class="(?:topic|sidebar)-title[^"]*">([^\n]*)<\/p>/g, "<p><strong>$1</strong></p>")
    .replace(/<div class="line">([^\n]*)<\/div>/g, "$1<br>")
    .replace(/<img alt="([^"]*)" src="([^"]*)"/g, (whole, alt: string, source: string) =>
      alt === source ? `<img alt="" src="${source}"` : whole,
    )
    .replace(noteMark, (whole, mark: string) => (/^\d{1,6}$/.test(mark) ? footnoteMark(Number(mark)) : whole))
    .replace(label, (_whole, mark: string) => `<p>[${escapeHtml(mark)}] `);
}

function bodyOf(page: string): string {
  const start = page.search(/<body[\s>]/);
  const end = page.lastIndexOf("</body>");
  return start === -1 || end === -1 ? page : page.slice(page.indexOf(">", start) + 1, end);
}
