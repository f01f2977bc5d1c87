import { closeSync, constants, fstatSync, open, openSync, read, readSync, realpathSync } from "node:fs";
import { lstat, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { ConfigError, FinIngestError } from "../errors.ts";

/** A file's bytes; fewer than `size` when the file is larger than the limit. */
export interface FileContent {
  readonly bytes: Buffer;
  readonly size: number;
}

/**
 * The real path of a folder that an option names, for the functions below.
 * @param folder relative to the configuration file's folder (`io.baseDir`), or absolute
 * @param option the option's name, for errors
 * @throws ConfigError where it is missing, cannot be read or is a file
 */
export async function realFolder(baseDir: string, folder: string, option: string): Promise<string> {
  const full = path.resolve(baseDir, folder);
  const found = await stat(full).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    const why = found.code === "ENOENT" ? "does not exist" : `cannot be read (${found.code})`;
    throw new ConfigError(`${option}: the folder ${full} ${why}`, {
      hint: folder.startsWith("~")
        ? "Write the whole path: `~` is something that only a shell knows."
        : `\`${option}\` is relative to the folder of the configuration file.`,
      cause: found,
    });
  }
  if (!found.isDirectory())
    throw new ConfigError(`${option}: ${full} is a file, not a folder`, {
      hint: `Name its folder. For this file alone: include: [${JSON.stringify(path.basename(full))}].`,
    });
  return realpath(full);
}

/**
 * Reads a regular file inside a folder, at most `limit` bytes. Symbolic links are not followed: not the file
 * itself, and no folder on the way to it that leads out of the root.
 *
 * @param root the folder's real path (`realFolder`)
 * @param relative the file's path in it
 * @throws FinIngestError for a link, for what is not a regular file and for what cannot be read
 */
export async function readInside(root: string, relative: string, limit: number): Promise<FileContent> {
  if (!isInside(root, relative)) throw outside(relative);
  const fd = await openFile(path.join(root, relative), relative);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new FinIngestError(`${relative} is not a regular file`);
    const buffer = Buffer.allocUnsafeSlow(Math.min(stat.size, limit));
    let length = 0;
    while (length < buffer.length) {
      const bytesRead = await adaptive(
        () => readSync(fd, buffer, length, buffer.length - length, length),
        (done) => read(fd, buffer, length, buffer.length - length, length, done),
      );
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return { bytes: buffer.subarray(0, length), size: length < buffer.length ? length : stat.size };
  } finally {
    closeSync(fd);
  }
}

/** Whether a path is a regular file that is reached without leaving the root. */
export async function isFileInside(root: string, relative: string): Promise<boolean> {
  const stat = await lstat(path.join(root, relative)).catch(() => undefined);
  return stat?.isFile() === true && isInside(root, relative);
}

/** Whether anything exists at a path that someone else wrote. Nothing exists at a path that leads out of the root. */
export async function existsInside(root: string, relative: string): Promise<boolean> {
  const file = path.resolve(root, relative);
  if (relative.includes("\0") || !file.startsWith(root + path.sep)) return false;
  return lstat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) =>
      error.code !== "ENOENT" && error.code !== "ENOTDIR" && error.code !== "ENAMETOOLONG",
  );
}

function isInside(root: string, relative: string): boolean {
  const folder = path.join(root, path.dirname(relative));
  if (folder === root) return true;
  const real = realPathOf(folder);
  return real === root || real.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}

function realPathOf(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return folder;
  }
}

const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

async function openFile(file: string, relative: string): Promise<number> {
  try {
    return await adaptive(
      () => openSync(file, READ_FLAGS),
      (done) => open(file, READ_FLAGS, done),
    );
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    throw failure.code === "ELOOP" ? outside(relative) : unreadable(relative, failure);
  }
}

/** What takes longer, in milliseconds, has waited for the disk. */
const SLOW_MS = 2;
/** So many calls after a slow one go to threads. */
const CALLS_AFTER_SLOW = 100;
/** One call in so many goes to a thread in any case, so that signals, timers and answers get their turn. */
const YIELD_EVERY = 32;

let threadCallsLeft = 0;
let calls = 0;

type Done = (error: NodeJS.ErrnoException | null, value: number) => void;

/**
 * A disk that answers at once is asked on this thread: handing a call to another takes several times as long as the
 * call. After a slow one (a cold disk, a network share) threads are asked for a while, so that several documents wait
 * together and uploads go on.
 */
function adaptive(now: () => number, onThread: (done: Done) => void): number | Promise<number> {
  calls += 1;
  if (threadCallsLeft > 0 || calls % YIELD_EVERY === 0) {
    threadCallsLeft = Math.max(0, threadCallsLeft - 1);
    return new Promise((resolve, reject) => {
      onThread((error, value) => (error ? reject(error) : resolve(value)));
    });
  }
  const begun = performance.now();
  try {
    return now();
  } finally {
    if (performance.now() - begun > SLOW_MS) threadCallsLeft = CALLS_AFTER_SLOW;
  }
}

function outside(relative: string): FinIngestError {
  return new FinIngestError(`${relative} is, or lies behind, a symbolic link; it is not read`, {
    hint: "Put the file itself into the folder.",
  });
}

function unreadable(relative: string, error: NodeJS.ErrnoException): FinIngestError {
  const reasons: Record<string, string> = {
    ENOENT: "is gone since it was listed",
    EACCES: "may not be read (permission denied)",
  };
  return new FinIngestError(`${relative} ${reasons[error.code ?? ""] ?? `cannot be read (${error.code})`}`, {
    cause: error,
  });
}
