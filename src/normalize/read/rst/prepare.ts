import { excerpt, namedAt, type Warnings } from "../../warnings.ts";
import { configurationCondition, onlyCondition } from "./conditions.ts";
import { type SphinxConfiguration, sphinxConfigurationOf } from "./configuration.ts";
import { button, byline, card, rawHtml, tabbedCode } from "./design.ts";
import { type DirectiveRule, directiveRule } from "./directives.ts";
import { includedLines, MAX_INCLUDE_DEPTH, MAX_INCLUDED_LINES } from "./included.ts";
import { dedented, indented, indentOf, trimmed, untabbed } from "./lines.ts";
import { type Block, blockOf, codeBlock, labelled, signature, version } from "./made.ts";
import { namesOf } from "./names.ts";
import { type OtherDocuments, type RstNames, rewriteRoles } from "./roles.ts";
import { Substitutions } from "./substitutions.ts";
import { rewriteAroundTables } from "./tables.ts";

/** Nesting of containers; deeper ones are not rewritten. */
const MAX_DEPTH = 20;
const directiveLine = /^( *)\.\. +([A-Za-z][\w:.+-]{0,80})::(?:$|\s+(.*)$)/;
const commentLine = /^ *\.\.(?:$| +(?![_[|]))/;
const listMark = /^ *(?:[-*+•]|(?:\d{1,9}|#|[A-Za-z])[.)]|\((?:\d{1,9}|#|[A-Za-z])\)) +/;

/**
 * Rewrites what only Sphinx knows to plain reStructuredText, so that a reader sees text, not "Unknown directive".
 *
 * @param markdown takes the Markdown of a file that is included, and gives the word that stands for it until there is HTML
 * @param others titles and addresses of what it refers to in other documents
 */
export function prepareRst(
  text: string,
  warnings: Warnings,
  includes: Readonly<Record<string, string>> = {},
  others: OtherDocuments = {},
  markdown?: (text: string) => string,
): string {
  const project = sphinxConfigurationOf(includes);
  const { substitutions: defined, extlinks } = project;
  const lines = withoutMetadata(text.split("\n").map(untabbed));
  const names = { ...namesOf(lines), ...others, extlinks };
  const budget = { lines: MAX_INCLUDED_LINES };
  const substitutions = new Substitutions();
  const shared = { names, project, substitutions, warnings, includes, budget, markdown };
  const frame: Frame = { ...shared, depth: 0, included: 0 };
  const made = prepared(lines, frame);
  const ofProject = prepared(substitutions.definedBy(defined), frame);
  return [...made, ...ofProject, ...substitutions.missing(warnings)].join("\n");
}

interface Frame {
  readonly names: RstNames;
  readonly project: SphinxConfiguration;
  readonly substitutions: Substitutions;
  readonly warnings: Warnings;
  readonly depth: number;
  /** Files as written in directives → their text. */
  readonly includes: Readonly<Record<string, string>>;
  /** How many files around this text include one another. */
  readonly included: number;
  readonly budget: { lines: number };
  /** Takes Markdown; gives the word that stands for it until there is HTML. */
  readonly markdown?: ((text: string) => string) | undefined;
}

/** Options of formulas that docutils does not know. */
const sphinxOnly = /^\s+:(?:label|nowrap|no-wrap|number):/;
/** A site shows the content all the same: https://www.sphinx-doc.org/en/master/usage/restructuredtext/directives.html#collapsible-text */
const collapsible = /^\s+:collapsible:/;

function prepared(lines: readonly string[], frame: Frame): string[] {
  const out: string[] = [];
  let prose: string[] = [];
  const flush = () => {
    if (prose.length > 0) addAll(out, proseOf(prose.join("\n"), frame).split("\n"));
    prose = [];
  };
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const match = line.includes("..") ? directiveLine.exec(line) : null;
    if (match) {
      flush();
      const end = blockEnd(lines, at + 1, indentOf(line));
      const rule = directiveRule(match[2] ?? "");
      if (rule?.as === "keep") prose.push(line);
      else if (rule?.as === "verbatim" || frame.depth >= MAX_DEPTH) {
        const block = lines.slice(at, end).filter((line) => match[2] !== "math" || !sphinxOnly.test(line));
        const hasMarkup = match[2] === "csv-table" || match[2] === "parsed-literal";
        const whole = match[2] === "csv-table" ? withCsvFile(block, frame) : block;
        addAll(out, hasMarkup ? proseOf(whole.join("\n"), frame).split("\n") : whole);
      } else
        addAll(
          out,
          indented(rewritten(blockOf(match, lines.slice(at + 1, end)), rule, frame), indentOf(line)),
        );
      at = rule?.as === "keep" ? at + 1 : end;
      if (rule?.as === "keep" && collapsible.test(lines[at] ?? "")) at += 1;
    } else if (commentLine.test(line)) {
      flush();
      const end = blockEnd(lines, at + 1, indentOf(line));
      addAll(out, lines.slice(at, end));
      at = end;
    } else {
      prose.push(line);
      at += 1;
      if (!/::\s*$/.test(line)) continue;
      flush();
      const end = blockEnd(lines, at, textIndent(line));
      addAll(out, lines.slice(at, end));
      at = end;
    }
  }
  flush();
  return out;
}

function proseOf(text: string, { names, substitutions, warnings }: Frame): string {
  const read = substitutions.read(text);
  return read.includes(":`")
    ? rewriteAroundTables(read, (part) => rewriteRoles(part, names, warnings))
    : read;
}

function rewritten(block: Block, rule: DirectiveRule | undefined, frame: Frame): string[] {
  const within = (content: readonly string[]) => prepared(content, { ...frame, depth: frame.depth + 1 });
  const inner = () => within(block.content);
  const argument = proseOf(block.argument, frame);
  switch (rule?.as) {
    case "ignore":
      return [];
    case "drop": {
      const written = rule.isDocumented === true ? trimmed(inner()) : [];
      frame.warnings.addAt(
        "directive-dropped",
        namedAt("\\.\\.[ \\t]+", block.name),
        `The directive ${block.name} ${excerpt(block.argument)} was left out: ${rule.why}.`.replace(
          "  ",
          " ",
        ),
      );
      return written.length === 0 ? [] : signature(block, written);
    }
    case "include":
      return included(block, frame);
    case "code":
      return codeBlock(block);
    case "content":
      return ["", ...(block.name === "centered" ? [argument] : []), ...inner(), ""];
    case "only":
      return isShown(block, frame) ? ["", ...inner(), ""] : [];
    case "raw":
      return raw(block, frame);
    case "card":
      return card(argument, block, within);
    case "button":
      return ["", proseOf(button(block), frame), ""];
    case "tab-code":
      return ["", ...within(tabbedCode(block.content)), ""];
    case "byline":
      return byline(block);
    case "labelled":
      return labelled(block, argument, inner);
    case "admonition":
      return ["", `.. admonition:: ${rule.title}`, "", ...indented([argument, "", ...inner()], 3), ""];
    case "version":
      return version(block, argument, inner());
    case "signature":
      return signature(block, inner());
    default:
      frame.warnings.addAt(
        "unknown-directive",
        namedAt("\\.\\.[ \\t]+", block.name),
        `The directive ${block.name} is not known; its content is kept.`,
      );
      return [
        "",
        ...(argument === "" ? [] : [`**${block.argument.replaceAll(/[*`|]/g, "")}**`, ""]),
        ...inner(),
        "",
      ];
  }
}

/** Whether a site shows what stands under `only` or `ifconfig`. */
function isShown({ name, argument }: Block, { project, warnings }: Frame): boolean {
  const place = namedAt("\\.\\.[ \\t]+", name);
  if (name === "ifconfig") {
    const holds = configurationCondition(argument, project.constants);
    if (holds === undefined)
      warnings.addAt(
        "condition-unknown",
        place,
        `What stands under ifconfig is shown: ${excerpt(argument)} is not known.`,
      );
    return holds ?? true;
  }
  const { holds, unknown } = onlyCondition(argument, project.tags);
  if (unknown.length > 0)
    warnings.addAt(
      "condition-unknown",
      place,
      `What stands under "only:: ${excerpt(argument)}" was ${holds ? "shown" : "left out"}: conf.py does not set the tag ${unknown.join(", ")}.`,
    );
  return holds;
}

/** Raw HTML, its own or a file's; what is for print is on no site. */
function raw({ argument, options, content }: Block, frame: Frame): string[] {
  if (!/\bhtml\b/i.test(argument)) return [];
  const file = options.get("file") ?? options.get("url");
  if (file === undefined) return content.length === 0 ? [] : rawHtml(content);
  const lines = fileLines(file, new Map(), frame);
  return lines === undefined ? [] : rawHtml(lines);
}

/** A table of comma-separated values with the lines of its file in place of the file's name. */
function withCsvFile(block: readonly string[], frame: Frame): readonly string[] {
  const at = block.findIndex((line) => /^\s+:(?:file|url):\s/.test(line));
  const [, indent = "", file = ""] = /^(\s+):\w+:\s+(.*)$/.exec(block[at] ?? "") ?? [];
  if (at === -1) return block;
  const lines = fileLines(file.trim(), new Map(), frame);
  const options = block.filter((_, i) => i !== at);
  return lines === undefined ? [] : [...options, "", ...indented(lines, indent.length), ""];
}

/** The lines of a file that a directive names; undefined, with a warning, where they cannot be had. */
function fileLines(target: string, options: Block["options"], frame: Frame): string[] | undefined {
  const text = Object.hasOwn(frame.includes, target) ? frame.includes[target] : undefined;
  const lines = text === undefined ? [] : includedLines(text, options).map(untabbed);
  frame.budget.lines -= lines.length;
  if (text !== undefined && frame.included < MAX_INCLUDE_DEPTH && frame.budget.lines >= 0) return lines;
  const why = text === undefined ? "the file is not at hand" : "includes go too deep or are too large";
  frame.warnings.addAt(
    "include-missing",
    target,
    `The included file ${excerpt(target)} was left out: ${why}.`,
  );
  return undefined;
}

/** A file in the place of its directive, as text or as code. */
function included(block: Block, frame: Frame): string[] {
  const { argument: target, name, options } = block;
  const lines = fileLines(target, options, frame);
  if (lines === undefined) return [];
  const asMarkdown = /myst|markdown|commonmark/i.test(options.get("parser") ?? "");
  if (asMarkdown && frame.markdown !== undefined) return ["", frame.markdown(lines.join("\n")), ""];
  const language = options.get("code") ?? options.get("language") ?? "";
  const isText = name === "include" && !options.has("literal") && !options.has("code");
  if (isText)
    return ["", ...prepared(lines, { ...frame, depth: frame.depth + 1, included: frame.included + 1 }), ""];
  const content = options.has("dedent") ? dedented(lines) : trimmed(lines);
  const caption = options.get("caption") === "" ? [["caption", target] as const] : [];
  const stated = new Map([...options, ...caption]);
  return codeBlock({ name: "code-block", argument: language, options: stated, content });
}

/** Spreading a long list into `push` overflows the stack. */
function addAll(out: string[], lines: readonly string[]): void {
  for (const line of lines) out.push(line);
}

/** The first line at or after `from` that is no longer indented more than `indent`. */
function blockEnd(lines: readonly string[], from: number, indent: number): number {
  let end = from;
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line.trim() === "") continue;
    if (indentOf(line) <= indent) break;
    end = at + 1;
  }
  return end;
}

function textIndent(line: string): number {
  return listMark.exec(line)?.[0].length ?? indentOf(line);
}

/** Fields at the top of a file that are only for Sphinx: https://www.sphinx-doc.org/en/master/usage/restructuredtext/field-lists.html */
function withoutMetadata(lines: readonly string[]): string[] {
  const own = /^:(?:orphan|tocdepth|nocomments|nosearch|no-search|status|draft|tags|keywords|labels):/i;
  let at = 0;
  const kept: string[] = [];
  for (; at < lines.length && /^(?::[\w -]{1,60}:|\s*$)/.test(lines[at] ?? ""); at += 1) {
    if (!own.test(lines[at] ?? "")) kept.push(lines[at] ?? "");
  }
  return [...kept, ...lines.slice(at)];
}
