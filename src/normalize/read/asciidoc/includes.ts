import { Extensions, type Registry } from "@asciidoctor/core";
import type { Warnings } from "../../warnings.ts";

/** No real document includes files more deeply, or more of them. */
const MAX_DEPTH = 8;
const MAX_FILES = 500;
/** Characters that all includes of one document may add together. */
const MAX_ADDED = 2_000_000;

/**
 * Includes come only from the given texts, never from disk or network. A missing file and too much text give a warning,
 * and the directive is removed.
 */
export function includeRegistry(includes: Readonly<Record<string, string>>, warnings: Warnings): Registry {
  const left = { files: MAX_FILES, characters: MAX_ADDED };
  const found = (target: string, depth: number): string | undefined => {
    const text = Object.hasOwn(includes, target) ? includes[target] : undefined;
    if (text === undefined) {
      warnings.addAt(
        "include-missing",
        target,
        `The included file ${target} was not found; its text is missing.`,
      );
      return undefined;
    }
    left.files -= 1;
    left.characters -= text.length;
    if (depth < MAX_DEPTH && left.files >= 0 && left.characters >= 0) return text;
    warnings.addAt(
      "include-too-much",
      target,
      `The included file ${target} was left out: includes go too deep or are too large.`,
    );
    return undefined;
  };
  const registry: Registry = Extensions.create();
  registry.includeProcessor(function (this: IncludeDsl) {
    this.handles(() => true);
    this.process((_document, reader, target, attributes) => {
      const text = found(target, reader.includeStack.length);
      const lines = text === undefined ? [] : selectedLines(text, attributes);
      reader.pushInclude(lines, target, target, 1, attributes);
    });
  });
  return registry;
}

/** The part of Asciidoctor's extension interface used here: https://docs.asciidoctor.org/asciidoctor.js/latest/extend/extensions/include-processor/ */
interface IncludeDsl {
  handles(test: () => boolean): void;
  process(
    run: (document: unknown, reader: IncludeReader, target: string, attributes: Attributes) => void,
  ): void;
}
interface IncludeReader {
  readonly includeStack: readonly unknown[];
  pushInclude(lines: string[], file: string, path: string, line: number, attributes: Attributes): void;
}
type Attributes = Readonly<Record<string, string>>;

const tagLine = /\b(tag|end)::([^\s[\]]{1,200})\[\]/;

/** The lines that `lines=` or `tag=`/`tags=` select; lines that only mark a tag are dropped. https://docs.asciidoctor.org/asciidoc/latest/directives/include/ */
export function selectedLines(text: string, attributes: Attributes): string[] {
  const lines = text.replace(/\n$/, "").split("\n");
  if (attributes.lines !== undefined && attributes.lines !== "")
    return lines.filter(inRanges(attributes.lines));
  const names = (attributes.tags ?? attributes.tag ?? "").split(/[;,]/).map((name) => name.trim());
  return taggedLines(
    lines,
    names.filter((name) => name !== ""),
  );
}

function inRanges(ranges: string): (line: string, index: number) => boolean {
  const bounds = ranges
    .split(/[;,]/)
    .slice(0, 100)
    .map((range) => {
      const [from = "1", to] = range.trim().split("..");
      const first = Number(from);
      const last =
        to === undefined ? first : to === "" || Number(to) < 0 ? Number.POSITIVE_INFINITY : Number(to);
      return { first, last };
    });
  return (_line, index) => bounds.some(({ first, last }) => index + 1 >= first && index + 1 <= last);
}

function taggedLines(lines: readonly string[], names: readonly string[]): string[] {
  const wanted = new Set(names.filter((name) => !name.startsWith("!")));
  const unwanted = new Set(names.filter((name) => name.startsWith("!")).map((name) => name.slice(1)));
  const everything = wanted.has("**") || wanted.size === 0;
  const open: string[] = [];
  const kept: string[] = [];
  for (const line of lines) {
    const mark = line.includes("::") ? tagLine.exec(line) : null;
    const name = mark?.[2];
    if (name !== undefined) {
      if (mark?.[1] === "tag") open.push(name);
      else if (open.includes(name)) open.splice(open.lastIndexOf(name), 1);
      continue;
    }
    if (open.length > 100) continue;
    const isWanted = everything || open.some((tag) => wanted.has(tag) || wanted.has("*"));
    if (isWanted && !open.some((tag) => unwanted.has(tag))) kept.push(line);
  }
  return kept;
}
