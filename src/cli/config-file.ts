import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { globalOptions } from "./global-options.ts";

const names = ["config.yaml", "config.yml"];

/**
 * The configuration file to read: the one given, or, where the default is not there, `config.yml` beside it, or one of
 * the two in a folder above, up to the root of the git work tree. Above, a file counts only with `sources` or
 * `extends` in it: other programs call theirs `config.yaml`, too.
 *
 * @param given as the command line has it
 * @returns a path relative to `folder`; `given` where nothing is found
 */
export function configFile(given: string, folder: string = process.cwd()): string {
  if (given !== globalOptions.config.default || existsSync(path.join(folder, given))) return given;
  const beside = path.join(folder, "config.yml");
  if (existsSync(beside)) return path.relative(folder, beside);
  const above = foldersAbove(folder).flatMap((at) => names.map((name) => path.join(at, name)));
  const found = above.find((file) => hasSources(file));
  return found === undefined ? given : path.relative(folder, found);
}

/** The folders above one, up to the root of its git work tree; none outside of one. */
function foldersAbove(folder: string): string[] {
  const folders: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    if (at !== folder) folders.push(at);
    if (existsSync(path.join(at, ".git"))) return folders;
    if (at === path.dirname(at)) return [];
  }
}

function hasSources(file: string): boolean {
  try {
    return /^["']?(?:sources|extends)["']?\s*:/m.test(readFileSync(file, "utf8"));
  } catch {
    return false;
  }
}
