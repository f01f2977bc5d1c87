import type { Warnings } from "../../warnings.ts";
import { markdownLines } from "./lines.ts";

/** Names that a text gives values itself, by `{% assign %}` and `{% capture %}`. */
export type Locals = Readonly<Record<string, string>>;

const assign = /\{%-?\s*assign\s+([\w-]+)\s*=\s*([^%\n]{1,400}?)\s*-?%\}/;
const capture = /\{%-?\s*capture\s+([\w-]+)\s*-?%\}([\s\S]{0,4000}?)\{%-?\s*endcapture\s*-?%\}/;
const either = new RegExp(`${assign.source}|${capture.source}`, "g");

/**
 * Takes what Liquid's `assign` and `capture` name out of a text: they show nothing where they stand. A value that cannot be
 * known here (a list, an unknown filter) leaves its tag, so that its warning names it. Code is not changed.
 * https://shopify.github.io/liquid/tags/variable/
 *
 * @param values the front matter, as `page.x`
 * @returns `certain` are those whose value no other tag can have changed
 */
export function takeLocals(
  text: string,
  values: Readonly<Record<string, unknown>>,
  warnings: Warnings,
): { readonly text: string; readonly locals: Locals; readonly certain: Locals } {
  const locals: Record<string, string> = {};
  if (!/\{%-?\s*(?:assign|capture)\s/.test(text)) return { text, locals, certain: locals };
  const isProse = proseOf(text);
  const rest = text.replace(
    either,
    (written, name?: string, value?: string, captured?: string, body?: string, at = 0) => {
      if (!isProse(at)) return written;
      const found = name === undefined ? body : liquidValue(value ?? "", { values, locals });
      if (found === undefined) return written;
      locals[name ?? captured ?? ""] = found;
      warnings.explain(written);
      return "";
    },
  );
  return { text: rest, locals, certain: certainOf(text, locals) };
}

/** A tag's name and what it is given, however the tag ends. */
const anyTag = /\{%-?\s*(\w+)([^%\n]{0,400})/g;
const block = /^(?:end)?(?:if|unless|for|case|tablerow)$/;
const setting = /^(?:assign|capture|increment|decrement)$/;

/** The names that have one value wherever a condition asks for it: given once, in no block, and before they are asked. */
function certainOf(text: string, locals: Locals): Locals {
  const given = new Set<string>();
  const doubtful = new Set<string>();
  const asked = new Set<string>();
  let depth = 0;
  for (const [, name = "", rest = ""] of text.matchAll(anyTag)) {
    const words = rest.match(/[\w-]+/g) ?? [];
    const [first = ""] = words;
    if (setting.test(name)) {
      if (depth > 0 || given.has(first) || asked.has(first)) doubtful.add(first);
      given.add(first);
    } else for (const word of words) asked.add(word);
    // A loop's own name hides the other in the loop.
    if (name === "for" || name === "tablerow") doubtful.add(first);
    if (block.test(name)) depth += name.startsWith("end") ? -1 : 1;
  }
  return Object.fromEntries(Object.entries(locals).filter(([name]) => !doubtful.has(name)));
}

/** Whether an offset is outside fenced code. Ask in ascending order. */
export function proseOf(text: string): (offset: number) => boolean {
  let at = 0;
  const fenced = markdownLines(text).flatMap((line) => {
    const from = at;
    at += line.text.length + 1;
    return line.fenced ? [{ from, to: at }] : [];
  });
  let next = 0;
  return (offset) => {
    while (next < fenced.length && (fenced[next]?.to ?? 0) <= offset) next += 1;
    return offset < (fenced[next]?.from ?? Number.POSITIVE_INFINITY);
  };
}

interface Scope {
  readonly values: Readonly<Record<string, unknown>>;
  readonly locals?: Locals | undefined;
}

const filters: Readonly<Record<string, (value: string, args: readonly string[]) => string>> = {
  append: (value, [more = ""]) => value + more,
  capitalize: (value) => value.charAt(0).toUpperCase() + value.slice(1).toLowerCase(),
  default: (value, [other = ""]) => (value === "" ? other : value),
  downcase: (value) => value.toLowerCase(),
  escape: (value) => value,
  lstrip: (value) => value.trimStart(),
  markdownify: (value) => value,
  prepend: (value, [more = ""]) => more + value,
  remove: (value, [part = ""]) => value.replaceAll(part, ""),
  replace: (value, [from = "", to = ""]) => (from === "" ? value : value.replaceAll(from, to)),
  rstrip: (value) => value.trimEnd(),
  strip: (value) => value.trim(),
  strip_newlines: (value) => value.replaceAll(/\r?\n/g, ""),
  upcase: (value) => value.toUpperCase(),
};

/**
 * The value of an expression such as `page.version | upcase`; undefined where it is not known here.
 * https://shopify.github.io/liquid/basics/introduction/
 */
export function liquidValue(expression: string, scope: Scope): string | undefined {
  const [first = "", ...steps] = splitOutsideQuotes(expression, "|");
  let list: readonly string[] | undefined = listOf(first, scope);
  let value = list === undefined ? operand(first, scope) : undefined;
  for (const step of steps) {
    const [, name = "", written = ""] = /^(\w+)(?:\s*:\s*(.*))?$/s.exec(step) ?? [];
    const args = written === "" ? [] : splitOutsideQuotes(written, ",").map((arg) => operand(arg, scope));
    if (args.some((arg) => arg === undefined)) return undefined;
    const known = args.map((arg) => arg ?? "");
    if (list !== undefined) {
      value = name === "join" ? list.join(known[0] ?? " ") : fromList(name, list);
      list = undefined;
    } else value = value === undefined ? undefined : filters[name]?.(value, known);
    if (value === undefined) return undefined;
  }
  return value;
}

const fromList = (name: string, list: readonly string[]): string | undefined =>
  name === "first"
    ? list[0]
    : name === "last"
      ? list.at(-1)
      : name === "size"
        ? String(list.length)
        : undefined;

const quoted = /^(["'])([\s\S]*)\1$/;

/** What one name or literal stands for. The front matter is all that a page has: what it lacks is empty. */
function operand(written: string, { values, locals = {} }: Scope): string | undefined {
  const literal = quoted.exec(written)?.[2] ?? /^-?\d+(?:\.\d+)?$/.exec(written)?.[0];
  if (literal !== undefined) return literal;
  if (Object.hasOwn(locals, written)) return locals[written];
  const name = /^page\.([\w-]+)$/.exec(written)?.[1];
  if (name === undefined) return undefined;
  const value = Object.hasOwn(values, name) ? values[name] : "";
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function listOf(written: string, { values }: Scope): readonly string[] | undefined {
  const name = /^page\.([\w-]+)$/.exec(written)?.[1];
  const value = name !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
  return Array.isArray(value) && value.every((one) => typeof one === "string" || typeof one === "number")
    ? value.map(String)
    : undefined;
}

function splitOutsideQuotes(text: string, mark: string): string[] {
  const parts: string[] = [""];
  let quote = "";
  for (const char of text) {
    if (quote === "" && char === mark) {
      parts.push("");
      continue;
    }
    if (quote === "" ? /["']/.test(char) : char === quote) quote = quote === "" ? char : "";
    parts[parts.length - 1] += char;
  }
  return parts.map((part) => part.trim());
}
