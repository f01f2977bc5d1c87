import { closeSync, constants, fstatSync, realpathSync } from "node:fs";
import { lstat } from "node:fs/promises";
import path from "node:path";
import type { Content } from "../../connectors/docs-repo/snapshot.ts";
import { FinIngestError } from "../errors.ts";
import { disk } from "./disk.ts";

/**
 * Reads a regular file inside a folder, at most `limit` bytes. Symbolic links are not followed: not the file
 * itself, and no folder on the way to it that leads out of the root.
 *
 * @param root the folder's real path
 */
export async function readInside(root: string, relative: string, limit: number): Promise<Content> {
  const file = path.join(root, relative);
  if (!isInside(root, relative)) throw outside(relative);
  const fd = await opened(file, relative);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new FinIngestError(`${relative} is not a regular file`);
    const buffer = Buffer.allocUnsafeSlow(Math.min(stat.size, limit));
    let length = 0;
    while (length < buffer.length) {
      const bytesRead = await disk.read(fd, buffer, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return { bytes: buffer.subarray(0, length), size: length < buffer.length ? length : stat.size };
  } finally {
    closeSync(fd);
  }
}

const toRead = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

async function opened(file: string, relative: string): Promise<number> {
  try {
    return await disk.open(file, toRead);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "ELOOP" ? outside(relative) : unreadable(relative, error as NodeJS.ErrnoException);
  }
}

/** Whether a path is a regular file reached without leaving the root. */
export async function isRegularInside(root: string, relative: string): Promise<boolean> {
  const stat = await lstat(path.join(root, relative)).catch(() => undefined);
  return stat?.isFile() === true && isInside(root, relative);
}

/** Whether anything at all stands at a path that someone else wrote down. A path out of the root stands nowhere. */
export async function standsInside(root: string, relative: string): Promise<boolean> {
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
  const real = realOf(folder);
  return real === root || real.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}

function realOf(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return folder;
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
