import type { LineOf, Warnings } from "../../warnings.ts";
import { bodyBehindFrontMatter, dataOfYaml } from "../front-matter/index.ts";
import { fenceAfter, fencedCode } from "../markdown/lines.ts";
import { lineOf } from "../markdown/nest.ts";
import { type IncludeDirective, includeDirectives } from "./directives.ts";
import type { Part } from "./part.ts";
import { cutBlock, cutHeading } from "./wiki-parts.ts";

/** No real document includes files more deeply. */
const MAX_DEPTH = 8;
/** Characters that all includes of one document may add together. */
const MAX_ADDED = 2_000_000;

const listOrQuote = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?$/;

interface Frame {
  readonly includes: Readonly<Record<string, string>>;
  readonly warnings: Warnings;
  /** Texts that are being included; by text, because one file has different names from different folders. */
  readonly open: readonly string[];
  readonly budget: { left: number };
  /** YAML files that values were taken from, by their text. */
  readonly parsed: Map<string, unknown>;
  /** Of the document's own directives. */
  readonly lineOf?: (written: string) => LineOf;
}

/**
 * Replaces include directives, nested ones too, by their files (`document.includes`: target as written → text). A missing
 * file, a cycle and too much text give a warning, and the directive is removed.
 */
export function expandIncludes(
  text: string,
  includes: Readonly<Record<string, string>> | undefined,
  warnings: Warnings,
  source = text,
): string {
  return expand(text, {
    includes: includes ?? {},
    warnings,
    open: [text],
    budget: { left: MAX_ADDED },
    parsed: new Map(),
    lineOf: (written) => lineOf(source, written),
  });
}

function expand(text: string, frame: Frame): string {
  const directives = includeDirectives(text);
  if (directives.length === 0) return text;
  const fenced = fencedRanges(text);
  const isRaw = rawRanges(text);
  let result = "";
  let at = 0;
  for (const directive of directives) {
    const { start, end } = directive;
    const before = beforeOnLine(text, start);
    const inCode = directive.neverInCode === true ? fenced.before(start) : fenced.at(start);
    if ((inCode && directive.neverInCode) || isRaw(start)) continue;
    if (directive.escaped) {
      result += text.slice(at, start);
      at = start + 1;
      continue;
    }
    if (isShown(text, start)) {
      result += text.slice(at, start - 1);
      at = start;
      continue;
    }
    if (!inCode && before.split("`").length % 2 === 0) continue;
    const included = resolve(directive, frame, { inCode, written: text.slice(start, end) });
    if (included === undefined && inCode && !text.startsWith("{{#", start)) continue;
    frame.warnings.explain(text.slice(start, end));
    const alone = listOrQuote.test(before) && /^[ \t]{0,80}\r?(?:\n|$)/.test(text.slice(end, end + 90));
    // Nothing between the marks of `**{% include x %}**` would make one run of them.
    const isMarked = /[*_]$/.test(before) && /^[*_]/.test(text.slice(end, end + 1));
    const shown = (included ?? "").trim() === "" && isMarked ? "<wbr/>" : (included ?? "");
    result += text.slice(at, start) + place(shown, alone ? before : undefined);
    at = end;
  }
  return result + text.slice(at);
}

/** mdBook's `\\{{#include x}}` shows the directive. https://rust-lang.github.io/mdBook/format/mdbook.html#including-files */
const isShown = (text: string, start: number): boolean =>
  text[start - 1] === "\\" && text.startsWith("{{#", start);

/** The text before an offset on its line, up to a screen's width: enough to recognise a list, a quote or a code span. */
function beforeOnLine(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - 240), offset);
  return before.slice(before.lastIndexOf("\n") + 1);
}

/** A file on a line of its own gets that line's indentation and quote marks; one inside a sentence becomes part of it. */
function place(text: string, prefix: string | undefined): string {
  if (prefix === undefined) return text.trim();
  const indent = prefix.replaceAll(/[^\s>]/g, " ");
  return text.trimEnd().replaceAll("\n", `\n${indent}`);
}

/**
 * Takes a file from what may still be included; where it may not, a warning says why.
 * @param open the texts that are being included, from the outermost
 */
export function mayInclude(
  name: string,
  text: string,
  { open, budget, warnings }: Pick<Frame, "open" | "budget" | "warnings">,
  line?: LineOf,
): boolean {
  if (open.includes(text) || open.length > MAX_DEPTH) {
    warnings.add(
      "include-cycle",
      `${name} is included within itself or too deeply; it is left out there.`,
      line,
    );
    return false;
  }
  budget.left -= text.length;
  if (budget.left < 0)
    warnings.add(
      "include-too-large",
      `The included files are too large together; ${name} is left out.`,
      line,
    );
  return budget.left >= 0;
}

function resolve(
  directive: IncludeDirective,
  frame: Frame,
  { inCode, written }: { inCode: boolean; written: string },
): string | undefined {
  const { includes, warnings } = frame;
  const { target } = directive;
  const file = Object.hasOwn(includes, target) ? includes[target] : undefined;
  if (file === undefined && directive.part.kind === "value" && directive.target === "/_config.yml")
    return written; // The rule for values says that it is not known.
  if (file === undefined) {
    // In code other spellings may be examples of themselves; mdBook's example has a backslash.
    const isMeant = !inCode || /^\{\{#/.test(written);
    if (isMeant)
      warnings.add(
        "include-missing",
        `The included file ${target} was not found; its text is missing.`,
        frame.lineOf?.(written),
      );
    return undefined;
  }
  if (directive.part.kind === "value") {
    const value = yamlValue(frame, file, directive.part.names);
    if (value === undefined) return written;
    if (!mayInclude(target, value, frame, frame.lineOf?.(written))) return "";
    return expand(value, { ...frame, open: [...frame.open, value] });
  }
  if (!mayInclude(target, file, frame, frame.lineOf?.(written))) return "";
  const text = withParams(file.replaceAll("\r\n", "\n"), directive.params);
  if (directive.language !== undefined) return fencedCode(cut(text, directive.part), directive.language);
  if (inCode) return cut(text, directive.part);
  // Lines count from the first one of the file.
  const part =
    directive.part.kind === "lines"
      ? bodyBehindFrontMatter(cut(text, directive.part))
      : cut(bodyBehindFrontMatter(text), directive.part);
  const { lineOf: _, ...inner } = frame;
  return expand(part, { ...inner, open: [...frame.open, file] });
}

/** Fills in what the directive passes; what it does not pass is nothing for Jekyll as well. */
function withParams(text: string, params: ReadonlyMap<string, string> | undefined): string {
  if (params === undefined) return text;
  return text.replaceAll(
    /\{\{-?\s*include\.([\w-]+)\s*(?:\|[^{}]{0,200})?-?\}\}/g,
    (_, name: string) => params.get(name) ?? "",
  );
}

/** A text or number of a YAML file; undefined where it has none of that name. */
function yamlValue({ parsed }: Frame, text: string, names: readonly string[]): string | undefined {
  if (!parsed.has(text)) parsed.set(text, dataOfYaml(text));
  let value: unknown = parsed.get(text);
  for (const name of names) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function cut(text: string, part: Part): string {
  if (part.kind === "all" || part.kind === "value") return text;
  if (part.kind === "lines")
    return text
      .split("\n")
      .slice(part.from - 1, part.to)
      .join("\n");
  if (part.kind === "section") return cutSection(text, part.name);
  if (part.kind === "heading") return cutHeading(text, part.name);
  if (part.kind === "block") return cutBlock(text, part.name);
  const from = part.after === undefined ? -1 : text.indexOf(part.after);
  const rest = from === -1 ? text : text.slice(from + (part.after?.length ?? 0));
  const to = part.before === undefined ? -1 : rest.indexOf(part.before);
  return to === -1 ? rest : rest.slice(0, to);
}

/** The lines between a name's start and end marks (`[start:x]`, `ANCHOR: x`, `<x>`, `#region x`, docsify's `/// [x]`); all without such marks. */
function cutSection(text: string, name: string): string {
  const lines = text.split("\n");
  const same = [`/// [${name}]`, `### [${name}]`];
  const starts = [`[start:${name}]`, `ANCHOR: ${name}`, `<${name}>`, `#region ${name}`, ...same];
  const ends = [`[end:${name}]`, `ANCHOR_END: ${name}`, `</${name}>`, "#endregion", ...same];
  const from = lines.findIndex((line) => starts.some((mark) => line.includes(mark)));
  if (from === -1) return text;
  const to = lines.findIndex((line, i) => i > from && ends.some((mark) => line.includes(mark)));
  return lines.slice(from + 1, to === -1 ? undefined : to).join("\n");
}

/** Whether `{% raw %}` of Liquid, which keeps what it holds from being read, is open at an offset. Ask in ascending order. */
function rawRanges(text: string): (offset: number) => boolean {
  const tags = text.matchAll(/\{%-?\s*(end)?raw\s*-?%\}/g);
  let next = tags.next();
  let isOpen = false;
  return (offset) => {
    while (!next.done && next.value.index < offset) {
      isOpen = next.value[1] === undefined;
      next = tags.next();
    }
    return isOpen;
  };
}

interface Fences {
  /** Whether the line of an offset is in a code fence, its marks included. */
  at(offset: number): boolean;
  /** Whether a fence is open where that line begins. */
  before(offset: number): boolean;
}

/** Call these in ascending order. */
function fencedRanges(text: string): Fences {
  const lines = text.split("\n");
  let index = 0;
  let start = 0;
  let open: string | undefined;
  const goTo = (offset: number): string => {
    let line = lines[index] ?? "";
    while (index < lines.length && start + line.length < offset) {
      open = fenceAfter(line, open);
      start += line.length + 1;
      index += 1;
      line = lines[index] ?? "";
    }
    return line;
  };
  return {
    at(offset) {
      const line = goTo(offset);
      return open !== undefined || fenceAfter(line, open) !== undefined;
    },
    before(offset) {
      goTo(offset);
      return open !== undefined;
    },
  };
}
