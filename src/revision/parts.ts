import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { type Code, readBytes, walk } from "./walk.ts";

/** A part of the program as it stands somewhere. */
export interface Part extends Code {
  readonly digest: string;
}

/** A part as a build found it. The digest and the packages are of the sources, so that these have them as well. */
export interface RecordedPart extends Pick<Part, "digest" | "packages"> {
  /** What was compiled: its files, and their digest, by which a later change of them shows. A bundle has none. */
  readonly built?: Pick<Part, "digest" | "files">;
  /** Of the versions of the packages that it was built with. */
  readonly builtWith: string;
}

const recordName = "revisions.json";

/** The folder that holds `src/` and `connectors/` (the project's, or `dist/`) or, of a bundle, the record alone. */
export const root = findRoot(import.meta.dirname);
/** What the build writes down of each part. */
export const recordFile = path.join(root, recordName);

/** Everything left of apply: what makes pages of a listing and its documents, and decides over them. */
export const pagesPart = "pages";
const leftOfApply = ["src/normalize", "src/html", "src/secrets", "src/sync/list", "src/sync/plan"];

/** How the part of a connector is called, which is its folder. */
export const connectorPart = (type: string): string => `connectors/${type}`;

/** The folders of a part, relative to the root; what they import belongs to it as well. */
export const foldersOf = (part: string): readonly string[] => (part === pagesPart ? leftOfApply : [part]);

/** A part as it stands in a folder now. @throws Error where a folder of it is missing */
export function readPart(part: string, folder: string): Part {
  const code = walk(folder, foldersOf(part), ["src", "connectors"]);
  return { ...code, digest: digestOf(folder, code.files) };
}

/** Of the names and contents of files; a file that is not there counts as such. */
export function digestOf(folder: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(contentOf(path.join(folder, file)))
      .update("\0");
  return hash.digest("hex");
}

function contentOf(file: string): Buffer | string {
  try {
    return readBytes(file);
  } catch {
    return "absent";
  }
}

function findRoot(folder: string): string {
  const isRoot = ["connectors", recordName].some((name) => existsSync(path.join(folder, name)));
  return isRoot || path.dirname(folder) === folder ? folder : findRoot(path.dirname(folder));
}
