import { existsSync } from "node:fs";
import path from "node:path";

/** The folder of this package: the project when developing, `node_modules/fin-ingest` when installed. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, "package.json")) && path.dirname(folder) !== folder)
    folder = path.dirname(folder);
  return folder;
}
