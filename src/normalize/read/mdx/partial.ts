import { splitFrontMatter } from "../front-matter/index.ts";
import { mayInclude } from "../includes/expand.ts";
import { lineOf } from "../markdown/nest.ts";
import type { MdxContext, MdxInput } from "./context.ts";
import type { Scope, Value } from "./evaluate.ts";

/** The text of an imported `.md`/`.mdx` file in place of its component, with its props. */
export function partialHtml(
  file: string,
  props: ReadonlyMap<string, Value>,
  context: MdxContext,
  children: () => string,
): string {
  const { document, warnings, open, budget } = context;
  const includes = document.includes ?? {};
  const text = Object.hasOwn(includes, file) ? includes[file] : undefined;
  if (text === undefined) {
    warnMissing(file, context);
    return children();
  }
  if (!mayInclude(file, text, context, lineOf(context.written, file))) return "";
  const { data, body } = splitFrontMatter(text);
  const scope: Scope = new Map([["props", Object.fromEntries(props)]]);
  return context.renderText(body, data, {
    document,
    warnings,
    scope,
    children: children(),
    open: [...open, text],
    budget,
  });
}

export function warnMissing(file: string, { warnings, written }: MdxInput): void {
  warnings.add(
    "include-missing",
    `The imported file ${file} was not found; its text is missing.`,
    lineOf(written, file),
  );
}

/** Whether an import is of Markdown, whose text becomes part of the page. */
export function isTextFile(source: string): boolean {
  return /\.mdx?$/i.test(source);
}

/**
 * The file of which an import takes the text, as written without what says so; undefined for any other import:
 * Docusaurus' `!!raw-loader!./a.js` (https://docusaurus.io/docs/markdown-features/react#importing-code-snippets), Vite's
 * `./a.js?raw` (https://vite.dev/guide/assets#importing-asset-as-string).
 */
export function rawFileOf(source: string): string | undefined {
  const [, loaded, asked] = /^(?:!!|!|-!)?raw-loader!(.+)$|^(.+)\?raw$/.exec(source) ?? [];
  return loaded ?? asked;
}
