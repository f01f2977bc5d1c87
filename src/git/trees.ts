import { FinIngestError } from "../errors.ts";
import type { BlobReader } from "./blobs.ts";

/** What a commit has at a path. */
export interface TreeEntry {
  /** As git writes it in a tree: `100644` and `100755` are files, `40000` a folder, `120000` a link, `160000` a submodule. */
  readonly mode: string;
  readonly id: string;
}

/** Trees with more bytes, some hundred thousand names in one folder, are better listed by git. */
const MAX_TREE_BYTES = 8_000_000;

/** By names as bytes, each of which is a character here: git's names need not be UTF-8. */
type Tree = ReadonlyMap<string, TreeEntry>;

/**
 * What a commit has at some paths, from the process that reads blobs, too. Paths are taken literally and lead through
 * folders alone; what is not there is left out. `too-large` where a folder on the way has too many names.
 *
 * @param commit its full id
 * @throws FinIngestError where git lacks the commit or one of its trees
 */
export async function entriesAt(
  objects: BlobReader,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, TreeEntry> | "too-large"> {
  const trees = new Map<string, Tree>();
  const found = new Map<string, TreeEntry>();
  for (const path of paths) {
    let entry: TreeEntry | undefined = { mode: "40000", id: commit };
    for (const name of path.split("/")) {
      if (entry?.mode !== "40000") {
        entry = undefined;
        break;
      }
      const tree: Tree | undefined = trees.get(entry.id) ?? (await readTree(objects, entry.id));
      if (tree === undefined) return "too-large";
      trees.set(entry.id, tree);
      entry = tree.get(Buffer.from(name).toString("latin1"));
    }
    if (entry !== undefined) found.set(path, entry);
  }
  return found;
}

async function readTree(objects: BlobReader, id: string): Promise<Tree | undefined> {
  const answer = await objects.readTree(id, MAX_TREE_BYTES);
  if (answer.kind === "missing") throw new FinIngestError(`git does not have the files of ${id}`);
  return answer.kind === "blob" ? parseTree(answer.bytes, id.length / 2) : undefined;
}

/**
 * `MODE NAME<NUL>ID` after each other, the id as bytes.
 * https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_tree_objects
 */
function parseTree(bytes: Buffer, idLength: number): Tree {
  const tree = new Map<string, TreeEntry>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    const next = end + 1 + idLength;
    if (space < 0 || end < 0 || next > bytes.length) throw new FinIngestError("git's tree broke off");
    const mode = bytes.toString("latin1", at, space);
    tree.set(bytes.toString("latin1", space + 1, end), { mode, id: bytes.toString("hex", end + 1, next) });
    at = next;
  }
  return tree;
}
