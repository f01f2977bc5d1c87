import { readFileSync } from "node:fs";
import { mergedFromDisk } from "./load.ts";
import { locate } from "./read/tree.ts";

/**
 * Whether a configuration file is there and names this source. Nothing in it is filled in: another configuration's
 * secrets and variables are not ours to read. A file that cannot be read or parsed names every source, because what
 * it says is not known.
 */
export function namesSource(file: string, name: string): boolean {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    return !["ENOENT", "ENOTDIR"].includes(Object(error).code);
  }
  const { tree, isIncomplete } = mergedFromDisk(file, text);
  if (isIncomplete) return true;
  if (tree === undefined) return text.trim() !== "";
  const { tree: environments } = locate(tree, ["environments"]);
  const inAnEnvironment =
    environments.kind === "map" &&
    [...environments.entries.values()].some(({ tree }) => locate(tree, ["sources", name]).found);
  return inAnEnvironment || locate(tree, ["sources", name]).found;
}
