import { mapProse } from "./lines.ts";

const comment = /<!--[ \t]*md:(option|setting|default|version|flag)(?:[ \t]+([^<>\n]{1,100}?))?[ \t]*-->/g;

/**
 * Comments of which a hook of Material for MkDocs makes text, as its own documentation and those modelled on it use them: the name that a
 * definition is about, its default and since when there is it. In
 * headings all but the name are badges, and stay out.
 * https://squidfunk.github.io/mkdocs-material/conventions/
 */
export function materialHooks(text: string): string {
  if (!/<!--[ \t]*md:/.test(text)) return text;
  return mapProse(text, (line) =>
    line.replaceAll(comment, (whole, kind: string, value = "") =>
      line.startsWith("#") && kind !== "option" && kind !== "setting" ? whole : shown(kind, value),
    ),
  );
}

function shown(kind: string, value: string): string {
  if (kind === "version") return value === "" ? "" : `(minimum version: ${value})`;
  if (kind === "default") return value === "none" || value === "" ? "" : `(default: ${value})`;
  if (kind === "flag") return /^(?:required|experimental)$/.test(value) ? `(${value})` : "";
  return value === "" ? "" : `\`${value.slice(value.lastIndexOf(".") + 1)}\``;
}
