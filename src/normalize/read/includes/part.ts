/** Which part of the file to include. Lines count from 1, both ends included. */
export type Part =
  | { readonly kind: "all" }
  | { readonly kind: "lines"; readonly from: number; readonly to: number }
  | { readonly kind: "section"; readonly name: string }
  /** From a heading to the next of its level; a block by Obsidian's `^id`. */
  | { readonly kind: "heading"; readonly name: string }
  | { readonly kind: "block"; readonly name: string }
  /** One value of a YAML file, by the names that lead to it. */
  | { readonly kind: "value"; readonly names: readonly string[] }
  | { readonly kind: "between"; readonly after?: string | undefined; readonly before?: string | undefined };

export function extensionOf(file: string): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(file.trim())?.[1] ?? "";
}

export function partOf(written: string): Part {
  const lines = /^(\d*):?(\d*)$/.exec(written);
  if (written === "") return { kind: "all" };
  if (lines !== null && written.includes(":")) return range(lines[1], lines[2]);
  return lines === null ? section(written) : range(lines[1], lines[1]);
}

export function range(from: string | undefined, to: string | undefined): Part {
  if (!from && !to) return { kind: "all" };
  return { kind: "lines", from: Number(from || 1), to: to ? Number(to) : Number.MAX_SAFE_INTEGER };
}

export function section(name: string): Part {
  return { kind: "section", name };
}

/** The `start="…" end="…"` texts of mkdocs-include-markdown. */
export function bounds(options: string): Part {
  const after = /\bstart=["']([^"'\n]+)["']/.exec(options)?.[1];
  const before = /\bend=["']([^"'\n]+)["']/.exec(options)?.[1];
  if (after === undefined && before === undefined) return { kind: "all" };
  return {
    kind: "between",
    after,
    before,
  };
}

export function whole(target: string | undefined) {
  return withPart(target, { kind: "all" });
}

export function withPart(target: string | undefined, part: Part) {
  const file = target?.trim().replace(/^<(.*)>$/, "$1");
  return file === undefined || file === "" ? undefined : { target: file, part };
}

export function codeFile(
  target: string | undefined,
  language: string | undefined,
  lines: string | undefined,
) {
  const numbers = /^L?(\d+)-L?(\d*)/.exec(lines ?? "");
  const file = withPart(target, range(numbers?.[1], numbers?.[2]));
  return file === undefined ? undefined : { ...file, language: language ?? "" };
}
