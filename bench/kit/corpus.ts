import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { root } from "./folders.ts";

export interface Corpus {
  /** Where the files come from, for the results. */
  readonly from: string;
  readonly files: readonly CorpusFile[];
}

export interface CorpusFile {
  readonly name: string;
  readonly body: string;
}

const shared = path.join(root, "../shared/corpus");

/** The first that exists: documentation packages of Debian, corpora beside the project, its own sample handbook. */
const htmlFolders: readonly (readonly string[])[] = [
  [
    "/usr/share/doc/postgresql-doc-15/html",
    "/usr/share/doc/python3.11/html",
    "/usr/share/doc/python3.11-doc/html",
  ],
  [path.join(shared, "wcxb-docs-dev/html")],
];
const markdownFolders: readonly (readonly string[])[] = [
  [path.join(shared, "powershell-docs")],
  [path.join(root, "examples/handbook"), path.join(root, "docs")],
];

/** Whole HTML pages, evenly picked; none larger than `maxBytes`, which some of the compared converters would not survive. */
export function htmlPages(count: number, maxBytes: number): Corpus {
  const found = firstWith(htmlFolders, /\.html?(\.gz)?$/);
  if (found) return pick(found, count, maxBytes);
  const { files } = markdownFiles(count, maxBytes);
  return { from: "the sample handbook, wrapped", files: files.map(wrapped) };
}

export const markdownFiles = (count: number, maxBytes: number): Corpus => {
  const found = firstWith(markdownFolders, /\.md$/);
  return found ? pick(found, count, maxBytes) : { from: "nowhere", files: [] };
};

function firstWith(
  choices: readonly (readonly string[])[],
  ending: RegExp,
): { from: string; names: string[] } | undefined {
  for (const folders of choices) {
    const here = folders.filter((folder) => existsSync(folder));
    const names = here.flatMap((folder) => filesIn(folder).filter((name) => ending.test(name)));
    if (names.length > 0)
      return { from: here.map((folder) => path.relative(root, folder)).join(" and "), names };
  }
  return undefined;
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();

function pick(
  { from, names }: { from: string; names: readonly string[] },
  count: number,
  maxBytes: number,
): Corpus {
  const fitting = names.filter((name) => isFitting(name, maxBytes));
  if (fitting.length === 0) return { from, files: [] };
  // Few files are used several times; many are thinned out evenly.
  const files = Array.from({ length: count }, (_, at) => {
    const index = fitting.length >= count ? Math.floor((at * fitting.length) / count) : at % fitting.length;
    return read(fitting[index] ?? "");
  });
  return { from: `${from} (${fitting.length} files)`, files };
}

function isFitting(name: string, maxBytes: number): boolean {
  const size = name.endsWith(".gz") ? read(name).body.length : statSync(name).size;
  return size <= maxBytes && size > 500;
}

function read(name: string): CorpusFile {
  const bytes = readFileSync(name);
  return {
    name: path.basename(name),
    body: (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"),
  };
}

const wrapped = ({ name, body }: CorpusFile): CorpusFile => ({
  name,
  body: `<!doctype html><html><head><title>${name}</title></head><body><nav><a href="/">Home</a></nav><main>${body
    .split(/\n{2,}/)
    .map((part) => `<p>${part.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`)
    .join("\n")}</main><footer>Footer</footer></body></html>`,
});
