import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { Io } from "../../src/connector-kit/io.ts";
import { ConfigError, FinIngestError } from "../../src/errors.ts";
import { GitError, git, gitText } from "../../src/git/git.ts";
import { CommitSnapshot } from "./commit.ts";
import { FolderSnapshot } from "./folder.ts";
import type { DocsRepoOptions } from "./options.ts";
import { fetched } from "./remote.ts";
import type { Snapshot } from "./snapshot.ts";
import { type WorkTreePlace, WorkTreeSnapshot } from "./work-tree.ts";

/**
 * The files the options point to, as they stand now. A repository is fetched first, unless `refetch` is false and
 * it was fetched before.
 *
 * @throws ConfigError when the folder is missing, GitError when git or the remote refuses.
 */
export async function openSnapshot(
  options: DocsRepoOptions,
  io: Io,
  { refetch = true }: { refetch?: boolean } = {},
): Promise<Snapshot> {
  if (options.repository !== undefined) {
    return new CommitSnapshot(await fetched(options, options.repository, io, refetch), io);
  }
  const root = await existingFolder(options, io);
  const place = await workTreeOf(root, io.signal);
  if (place === undefined || (await isIgnored(place, io.signal))) return new FolderSnapshot(root, io);
  return new WorkTreeSnapshot(place, io);
}

/** The real path of the source's folder. */
export async function existingFolder(options: DocsRepoOptions, io: Pick<Io, "baseDir">): Promise<string> {
  if (options.path === undefined) {
    throw new ConfigError("the source reads a git remote, not a folder", {
      hint: "Give `path`, the folder in your checkout of the repository, in place of `repository`.",
    });
  }
  const folder = path.resolve(io.baseDir, options.path);
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    const why = found.code === "ENOENT" ? "does not exist" : `cannot be read (${found.code})`;
    throw new ConfigError(`path: the folder ${folder} ${why}`, {
      hint: "`path` is relative to the folder of the configuration file.",
      cause: found,
    });
  }
  if (!found.isDirectory()) throw new ConfigError(`path: ${folder} is a file, not a folder`);
  return realpath(folder);
}

/** Where a folder stands in a git work tree; undefined outside git. */
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

/** A generated folder that git ignores is read as the plain folder it is. */
async function isIgnored({ root, top, prefix }: WorkTreePlace, signal: AbortSignal): Promise<boolean> {
  if (prefix === "") return false;
  try {
    await git(["check-ignore", "-q", "--", `${prefix}/`], { cwd: top, signal });
  } catch (error) {
    if (error instanceof GitError && error.status === 1) return false;
    throw error;
  }
  return (await git(["ls-files", "-z"], { cwd: root, signal })).length === 0;
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
