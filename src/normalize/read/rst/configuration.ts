import { sphinxConfiguration } from "../../media-types.ts";

/** What Sphinx adds to every document of a project, as far as its `conf.py` states it in plain strings. */
export interface SphinxConfiguration {
  /** Name of a substitution (lower case) → its definition, as it is written. */
  readonly substitutions: ReadonlyMap<string, string>;
  /** Role → address and words of a link, with `%s` for its text. */
  readonly extlinks: ReadonlyMap<string, ExternalLink>;
  /** Name → value of MyST's `{{ name }}`. */
  readonly values: Readonly<Record<string, string>>;
  /** Settings that are plain strings. */
  readonly constants: ReadonlyMap<string, string>;
  /** Tags that the file sets itself, for `only`. */
  readonly tags: ReadonlySet<string>;
}

interface ExternalLink {
  readonly url: string;
  /** Absent: the whole address. */
  readonly caption?: string | undefined;
}

const none: SphinxConfiguration = {
  substitutions: new Map(),
  extlinks: new Map(),
  values: {},
  constants: new Map(),
  tags: new Set(),
};
const constant = /^(\w+)(?:: *str)? *= *([rRuUfF]{0,2})(?:"([^"\n]*)"|'([^'\n]*)') *(?:#.*)?$/gm;
/** A setting of the project's own, with the value that it has unless another is stated. */
const addedValue = /\badd_config_value\(\s*["'](\w+)["'],\s*["']([^"'\n]*)["']/g;
const texts =
  /^rst_(?:prolog|epilog) *\+?= *([rRuUfF]{0,2})(?:"""([\s\S]*?)"""|'''([\s\S]*?)'''|"([^"\n]*)"|'([^'\n]*)')/gm;
const definition = /^\.\. +\|([^|\n]{1,200})\| +[\w-]+::[^\n]*(?:\n(?:[ \t]+[^\n]*|[ \t]*(?=\n[ \t])))*/gm;
const externalLink =
  /["']([\w-]+)["'] *: *\(\s*([rRuUfF]{0,2})["']([^"'\n]+)["'],\s*(?:None|([rRuUfF]{0,2})["']([^"'\n]*)["']),?\s*\)/g;
const entry = /^\s*["']([\w-]+)["'] *: *([rRuUfF]{0,2})(?:"([^"\n]*)"|'([^'\n]*)') *,?/gm;

/**
 * Reads `rst_prolog`, `rst_epilog`, `extlinks` and `myst_substitutions`. What Python computes is not known; strings may name other
 * strings of the file (`f"{name}"`).
 * https://www.sphinx-doc.org/en/master/usage/configuration.html#confval-rst_prolog,
 * https://www.sphinx-doc.org/en/master/usage/extensions/extlinks.html,
 * https://myst-parser.readthedocs.io/en/latest/syntax/optional.html#substitutions-with-jinja2
 */
export function sphinxConfigurationOf(
  includes: Readonly<Record<string, string>> | undefined,
): SphinxConfiguration {
  const file = includes?.[sphinxConfiguration]?.replaceAll("\r\n", "\n");
  if (file === undefined) return none;
  const constants = new Map<string, string>();
  for (const [, name = "", prefix = "", double, single] of file.matchAll(constant)) {
    const value = stringOf(prefix, double ?? single ?? "", constants);
    if (value !== undefined) constants.set(name, value);
  }
  for (const [, name = "", value = ""] of file.matchAll(addedValue))
    if (!constants.has(name)) constants.set(name, value);
  return {
    constants,
    tags: new Set([...file.matchAll(/^tags\.add\(\s*["'](\w+)["']/gm)].map(([, tag = ""]) => tag)),
    substitutions: substitutionsOf(file, constants),
    extlinks: extlinksOf(file, constants),
    values: Object.fromEntries(
      [...blockOf(file, "myst_substitutions").matchAll(entry)].flatMap(
        ([, name = "", prefix = "", double, single]) => {
          const value = stringOf(prefix, double ?? single ?? "", constants);
          return value === undefined ? [] : [[name, value] as const];
        },
      ),
    ),
  };
}

function substitutionsOf(file: string, constants: ReadonlyMap<string, string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, prefix = "", ...forms] of file.matchAll(texts)) {
    const text = forms.find((form) => form !== undefined) ?? "";
    for (const [written, name = ""] of text.matchAll(definition)) {
      const value = stringOf(prefix, written, constants);
      const key = name.replaceAll(/\s+/g, " ").toLowerCase();
      if (value !== undefined && !found.has(key)) found.set(key, value.trimEnd());
    }
  }
  return found;
}

function extlinksOf(file: string, constants: ReadonlyMap<string, string>): Map<string, ExternalLink> {
  const links = blockOf(file, "extlinks").matchAll(externalLink);
  return new Map(
    [...links].flatMap(([, role = "", prefix = "", written = "", captionPrefix = "", words]) => {
      const url = stringOf(prefix, written, constants);
      const caption = words === undefined ? undefined : stringOf(captionPrefix, words, constants);
      return url?.includes("%s") ? [[role, { url, caption }] as const] : [];
    }),
  );
}

/** The lines of a dictionary, up to the one that closes it. */
function blockOf(file: string, name: string): string {
  const start = file.search(new RegExp(`^${name} *(?::[^=\\n]*)?= *\\{`, "m"));
  if (start === -1) return "";
  const rest = file.slice(start);
  const end = /^[^\n]*\} *$/.test(rest.split("\n", 1)[0] ?? "") ? rest.indexOf("\n") : rest.search(/^\}/m);
  return end === -1 ? rest : rest.slice(0, end);
}

/** A string's value; undefined where it names what is not known. */
function stringOf(
  prefix: string,
  written: string,
  constants: ReadonlyMap<string, string>,
): string | undefined {
  const text = /r/i.test(prefix) ? written : written.replaceAll("\\n", "\n").replaceAll(/\\(["'\\])/g, "$1");
  if (!/f/i.test(prefix)) return text;
  let isKnown = true;
  const filled = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = constants.get(name);
    isKnown &&= value !== undefined;
    return value ?? "";
  });
  return isKnown && !/(?<!\{)\{(?!\{)/.test(filled) ? filled : undefined;
}
