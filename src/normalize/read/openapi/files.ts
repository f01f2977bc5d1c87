import path from "node:path/posix";
import { percentDecoded } from "../../../http/url.ts";
import type { Warnings } from "../../warnings.ts";
import { type Node, nodeOf, parseData } from "./read.ts";

/** Under this key of the description stand the files that it refers to, by their paths from its folder. */
const filesKey = "x-referenced-files";

const MAX_REFERENCES = 200;
const reference =
  /["']?\$ref["']?[ \t]*:[ \t]*(?:"([^"\n]{1,500})"|'([^'\n]{1,500})'|((?:[^\s"',}{]|\{[\w.-]{1,60}\}){1,500}))/g;

/** The files that a description, or a part of one, refers to, as written and without fragments; each once. */
export function referencedFiles(text: string): string[] {
  const found = new Set<string>();
  for (const [, double, single, plain] of text.matchAll(reference)) {
    const file = fileOf(double ?? single ?? plain ?? "");
    if (file !== undefined) found.add(file);
    if (found.size >= MAX_REFERENCES) break;
  }
  return [...found];
}

/** The file that a reference leads to; undefined for one inside its own file, and for an address. */
function fileOf(written: string): string | undefined {
  const file = written.replace(/#.*$/s, "").trim();
  return file === "" || /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(file) ? undefined : file;
}

/**
 * The description with the files that it refers to inside it, and every reference to one leading there. A file that was not
 * given, or that cannot be read, stays a reference that leads nowhere.
 *
 * @param files the texts by their paths from the description's folder
 * @param name the description's own file name: files may refer back to it
 */
export function withFiles(
  root: Node,
  files: Readonly<Record<string, string>>,
  name: string,
  warnings: Warnings,
): Node {
  const own = path.basename(name);
  const parsed = Object.entries(files).flatMap(([file, text]) => {
    try {
      return [[file, parseData(text)] as const];
    } catch (error) {
      const why = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
      warnings.add("openapi-reference", `The file ${file} cannot be read: ${why}.`);
      return [];
    }
  });
  if (parsed.length === 0) return root;
  const known = new Set(parsed.map(([file]) => file));
  const leading = (from: string | undefined, written: string): string => {
    const at = written.indexOf("#");
    const pointer = at === -1 ? "" : written.slice(at + 1);
    const named = fileOf(written);
    if (named === undefined) return written.startsWith("#") ? `${placeOf(from)}${pointer}` : written;
    const file = path.join(path.dirname(from ?? own), percentDecoded(named));
    if (file === own) return `#${pointer}`;
    return known.has(file) ? `${placeOf(file)}${pointer}` : written;
  };
  const rewriter = (from: string | undefined) => new Rewriter((written) => leading(from, written));
  return {
    ...nodeOf(rewriter(undefined).copy(root)),
    [filesKey]: Object.fromEntries(parsed.map(([file, value]) => [file, rewriter(file).copy(value)])),
  };
}

/** https://www.rfc-editor.org/rfc/rfc6901#section-3 */
const placeOf = (file: string | undefined): string =>
  file === undefined
    ? "#"
    : `#/${filesKey}/${encodeURIComponent(file.replaceAll("~", "~0").replaceAll("/", "~1"))}`;

/** Copies a value with every `$ref` rewritten. Aliases share parts: one is copied once. */
class Rewriter {
  readonly #leading: (written: string) => string;
  readonly #copies = new Map<object, unknown>();

  constructor(leading: (written: string) => string) {
    this.#leading = leading;
  }

  copy(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const known = this.#copies.get(value);
    if (known !== undefined) return known;
    if (Array.isArray(value)) {
      const items: unknown[] = [];
      this.#copies.set(value, items);
      for (const item of value) items.push(this.copy(item));
      return items;
    }
    const copied: Record<string, unknown> = {};
    this.#copies.set(value, copied);
    for (const [key, inner] of Object.entries(value))
      copied[key] = key === "$ref" && typeof inner === "string" ? this.#leading(inner) : this.copy(inner);
    return copied;
  }
}
