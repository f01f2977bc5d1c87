import { excerpt, namedAt, type Warnings } from "../../warnings.ts";
import { sphinxConfigurationOf } from "./configuration.ts";
import { type DirectiveRule, directiveRule, versionWords } from "./directives.ts";
import { includedLines, MAX_INCLUDE_DEPTH, MAX_INCLUDED_LINES } from "./included.ts";
import { dedented, indented, indentOf, trimmed, untabbed } from "./lines.ts";
import { namesOf } from "./names.ts";
import { type OtherDocuments, type RstNames, rewriteRoles } from "./roles.ts";
import { Substitutions } from "./substitutions.ts";
import { rewriteAroundTables } from "./tables.ts";

/** Nesting of containers; deeper ones are not rewritten. */
const MAX_DEPTH = 20;
const directiveLine = /^( *)\.\. +([A-Za-z][\w:.+-]{0,80})::(?:$|\s+(.*)$)/;
const commentLine = /^ *\.\.(?:$| +(?![_[|]))/;
const optionLine = /^\s*:[\w-]{1,60}:(?:\s|$)/;
const listMark = /^ *(?:[-*+•]|(?:\d{1,9}|#|[A-Za-z])[.)]|\((?:\d{1,9}|#|[A-Za-z])\)) +/;

interface Block {
  readonly name: string;
  readonly argument: string;
  readonly options: ReadonlyMap<string, string>;
  /** Lines below options, without the indentation they share. */
  readonly content: readonly string[];
}

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
  const { substitutions: defined, extlinks } = sphinxConfigurationOf(includes);
  const lines = withoutMetadata(text.split("\n").map(untabbed));
  const names = { ...namesOf(lines), ...others, extlinks };
  const budget = { lines: MAX_INCLUDED_LINES };
  const substitutions = new Substitutions();
  const frame: Frame = { names, substitutions, warnings, depth: 0, includes, included: 0, budget, markdown };
  const made = prepared(lines, frame);
  const ofProject = prepared(substitutions.definedBy(defined), frame);
  return [...made, ...ofProject, ...substitutions.missing(warnings)].join("\n");
}

interface Frame {
  readonly names: RstNames;
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
        const isTable = match[2] === "csv-table";
        addAll(out, isTable ? proseOf(block.join("\n"), frame).split("\n") : block);
      } else
        addAll(
          out,
          indented(rewritten(blockOf(match, lines.slice(at + 1, end)), rule, frame), indentOf(line)),
        );
      at = rule?.as === "keep" ? at + 1 : end;
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
  const inner = () => prepared(block.content, { ...frame, depth: frame.depth + 1 });
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
      return /^(?:latex|man|texinfo|epub)$/.test(block.name === "only" ? block.argument : "")
        ? []
        : ["", ...(block.name === "centered" ? [argument] : []), ...inner(), ""];
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

/** A file in the place of its directive, as text or as code. */
function included(block: Block, frame: Frame): string[] {
  const { argument: target, name, options } = block;
  const text = Object.hasOwn(frame.includes, target) ? frame.includes[target] : undefined;
  const lines = text === undefined ? [] : includedLines(text, options).map(untabbed);
  frame.budget.lines -= lines.length;
  if (text === undefined || frame.included >= MAX_INCLUDE_DEPTH || frame.budget.lines < 0) {
    const why = text === undefined ? "the file is not at hand" : "includes go too deep or are too large";
    frame.warnings.addAt(
      "include-missing",
      target,
      `The included file ${excerpt(target)} was left out: ${why}.`,
    );
    return [];
  }
  const asMarkdown = /myst|markdown|commonmark/i.test(options.get("parser") ?? "");
  if (asMarkdown && frame.markdown !== undefined) return ["", frame.markdown(lines.join("\n")), ""];
  const language = options.get("code") ?? options.get("language") ?? "";
  const isText = name === "include" && !options.has("literal") && !options.has("code");
  if (isText)
    return ["", ...prepared(lines, { ...frame, depth: frame.depth + 1, included: frame.included + 1 }), ""];
  const content = options.has("dedent") ? dedented(lines) : trimmed(lines);
  return codeBlock({ ...block, name: "code-block", argument: language, content });
}

function codeBlock({ name, argument, options, content }: Block): string[] {
  const caption = options.get("caption") ?? "";
  const word = name === "productionlist" || name === "prompt" ? "" : (argument.split(/\s+/, 1)[0] ?? "");
  const language = /^[\w+#.-]{1,40}$/.test(word) && !/^(?:none|text|default)$/.test(word) ? ` ${word}` : "";
  if (content.every((line) => line.trim() === "")) return [];
  return [
    "",
    ...(caption === "" ? [] : [`**${caption.replaceAll(/[*`]/g, "")}**`, ""]),
    `.. code::${language}`,
    "",
    ...indented(content, 3),
    "",
  ];
}

function labelled(block: Block, argument: string, inner: () => string[]): string[] {
  if (block.name === "code-tab") {
    const [language = "", ...words] = block.argument.split(/\s+/);
    const label = words.join(" ") || language;
    return ["", `**${label.replaceAll("*", "")}**`, ...codeBlock({ ...block, argument: language })];
  }
  const label = argument.replaceAll("*", "").trim();
  return ["", ...(label === "" ? [] : [/[`_|]/.test(label) ? label : `**${label}**`, ""]), ...inner(), ""];
}

function version(block: Block, argument: string, inner: readonly string[]): string[] {
  const [number = "", ...rest] = argument.split(" ");
  const words = versionWords(block.name, number);
  const isWarning = block.name.startsWith("deprecated") || block.name === "versionremoved";
  const body = trimmed([rest.join(" ").trim(), ...inner]);
  if (body.length === 0) return ["", `.. ${isWarning ? "warning" : "note"}:: **${words}**`, ""];
  const kind = isWarning ? ["   :class: warning"] : [];
  return ["", `.. admonition:: ${words}`, ...kind, "", ...indented(body, 3), ""];
}

/** A documented name: a term of a description list with its description. */
function signature(block: Block, inner: readonly string[]): string[] {
  const terms = block.argument.split("\n").map((line) => line.trim().replaceAll("`", "'").replace(/\\$/, ""));
  const verb = /^http:(\w+)$/.exec(block.name)?.[1]?.toUpperCase();
  // In docutils, `class` names the style of the next paragraph.
  if (block.name === "class" && inner.length === 0 && /^[a-z][a-z0-9 -]*$/.test(block.argument)) return [];
  const term = terms
    .filter((line) => line !== "")
    .map((line) => `\`\`${verb === undefined ? "" : `${verb} `}${line}\`\``)
    .join(", ");
  const body = trimmed(inner);
  if (term === "") return ["", ...inner, ""];
  return body.length === 0 ? ["", term, ""] : ["", term, ...indented(body, 3), ""];
}

function blockOf(match: RegExpExecArray, lines: readonly string[]): Block {
  const name = (match[2] ?? "").toLowerCase();
  const argument = [(match[3] ?? "").trim()];
  let at = 0;
  while (at < lines.length && (lines[at] ?? "").trim() !== "" && !optionLine.test(lines[at] ?? "")) {
    argument.push((lines[at] ?? "").trim());
    at += 1;
  }
  const options = new Map<string, string>();
  for (; at < lines.length && optionLine.test(lines[at] ?? ""); at += 1) {
    const [, key = "", value = ""] = /^\s*:([\w-]{1,60}):\s*(.*)$/.exec(lines[at] ?? "") ?? [];
    options.set(key, value);
  }
  const isSignature = directiveRule(name)?.as === "signature";
  const joined = argument.join(isSignature ? "\n" : " ").trim();
  return { name, argument: joined, options, content: dedented(lines.slice(at)) };
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
