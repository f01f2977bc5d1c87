import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import path from "node:path";

/** Code that belongs together: its files, and the packages that it names. */
export interface Code {
  /** Relative to the root, `/`-separated, sorted. */
  readonly files: readonly string[];
  /** Names as npm has them, sorted. */
  readonly packages: readonly string[];
}

/** What `import` can load. */
const loadable = /\.(?:[cm]?[jt]sx?|json|wasm|node)$/;
const declaration = /\.d\.[cm]?ts$/;
const source = /\.[cm]?[jt]sx?$/;
const quotedPath = /(["'`])(\.{1,2}\/[^"'`\n\\]{1,500})\1/g;
const quotedPackage =
  /\b(?:from|import|require|resolve)\s{0,9}\(?\s{0,9}(["'])((?:@[\w.-]{1,100}\/)?[A-Za-z][\w.-]{0,100})(?:\/[^"'\n]{0,200})?\1/g;
/** Nothing of these is left in what runs; its modules, where they are loaded at all, are named elsewhere as well. */
const ofTypes = /\b(?:import|export)\s{1,9}type\s[^;"']{0,2000}["'][^"'\n]{1,500}["']/g;
/** How a loader completes a path that names no file. */
const endings = [
  ".ts",
  ".js",
  ".mjs",
  ".mts",
  ".cjs",
  ".cts",
  ".tsx",
  ".jsx",
  ".json",
  "/index.ts",
  "/index.js",
];

/**
 * All code that some files and folders hold, and the code that it loads, statically or not. Every quoted relative path
 * that names a file counts as loaded, so that a worker's file or a comment's counts, too: rather one too many.
 *
 * @param root what names are relative to
 * @param entries files and folders, relative to the root
 * @param within folders of the root outside which nothing is followed; absent: wherever it leads
 */
export function walk(root: string, entries: readonly string[], within: readonly string[] = []): Code {
  const limits = within.map((folder) => path.join(root, folder) + path.sep);
  const isWanted = (file: string) => limits.length === 0 || limits.some((limit) => file.startsWith(limit));
  const files = new Set<string>();
  const packages = new Set<string>();
  const queue = entries.flatMap((entry) => codeIn(path.join(root, entry)));
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    if (!source.test(file)) continue;
    const text = readFileSync(file, "utf8").replace(ofTypes, "");
    for (const [, , target = ""] of text.matchAll(quotedPath)) {
      const found = fileAt(path.resolve(path.dirname(file), target));
      if (found !== undefined && isWanted(found)) queue.push(found);
    }
    for (const [, , name = ""] of text.matchAll(quotedPackage)) packages.add(name);
  }
  const nameOf = (file: string) => path.relative(root, file).split(path.sep).join("/");
  return { files: [...files].map(nameOf).sort(), packages: [...packages].sort() };
}

function codeIn(entry: string): string[] {
  if (isFile(entry)) return [entry];
  return readdirSync(entry, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile() && source.test(found.name) && !declaration.test(found.name))
    .map(({ parentPath, name }) => path.join(parentPath, name));
}

function fileAt(target: string): string | undefined {
  if (isFile(target)) return loadable.test(target) && !declaration.test(target) ? target : undefined;
  const written = target.replace(/\.([cm]?)js$/, ".$1ts");
  if (written !== target && isFile(written)) return written;
  const ending = endings.find((one) => isFile(target + one));
  return ending === undefined ? undefined : target + ending;
}

let shared = Buffer.allocUnsafe(256 * 1024);

/**
 * A file's bytes, valid until the next call. A start reads some four hundred small files this way, in less than half of
 * the time that `readFileSync` takes for them.
 *
 * @throws as Node does, when it cannot be read
 */
export function readBytes(file: string): Buffer {
  const descriptor = openSync(file, "r");
  try {
    const read = readSync(descriptor, shared, 0, shared.length, 0);
    if (read < shared.length) return shared.subarray(0, read);
    shared = Buffer.allocUnsafe(fstatSync(descriptor).size + 1);
    return shared.subarray(0, readSync(descriptor, shared, 0, shared.length, 0));
  } finally {
    closeSync(descriptor);
  }
}

export const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
