import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The package's version. */
export const version: string = readVersion();

/** What every request says of itself. */
export const userAgent = `fin-ingest/${version}`;

function readVersion(): string {
  const file = path.join(packageRoot(), "package.json");
  const { name, version } = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  return name === "fin-ingest" && typeof version === "string" ? version : "0.0.0";
}

/** The folder of this package: the project when developing, `node_modules/fin-ingest` when installed. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, "package.json")) && path.dirname(folder) !== folder)
    folder = path.dirname(folder);
  return folder;
}
