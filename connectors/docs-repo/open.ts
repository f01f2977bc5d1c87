import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { Io } from "../../src/connector-kit/io.ts";
import { realFolder } from "../../src/connector-kit/safe-read.ts";
import { ConfigError, FinIngestError } from "../../src/errors.ts";
import { GitError, gitText } from "../../src/git/git.ts";
import { CommitSnapshot } from "./commit.ts";
import { FolderSnapshot } from "./folder.ts";
import type { DocsRepoOptions } from "./options.ts";
import { fetchRemote } from "./remote.ts";
import type { Snapshot } from "./snapshot.ts";
import { withSubmodules } from "./submodules.ts";
import { type WorkTreePlace, WorkTreeSnapshot } from "./work-tree.ts";

/**
 * The files that the options name, as they are now. A repository is fetched first, unless `refetch` is false and it was
 * fetched before.
 *
 * @throws ConfigError where the folder is missing, GitError where git or the remote refuses
 */
export async function openSnapshot(
  options: DocsRepoOptions,
  io: Io,
  { refetch = true }: { refetch?: boolean } = {},
): Promise<Snapshot> {
  if (options.repository !== undefined) {
    const fetched = await fetchRemote(options, options.repository, io, refetch);
    if (options.submodules !== false) return withSubmodules(fetched, options, io);
    return new CommitSnapshot(fetched.place, io);
  }
  const root = await existingFolder(options, io);
  const place = await workTreeOf(root, io.signal);
  return place === undefined ? new FolderSnapshot(root, io) : new WorkTreeSnapshot(place, io);
}

/** The real path of the source's folder. */
export async function existingFolder(options: DocsRepoOptions, io: Pick<Io, "baseDir">): Promise<string> {
  if (options.path === undefined) {
    throw new ConfigError("the source reads a git remote, not a folder", {
      hint: "Give `path`, the folder in your checkout of the repository, in place of `repository`.",
    });
  }
  return realFolder(io.baseDir, options.path, "path");
}

/** A folder's place in a git work tree; undefined outside git. */
export async function workTreeOf(root: string, signal: AbortSignal): Promise<WorkTreePlace | undefined> {
  if (!(await hasGitAbove(root))) return undefined;
  const asked = ["rev-parse", "--is-inside-work-tree", "--show-toplevel", "--show-prefix"];
  const answer = await gitText(asked, { cwd: root, signal }).catch((error: unknown) => {
    if (!(error instanceof GitError)) throw error;
    if (/must be run in a work tree|cannot use bare repository/i.test(error.stderr)) return "false";
    throw /not a git repository/i.test(error.stderr) ? broken(root) : error;
  });
  const [inside, topFolder = "", prefixInTop = ""] = answer.split("\n");
  if (inside !== "true") return undefined;
  return { root, top: await realpath(topFolder), prefix: prefixInTop.replace(/\/$/, "") };
}

async function hasGitAbove(folder: string): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    if (await stat(path.join(at, ".git")).catch(() => undefined)) return true;
    if (at === path.dirname(at)) return false;
  }
}

function broken(root: string): FinIngestError {
  return new FinIngestError(`${root} lies below a .git that git does not accept as a repository`, {
    hint: "Repair the repository, or remove that .git to have the folder read as plain files.",
  });
}
