import type { Problem } from "../errors/problem.ts";
import { didYouMean } from "../errors/suggest.ts";
import type { MapTree, ScalarTree, Tree } from "../read/tree.ts";
import type { Setting } from "./settings.ts";

const REFERENCE = /\$\{([^}]*)\}/g;
/** In a list: the item once for each value of a setting of several. */
const REPEAT = "repeat";

type Settings = ReadonlyMap<string, Setting>;

/**
 * A recipe's tree with the values of its settings in the place of `${name}`. A recipe sees these and nothing else: neither
 * variables of the environment nor files, whoever wrote it. In an address a value is percent-encoded.
 */
export function filledRecipe(tree: Tree, settings: Settings, problems: Problem[]): Tree {
  if (tree.kind === "scalar") return filledScalar(tree, settings, problems);
  if (tree.kind === "list")
    return { ...tree, items: tree.items.flatMap((item) => filledItem(item, settings, problems)) };
  const entries = [...tree.entries].map(
    ([key, entry]) => [key, { ...entry, tree: filledRecipe(entry.tree, settings, problems) }] as const,
  );
  return { ...tree, entries: new Map(entries) };
}

function filledItem(item: Tree, settings: Settings, problems: Problem[]): Tree[] {
  const repeat = item.kind === "map" ? item.entries.get(REPEAT)?.tree : undefined;
  if (item.kind !== "map" || repeat?.kind !== "scalar") return [filledRecipe(item, settings, problems)];
  const name = String(repeat.value);
  const setting = settings.get(name);
  if (setting?.kind !== "texts") {
    problems.push({ at: repeat.at, message: `${REPEAT}: "${name}" is no setting of several texts` });
    return [];
  }
  const each = without(item, REPEAT);
  return setting.values.map((value) =>
    filledRecipe(each, new Map([...settings, [name, { kind: "text", values: [value] }]]), problems),
  );
}

function without(tree: MapTree, key: string): MapTree {
  const entries = new Map(tree.entries);
  entries.delete(key);
  return { ...tree, entries };
}

function filledScalar(scalar: ScalarTree, settings: Settings, problems: Problem[]): ScalarTree {
  const { value, at } = scalar;
  if (typeof value !== "string" || !value.includes("${")) return scalar;
  const used: Setting["values"][number][] = [];
  const isAddress = /^(?:https?:\/\/|\$\{\w+\}\/)/i.test(value);
  const text = value.replaceAll(REFERENCE, (whole, name: string) => {
    const setting = settings.get(name);
    const [only, ...others] = setting?.values ?? [];
    if (setting === undefined || only === undefined || others.length > 0) {
      const known = [...settings.keys()];
      const why =
        setting === undefined
          ? `is no setting of the recipe${didYouMean(name, known)}`
          : `has several values: use \`${REPEAT}\``;
      problems.push({ at, message: `\${${name}} ${why}` });
      return whole;
    }
    used.push(only);
    const given = String(only.value);
    return isAddress && setting.kind !== "address" ? encodeURIComponent(given) : given;
  });
  const failed = used.find((one) => one.failed)?.failed;
  return { ...scalar, value: text, from: used.flatMap(({ from }) => from), ...(failed && { failed }) };
}
