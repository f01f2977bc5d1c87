import { mkdocsConfiguration } from "../../media-types.ts";
import { dataOfYaml } from "../front-matter/index.ts";

/** What an MkDocs project adds to every page, as far as its `mkdocs.yml` states it. */
export interface MkdocsProject {
  /** The files whose text PyMdown's snippets put behind each page: definitions of links and abbreviations. */
  readonly appended: readonly string[];
  /** What `{{ name }}` stands for, where the project uses the plug-in for macros. */
  readonly values: Readonly<Record<string, unknown>>;
}

const none: MkdocsProject = { appended: [], values: {} };

/**
 * Reads `auto_append` of the snippets and, for the plug-in of macros, `extra` and the settings that pages name.
 * https://facelessuser.github.io/pymdown-extensions/extensions/snippets/#auto-append-snippets,
 * https://mkdocs-macros-plugin.readthedocs.io/en/latest/pages/#variables
 */
export function mkdocsProjectOf(includes: Readonly<Record<string, string>> | undefined): MkdocsProject {
  const text = includes?.[mkdocsConfiguration];
  if (text === undefined) return none;
  return {
    appended: appendedFiles(text),
    values: /^\s*-\s*["']?macros\b/m.test(text) ? macroValues(text) : {},
  };
}

/** The files that `auto_append` names. */
export function appendedFiles(configuration: string): string[] {
  const [, inline = "", list = ""] =
    /^[ \t]*auto_append:[ \t]*(?:\[([^\]]{0,2000})\]|#[^\n]*)?[ \t]*\r?\n((?:[ \t]*-[ \t]+[^\n]{1,300}\n?){0,50})/m.exec(
      `${configuration}\n`,
    ) ?? [];
  return [...inline.split(","), ...list.split("\n")].flatMap((entry) => {
    const file = entry
      .replace(/^\s*-\s+/, "")
      .trim()
      .replace(/^(["'])(.*)\1$/, "$2");
    return file === "" ? [] : [file];
  });
}

function macroValues(text: string): Record<string, unknown> {
  // Tags of Python are not data: `!!python/name:material.extensions.emoji.twemoji`.
  const { extra, ...config } = dataOfYaml(
    text.replaceAll(/(^|[\s:,[{-])!{1,2}[\w./:-]+/gm, "$1").replaceAll("\r\n", "\n"),
  );
  const values = typeof extra === "object" && extra !== null ? { ...extra } : {};
  return { ...values, config: { ...config, extra: values } };
}
