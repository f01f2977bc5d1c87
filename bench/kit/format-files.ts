import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { root } from "./folders.ts";

export const formats = ["mdx", "rst", "adoc", "docx", "pdf"] as const;
export type Format = (typeof formats)[number];

/** Real documents where they are installed: Astro's documentation beside the project, the manual of Debian's valgrind. */
const folders: Readonly<Partial<Record<Format, string>>> = {
  mdx: path.join(root, "../shared/corpus/astro-docs"),
};
const files: Readonly<Partial<Record<Format, string>>> = {
  pdf: "/usr/share/doc/valgrind/valgrind_manual.pdf.gz",
};

/** The documents of a format, evenly picked, and where they come from; the goldens' own where there are no others. */
export function filesOf(format: Format, count: number): { from: string; names: readonly string[] } {
  const file = files[format];
  if (file !== undefined && existsSync(file)) return { from: path.basename(file, ".gz"), names: [file] };
  const wanted = folders[format];
  const folder = wanted !== undefined && existsSync(wanted) ? wanted : path.join(root, "test/goldens");
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(`.${format}`) && !isMadeToFail(entry.parentPath))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const from = `${path.basename(folder)} (${names.length} files)`;
  if (names.length <= count) return { from, names };
  const picked = Array.from(
    { length: count },
    (_, at) => names[Math.floor((at * names.length) / count)] ?? "",
  );
  return { from, names: picked };
}

function isMadeToFail(folder: string): boolean {
  return /hostile|broken|empty/.test(path.basename(folder));
}
