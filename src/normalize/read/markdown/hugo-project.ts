import { hugoSections, hugoSites } from "../../media-types.ts";
import { dataOfYaml, splitFrontMatter } from "../front-matter/index.ts";
import { markdownLines } from "./lines.ts";
import { valueAt } from "./values.ts";

type Data = Readonly<Record<string, unknown>>;

/** Whether a text asks for what its Hugo site states. */
export const usesHugoProject = (text: string): boolean => /\{\{[<%][ \t]*param[ \t]/.test(text);

/**
 * Where the value of `{{< param name >}}` is looked for behind the front matter: what the sections around a page cascade to
 * it, the nearest first, then the site's own parameters. https://gohugo.io/shortcodes/param/,
 * https://gohugo.io/configuration/cascade/
 */
export function hugoProjectOf(includes: Readonly<Record<string, string>> | undefined): readonly unknown[] {
  if (includes === undefined) return [];
  const read = (names: readonly string[]) => names.flatMap((name) => includes[name] ?? []);
  const cascaded = read(hugoSections).flatMap((text) => cascades(splitFrontMatter(text).data.cascade));
  const sites = read(hugoSites).map(configurationOf);
  return [
    ...cascaded,
    ...sites.map(({ params }) => params),
    ...sites.flatMap(({ cascade }) => cascades(cascade)),
    ...sites,
  ];
}

/** A cascade that is meant for some pages says so, in ways that are not read. */
function cascades(cascade: unknown): unknown[] {
  const all: readonly unknown[] = Array.isArray(cascade) ? cascade : [cascade];
  return all.flatMap((one) => {
    if (!isData(one) || "_target" in one || "target" in one) return [];
    return [one.params, one];
  });
}

const isData = (value: unknown): value is Data => typeof value === "object" && value !== null;

/** Of a file in TOML or YAML, whose name is not known here. */
function configurationOf(text: string): Data {
  const isToml = /^[ \t]*(?:[\w.-]+[ \t]*=|\[\[?[\w.-]+\]\]?[ \t]*$)/m.test(text);
  return isToml ? splitFrontMatter(`+++\n${text}\n+++\n`).data : dataOfYaml(text);
}

const parameter = /\{\{[<%][ \t]*param[ \t]+(["`]?)([\w.-]+)\1[ \t]*[>%]\}\}/g;

/** Hugo fills in parameters before it reads Markdown, so in code as well. */
export function withParametersInCode(text: string, roots: readonly unknown[]): string {
  if (!usesHugoProject(text)) return text;
  const filled = (code: string) =>
    code.replaceAll(parameter, (whole, _, name: string) => parameterIn(roots, name) ?? whole);
  return markdownLines(text)
    .map(({ text: line, fenced }) => (fenced ? filled(line) : line.replaceAll(/(`+)[^`]+\1/g, filled)))
    .join("\n");
}

/** The first value of a name, or of a path with points, that can be shown. */
export function parameterIn(roots: readonly unknown[], name: string): string | undefined {
  for (const root of roots) {
    const value = valueAt(root, [name]) ?? valueAt(root, name.split("."));
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  return undefined;
}
