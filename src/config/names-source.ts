import { readFileSync } from "node:fs";
import { locate } from "./read/tree.ts";
import { readYaml } from "./read/yaml.ts";

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
  const { tree } = readYaml(text, (scalar) => ({ kind: "filled", text: scalar, from: [] }));
  if (tree === undefined) return text.trim() !== "";
  return locate(tree, ["sources", name]).found;
}
