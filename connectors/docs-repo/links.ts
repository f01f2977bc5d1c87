import path from "node:path/posix";
import { documentExtensions, mediaTypeOf, withoutExtension } from "./select.ts";

/** A relative link divided into the file it may mean and what follows. */
export interface RelativeLink {
  /** Paths from the root that it may mean, the likeliest first. */
  readonly candidates: readonly string[];
  /** `#fragment`, kept. */
  readonly fragment: string;
}

/**
 * What a link written in the file `from` may point to: the file itself, the file without its extension, a
 * rendered `.html` of it, or a folder's index. Undefined for links that are not relative, stay on the page, or
 * leave the root.
 */
export function relativeLink(from: string, written: string): RelativeLink | undefined {
  const parts = /^([^?#]*)(?:\?[^#]*)?(#.*)?$/s.exec(written.trim());
  const target = decoded(parts?.[1] ?? "");
  if (target === "" || /^(?:[a-z][a-z0-9+.-]*:|\/|\\|~|@)/i.test(target)) return undefined;
  const joined = path.join(path.dirname(from), target.replaceAll("\\", "/")).normalize("NFC");
  if (joined === ".." || joined.startsWith("../")) return undefined;
  return { candidates: filesFor(joined), fragment: parts?.[2] ?? "" };
}

function filesFor(joined: string): string[] {
  const isFolder = joined === "." || joined === "./" || joined.endsWith("/");
  const bare = isFolder ? joined.replace(/^\.\/?$|\/$/, "") : joined;
  const inFolder = ["index", "README", "readme"].flatMap((name) =>
    withExtensions(bare === "" ? name : `${bare}/${name}`),
  );
  if (isFolder) return bare === "" ? inFolder : [...inFolder, ...withExtensions(bare)];
  const known = mediaTypeOf(bare) !== undefined;
  if (!known) return [...withExtensions(bare), ...inFolder];
  return [bare, ...withExtensions(withoutExtension(bare)).filter((other) => other !== bare)];
}

function withExtensions(stem: string): string[] {
  return documentExtensions.map((extension) => `${stem}.${extension}`);
}

/**
 * The files an include written in the file `from` may mean. Relative to that file; `/`, `~/` and `@site/` mean
 * the root, where bare names are looked for as well. Never outside the root.
 */
export function includeCandidates(from: string, written: string): string[] {
  const target = decoded(written.trim()).replaceAll("\\", "/");
  const fromRoot = /^(?:\/|~\/|@site\/|@\/)(.*)$/s.exec(target)?.[1];
  const joined =
    fromRoot !== undefined
      ? [path.join(fromRoot)]
      : [path.join(path.dirname(from), target), ...(target.startsWith(".") ? [] : [path.join(target)])];
  return [...new Set(joined.map((file) => file.normalize("NFC")))].filter(
    (file) =>
      file !== "." &&
      file !== ".." &&
      !file.startsWith("../") &&
      !file.startsWith("/") &&
      !file.endsWith("/"),
  );
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
