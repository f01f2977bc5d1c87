import { parseUrl } from "../../http/url.ts";
import type { Problem } from "../errors/problem.ts";
import { didYouMean } from "../errors/suggest.ts";
import { dotted, locate, locateKey, type Path, type ScalarTree, type Tree } from "../read/tree.ts";
import type { Recipe } from "./schema.ts";

/** A setting's value, or several of them. */
export interface Setting {
  readonly kind: "text" | "address" | "texts";
  readonly values: readonly Pick<ScalarTree, "value" | "from" | "failed">[];
}

export interface SettingsRead {
  readonly settings: ReadonlyMap<string, Setting>;
  readonly problems: readonly Problem[];
}

/** The settings that a source gives for its recipe, each checked by its kind. @param path of the source */
export function readSettings(root: Tree, path: Path, { name, settings: asked }: Recipe): SettingsRead {
  const place: Path = [...path, "settings"];
  const { tree, found, at } = locate(root, place);
  const settings = new Map<string, Setting>();
  if (found && tree.kind !== "map")
    return { settings, problems: [{ at, message: `${dotted(place)}: must be a mapping of settings` }] };
  const known = Object.keys(asked);
  const problems: Problem[] = (tree.kind === "map" && found ? [...tree.entries.keys()] : []).flatMap(
    (key) => {
      if (known.includes(key)) return [];
      const help =
        known.length === 0
          ? "; the recipe has no settings"
          : didYouMean(key, known) || `; known here: ${known.join(", ")}`;
      return [
        {
          at: locateKey(root, place, key),
          message: `unknown key "${key}" in ${dotted(place)}${help}`,
        },
      ];
    },
  );
  for (const [key, { kind, description, default: fallback, example }] of Object.entries(asked)) {
    const given = locate(root, [...place, key]);
    const values = given.found
      ? valuesOf(given.tree)
      : fallback === undefined
        ? []
        : [fallback].flat().map(plain);
    const what = dotted([...place, key]);
    if (values.length === 0) {
      const message = given.found
        ? `${what}: is empty; it is ${description}`
        : `${dotted(path)}: settings.${key} is missing: ${name} needs it (${description}), such as ${[example].flat()[0]}`;
      problems.push({ at: given.at, message });
      continue;
    }
    const fault =
      kind !== "texts" && values.length > 1
        ? "must be one value"
        : values.map((one) => faultOf(kind, one)).find(Boolean);
    if (fault !== undefined)
      problems.push({ at: given.at, message: `${what}: ${fault}, such as ${[example].flat()[0]}` });
    else settings.set(key, { kind, values: kind === "address" ? values.map(withoutSlash) : values });
  }
  return { settings, problems };
}

const plain = (value: string): Setting["values"][number] => ({ value, from: [] });

function valuesOf(tree: Tree): Setting["values"] {
  if (tree.kind === "list") return tree.items.flatMap((item) => (item.kind === "list" ? [] : valuesOf(item)));
  if (tree.kind !== "scalar" || (tree.value === null && !tree.failed)) return [];
  const { value, source, from, failed } = tree;
  // 2.10 is a text here, with its zero.
  return [
    {
      value: typeof value === "number" && from.length === 0 ? source : String(value ?? ""),
      from,
      ...(failed && { failed }),
    },
  ];
}

function faultOf(kind: Setting["kind"], { value, failed }: Setting["values"][number]): string | undefined {
  const text = String(value);
  if (failed) return undefined;
  if (text.trim() === "") return "is empty; it must be a text";
  if (/[{}\p{Cc}]/u.test(text)) return "must not contain braces or control characters";
  if (kind !== "address") return undefined;
  const url = parseUrl(text);
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
  return isPlain && url.username === "" && url.password === ""
    ? undefined
    : "must be an absolute address without parameters";
}

const withoutSlash = (one: Setting["values"][number]): Setting["values"][number] => ({
  ...one,
  value: String(one.value).replace(/\/+$/, ""),
});
