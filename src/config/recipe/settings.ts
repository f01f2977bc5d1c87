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

type Asked = Recipe["settings"][string];

/** The settings that a source gives for its recipe, each checked by its kind. @param path of the source */
export function readSettings(root: Tree, path: Path, recipe: Recipe): SettingsRead {
  const place: Path = [...path, "settings"];
  const { tree, found, at } = locate(root, place);
  const settings = new Map<string, Setting>();
  if (found && tree.kind !== "map")
    return { settings, problems: [{ at, message: `${dotted(place)}: must be a mapping of settings` }] };
  const problems = unknownKeys(root, place, Object.keys(recipe.settings));
  for (const [key, asked] of Object.entries(recipe.settings)) {
    const given = locate(root, [...place, key]);
    const values = given.found ? valuesOf(given.tree) : [asked.default ?? []].flat().map(plain);
    const fault = faultOf(asked, values);
    if (fault === undefined) settings.set(key, { kind: asked.kind, values: inForm(asked.kind, values) });
    else
      problems.push({
        at: given.at,
        message: given.found
          ? `${dotted([...place, key])}: ${fault}, such as ${[asked.example].flat()[0]}`
          : `${dotted(path)}: settings.${key} is missing: ${recipe.name} needs it (${asked.description}), such as ${[asked.example].flat()[0]}`,
      });
  }
  return { settings, problems };
}

function unknownKeys(root: Tree, place: Path, known: readonly string[]): Problem[] {
  const { tree, found } = locate(root, place);
  const written = found && tree.kind === "map" ? [...tree.entries.keys()] : [];
  return written
    .filter((key) => !known.includes(key))
    .map((key) => {
      const others =
        known.length === 0 ? "; the recipe has no settings" : `; known here: ${known.join(", ")}`;
      const message = `unknown key "${key}" in ${dotted(place)}${didYouMean(key, known) || others}`;
      return { at: locateKey(root, place, key), message };
    });
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

/** What is wrong with a setting's values, in the words that follow its name; undefined if nothing is. */
function faultOf({ kind }: Asked, values: Setting["values"]): string | undefined {
  if (values.length === 0) return "is empty";
  if (kind !== "texts" && values.length > 1) return "must be one value";
  return values
    .map(({ value, failed }) => (failed ? undefined : textFault(kind, String(value))))
    .find(Boolean);
}

function textFault(kind: Setting["kind"], text: string): string | undefined {
  if (text.trim() === "") return "is empty; it must be a text";
  if (/[{}\p{Cc}]/u.test(text)) return "must not contain braces or control characters";
  if (kind !== "address") return undefined;
  const url = parseUrl(text);
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
  return isPlain && url.username === "" && url.password === ""
    ? undefined
    : "must be an absolute address without parameters";
}

const inForm = (kind: Setting["kind"], values: Setting["values"]): Setting["values"] =>
  kind === "address"
    ? values.map((one) => ({ ...one, value: String(one.value).replace(/\/+$/, "") }))
    : values;
