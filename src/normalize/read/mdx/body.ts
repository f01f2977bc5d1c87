import type { Nodes } from "mdast";
import { excerpt } from "../../warnings.ts";
import { expandIncludes, mayInclude } from "../includes/expand.ts";
import { markdownHtml } from "../markdown/body.ts";
import { lineOf } from "../markdown/nest.ts";
import { settleRawElements } from "../markdown/raw-elements.ts";
import type { MdxContext, MdxInput } from "./context.ts";
import { BeyondLimits } from "./depth.ts";
import { constants, toValue, type Value } from "./evaluate.ts";
import { rootHtml } from "./html.ts";
import { type Node, type Program, parseMdx } from "./parse.ts";
import { isTextFile, rawFileOf, warnMissing } from "./partial.ts";
import { prepareMdx, repairMdx, withoutModuleLines } from "./prepare.ts";

/**
 * MDX without its front matter → HTML, not sanitised. Never throws: text that MDX refuses is repaired, and what cannot be
 * repaired is read as Markdown, with a warning.
 */
export function mdxHtml(body: string, frontMatter: Record<string, unknown>, input: MdxInput): string {
  const text = expandIncludes(
    body.replaceAll(/\r\n?/g, "\n"),
    input.document.includes,
    input.warnings,
    input.written,
  );
  let problem = "";
  const settled = (written: string) => settleRawElements(written, input.warnings);
  for (const step of [prepareMdx, (written: string) => repairMdx(prepareMdx(settled(written)))]) {
    try {
      const source = step(text);
      const root = parseMdx(source);
      return rootHtml(root, contextOf(root, source, frontMatter, input));
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      if (error instanceof BeyondLimits) break;
    }
  }
  input.warnings.add(
    "mdx-read-as-markdown",
    `This is not valid MDX (${excerpt(problem, 160)}); it is read as Markdown.`,
  );
  return markdownHtml(
    withoutModuleLines(settled(text)),
    input.document,
    input.warnings,
    frontMatter,
    input.written,
  );
}

function contextOf(
  root: Nodes,
  source: string,
  frontMatter: Record<string, unknown>,
  input: MdxInput,
): MdxContext {
  const stated = toValue(frontMatter);
  const scope = new Map<string, Value>([["frontmatter", stated], ["frontMatter", stated], ...input.scope]);
  const partials = new Map<string, string>();
  const definitions = new Map<string, Node<"definition">>();
  const footnotes = new Map<string, Node<"footnoteDefinition">>();
  for (const node of everyNode(root)) {
    // As in CommonMark, the first definition of a name counts.
    if (node.type === "definition" && !definitions.has(node.identifier))
      definitions.set(node.identifier, node);
    if (node.type === "footnoteDefinition" && !footnotes.has(node.identifier))
      footnotes.set(node.identifier, node);
    const program = node.type === "mdxjsEsm" ? node.data?.estree : undefined;
    if (program === undefined || program === null) continue;
    for (const [name, value] of constants(program, scope)) scope.set(name, value);
    for (const [name, source] of defaultImports(program)) {
      const raw = rawFileOf(source);
      if (raw !== undefined) takeText(name, raw, scope, input);
      else if (isTextFile(source)) partials.set(name, source);
    }
  }
  input.exported?.(scope);
  return { ...input, source, scope, partials, definitions, footnotes, cited: [], renderText: mdxHtml };
}

/** In document order, without recursion. */
function* everyNode(root: Nodes): Generator<Nodes> {
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if ("children" in node) waiting.push(...[...node.children].reverse());
  }
}

/** Imported name → what it is imported from, as written. */
function defaultImports(program: Program): [string, string][] {
  return program.body.flatMap((statement): [string, string][] => {
    if (statement.type !== "ImportDeclaration") return [];
    const local = statement.specifiers.find(({ type }) => type === "ImportDefaultSpecifier")?.local.name;
    return local === undefined ? [] : [[local, String(statement.source.value)]];
  });
}

/** Gives a name the text of the file that it stands for. */
function takeText(name: string, file: string, scope: Map<string, Value>, input: MdxInput): void {
  const includes = input.document.includes ?? {};
  const text = Object.hasOwn(includes, file) ? includes[file] : undefined;
  if (text !== undefined && mayInclude(file, text, input, lineOf(input.written, file))) scope.set(name, text);
  else if (text === undefined) warnMissing(file, input);
}
