import path from "node:path";

export const extensions = { html: "html", markdown: "md", json: "json" } as const;
export type PreviewFormat = keyof typeof extensions;

/**
 * Where each input's preview goes with `--out`: `<basename>.<html|md|json>`. Inputs that share a base name
 * (`a/index.md`, `b/index.md`) get as many of their folders before it as tell them apart: `a-index`, `b-index`.
 */
export function outputNames(inputs: readonly string[], format: PreviewFormat): string[] {
  const parts = inputs.map(partsOf);
  const depths = parts.map(() => 1);
  const nameAt = (index: number) => (parts[index] ?? []).slice(-(depths[index] ?? 1)).join("-");
  for (;;) {
    const names = parts.map((_, index) => nameAt(index));
    const clashing = names.flatMap((name, index) => {
      const shared = names.some((other, at) => at !== index && other.toLowerCase() === name.toLowerCase());
      return shared && (depths[index] ?? 1) < (parts[index] ?? []).length ? [index] : [];
    });
    if (clashing.length === 0) return numbered(names).map((name) => `${name}.${extensions[format]}`);
    for (const index of clashing) depths[index] = (depths[index] ?? 1) + 1;
  }
}

/** Folders and base name without extension; of an address, its host and path. */
function partsOf(input: string): string[] {
  const location = /^https?:\/\//i.test(input) ? addressPath(input) : path.normalize(input);
  const parts = location.split(/[\\/]+/).filter((part) => part !== "" && part !== "." && part !== "..");
  const last = parts.pop() ?? "index";
  return [...parts, last.replace(/(?<=.)\.(?:html?|mdx?|markdown|txt)$/i, "")].map((part) =>
    part.replace(/[^\p{L}\p{N}._-]+/gu, "-"),
  );
}

function addressPath(address: string): string {
  const { host, pathname } = new URL(address);
  return `${host}${pathname}`.replace(/\/$/, "");
}

/** The same input given twice: `page`, `page-2`. */
function numbered(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${name}-${count}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
