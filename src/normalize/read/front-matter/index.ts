import { parse as parseToml } from "smol-toml";
import { parseDocument } from "yaml";
import type { Warning } from "../../document.ts";
import { plainYaml } from "./plain-yaml.ts";

/** A text divided into its front matter and the body that a reader sees. */
export interface FrontMatter {
  readonly data: Record<string, unknown>;
  readonly body: string;
  readonly warnings: Warning[];
}

interface Block {
  readonly language: "yaml" | "toml" | "other";
  readonly name: string;
  readonly text: string;
  readonly body: string;
  readonly closed: boolean;
}

/** Real front matter has a few hundred bytes; above this only simple lines are read, without the parser. */
const MAX_BLOCK = 64 * 1024;
/** The parsers recurse; real front matter nests three deep. */
const MAX_DEPTH = 64;
const opening = /^(---|\+\+\+)[ \t]*([A-Za-z0-9]{0,16})$/;
/** Languages that front matter tools read besides YAML and TOML, some of them by executing it. */
const otherLanguages = new Set(
  "js javascript ejs jsx ts typescript coffee coffeescript cson json5 xml ini".split(" "),
);
const keyLine = /^["']?([A-Za-z_][\w.-]*)["']?[ \t]*[:=](?:[ \t]+(.*))?$/;

/**
 * Splits YAML (`---`), TOML (`+++`) or JSON (`{`) front matter from the body. Nothing is ever executed: a block in another
 * language (`---js`) is dropped with a warning. A block that cannot be parsed gives a warning, keeps its simple
 * `key: value` lines (a `draft: true` must count even then), and does not leak into the body. Never throws. A leading byte
 * order mark is removed; line ends of the body are kept.
 */
export function splitFrontMatter(text: string): FrontMatter {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const block = findBlock(source);
  if (block === undefined) return { data: {}, body: source, warnings: [] };
  const warnings: Warning[] = [];
  if (!block.closed) {
    warnings.push({
      code: "front-matter-unclosed",
      message: "The front matter is not closed; its first paragraph is taken as the front matter.",
    });
  }
  if (block.language === "other") {
    warnings.push({
      code: "front-matter-language",
      message: `Front matter written in "${block.name}" is not read; write it in YAML or TOML.`,
    });
    return { data: {}, body: block.body, warnings };
  }
  const parsed = parseBlock(block.text, block.language);
  if (parsed.kind === "data") return { data: parsed.data, body: block.body, warnings };
  if (!looksLikeKeys(block.text)) return { data: {}, body: source, warnings: [] };
  warnings.push({
    code: "front-matter-broken",
    message: `The front matter is not valid ${block.language.toUpperCase()}: ${parsed.message}`,
  });
  return { data: simpleLines(block.text), body: block.body, warnings };
}

/** The body that `splitFrontMatter` finds; the front matter is parsed only if that decides where it ends. */
export function bodyBehindFrontMatter(text: string): string {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const block = findBlock(source);
  if (block === undefined) return source;
  return block.language === "other" || looksLikeKeys(block.text) ? block.body : splitFrontMatter(text).body;
}

/** What a file of YAML alone says, read with the limits of front matter; empty where it is no mapping. */
export const dataOfYaml = (text: string): Record<string, unknown> =>
  splitFrontMatter(`---\n${text.replace(/^---[ \t]*\r?\n/, "")}\n---\n`).data;

function findBlock(source: string): Block | undefined {
  const start = source.search(/\S/);
  const mark = source[start];
  if (mark === "{") return jsonBlock(source, start);
  if (mark !== "-" && mark !== "+") return undefined;
  if (start > 0 && source[start - 1] !== "\n") return undefined;
  const first = lineAt(source, start);
  const open = opening.exec(first.text.trimEnd());
  if (open === null) return undefined;
  const fence = open[1] ?? "---";
  const name = (open[2] ?? "").toLowerCase();
  const language = languageOf(fence, name);
  if (language === undefined) return undefined;
  for (let at = first.next; at < source.length; ) {
    const line = lineAt(source, at);
    const content = line.text.trimEnd();
    if (content === fence || (content === "..." && language === "yaml")) {
      return {
        language,
        name,
        text: source.slice(first.next, at),
        body: source.slice(line.next),
        closed: true,
      };
    }
    at = line.next;
  }
  return unclosed(source, first.next, language, name);
}

/** Hugo's front matter in JSON, which has no marks: from `{` to a `}` at the start of a line. JSON is YAML. */
function jsonBlock(source: string, start: number): Block | undefined {
  const end = /^\}[ \t]*$/m.exec(source.slice(start, start + MAX_BLOCK).replaceAll("\r", " "));
  if (end === null || start > 0) return undefined;
  const text = source.slice(start, start + end.index + 1);
  try {
    if (!isRecord(JSON.parse(text))) return undefined;
  } catch {
    return undefined;
  }
  const body = source.slice(lineAt(source, start + end.index).next);
  return { language: "yaml", name: "json", text, body, closed: true };
}

function languageOf(fence: string, name: string): Block["language"] | undefined {
  if (name === "toml" || (fence === "+++" && name === "")) return "toml";
  if (["", "yaml", "yml", "json"].includes(name)) return "yaml";
  return otherLanguages.has(name) ? "other" : undefined;
}

/** Without a closing line a `---` is a rule, unless key lines follow it directly. */
function unclosed(
  source: string,
  from: number,
  language: Block["language"],
  name: string,
): Block | undefined {
  let at = from;
  let lines = 0;
  while (at < source.length) {
    const line = lineAt(source, at);
    if (line.text.trim() === "") break;
    if (!keyLine.test(line.text.trimEnd()) && !/^(?:[ \t]|- |#)/.test(line.text)) return undefined;
    lines += 1;
    at = line.next;
  }
  if (lines === 0 || !looksLikeKeys(source.slice(from, at))) return undefined;
  return { language, name, text: source.slice(from, at), body: source.slice(at), closed: false };
}

function lineAt(source: string, at: number): { text: string; next: number } {
  const end = source.indexOf("\n", at);
  const stop = end === -1 ? source.length : end;
  const text = source.slice(at, source[stop - 1] === "\r" ? stop - 1 : stop);
  return { text: stop <= at ? "" : text, next: end === -1 ? source.length : end + 1 };
}

type Parsed = { kind: "data"; data: Record<string, unknown> } | { kind: "broken"; message: string };

function parseBlock(text: string, language: "yaml" | "toml"): Parsed {
  if (text.length > MAX_BLOCK) return { kind: "broken", message: `it is longer than ${MAX_BLOCK / 1024} kB` };
  const plain = language === "yaml" ? plainYaml(text) : undefined;
  if (plain !== undefined) return { kind: "data", data: plain };
  if (nestsTooDeeply(text)) return { kind: "broken", message: "it is nested too deeply" };
  try {
    const value =
      language === "toml"
        ? parseToml(text.replaceAll("\r\n", "\n"), { maxDepth: MAX_DEPTH })
        : parseYaml(text);
    if (value === null || value === undefined) return { kind: "data", data: {} };
    if (isRecord(value)) return { kind: "data", data: value };
    return { kind: "broken", message: "it is not a list of keys and values" };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "broken", message: message.split("\n", 1)[0] ?? "" };
  }
}

function parseYaml(text: string): unknown {
  const simple = plainTexts(text);
  if (simple !== undefined) return simple;
  const document = parseDocument(text, { prettyErrors: false, logLevel: "silent" });
  const error = document.errors[0];
  if (error !== undefined) {
    const line = text.slice(0, error.pos[0]).split("\n").length;
    throw new Error(`line ${line}: ${error.message}`);
  }
  return document.toJS({ maxAliasCount: 50 });
}

/**
 * A key and a text without any meaning in YAML, neither a number nor a date, which YAML reads as they are.
 * https://yaml.org/spec/1.2.2/#733-plain-style
 */
const plainLine = /^([A-Za-z][\w-]{0,60}): ([A-Za-z](?:[\w \-.,;()/'"+&!?=%@$]*[\w\-.,;()/'"+&!?=%@$])?)$/;
const notText = /^(?:null|true|false)$/i;

/** Most front matter is this simple, and the parser takes a hundred times as long. Undefined: use the parser. */
function plainTexts(text: string): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const line of (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n")) {
    const [, key = "", value = ""] = plainLine.exec(line) ?? [];
    if (key === "" || notText.test(key) || notText.test(value) || key in found) return undefined;
    found[key] = value;
  }
  return found;
}

/** An upper bound: brackets in texts count, too. */
function nestsTooDeeply(text: string): boolean {
  let open = 0;
  for (const char of text) {
    if (char === "[" || char === "{") open += 1;
    else if ((char === "]" || char === "}") && open > 0) open -= 1;
    if (open > MAX_DEPTH) return true;
  }
  return text
    .split("\n")
    .some((line) => (/^(?:[ \t]|[-?:][ \t])*/.exec(line)?.[0].length ?? 0) > 4 * MAX_DEPTH);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function looksLikeKeys(text: string): boolean {
  const first = text.split(/\r?\n/).find((line) => line.trim() !== "" && !line.startsWith("#"));
  return first !== undefined && keyLine.test(first.trimEnd());
}

/** What can be read of a broken block: top-level keys with a scalar on their own line. */
function simpleLines(text: string): Record<string, unknown> {
  const found = new Map<string, unknown>();
  for (const line of text.slice(0, MAX_BLOCK).split(/\r?\n/)) {
    const match = keyLine.exec(line.trimEnd());
    const key = match?.[1];
    const value = match?.[2]?.trim();
    if (key === undefined || value === undefined || /^[[{|>&*!#]/.test(value)) continue;
    found.set(key, scalar(value));
  }
  return Object.fromEntries(found);
}

function scalar(value: string): string | boolean {
  if (/^true$/i.test(value)) return true;
  if (/^false$/i.test(value)) return false;
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted?.[2] ?? value;
}
