import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The package's version, from the package.json beside `src/` (or beside `dist/`, when compiled). */
export const version: string = readVersion();

/** What every request says of itself. */
export const userAgent = `fin-ingest/${version}`;

function readVersion(): string {
  for (const place of ["../package.json", "../../package.json"]) {
    const file = new URL(place, import.meta.url);
    if (!existsSync(file)) continue;
    const { name, version } = JSON.parse(readFileSync(file, "utf8"));
    if (name === "fin-ingest" && typeof version === "string") return version;
  }
  return "0.0.0";
}

/** The folder of this package: the project when developing, `node_modules/fin-ingest` when installed. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, "package.json")) && path.dirname(folder) !== folder)
    folder = path.dirname(folder);
  return folder;
}
