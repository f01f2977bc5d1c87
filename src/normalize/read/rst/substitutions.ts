import { excerpt, type Warnings } from "../../warnings.ts";

const definition = /^ *\.\. +\|([^|\n]{1,200})\| +\w[\w-]{0,40}::/gm;
/** Raw output is not read, and without a definition docutils would show the name. */
const rawDefinition = /^( *\.\. +\|[^|\n]{1,200}\|) +raw::([^\n]*(?:\n(?: +[^\n]*| *))*)/gm;
/** Inline literals and roles are no place for one: https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#inline-markup */
const literals = /``(?:[^`]|`(?!`)){1,500}``|`[^`\n]{1,500}`/g;
const reference =
  /(?<=^|[\s'"([{<\-/:*])\|(?! )([^|\n]{1,80}?)(?<! )\|(?=$|[\s'")\]}>\-/:.,;!?*\\]|_{1,2}(?!\w))/gm;
const tableBorder = /^ *\+(?:[-=]+\+)+ *$/;
/** What stands for a line break until there is HTML. */
export const LINE_BREAK = "\u2028";
const lineBreak = "unicode:: 0x2028";
const nothing = "unicode:: 0x20";

/** The names (`|name|`) that stand for something else in a reStructuredText and the files that it includes. */
export class Substitutions {
  readonly #defined = new Set<string>();
  readonly #used = new Map<string, string>();

  /** Takes in text that is neither code nor a comment; gives it with definitions that docutils can read. */
  read(prose: string): string {
    if (!prose.includes("|")) return prose;
    for (const [, name = ""] of prose.matchAll(definition)) this.#defined.add(keyOf(name));
    const bars = barsOf(prose);
    for (const { 1: name = "", index } of prose.replaceAll(literals, blank).matchAll(reference))
      if (!bars(index)) this.#used.set(keyOf(name), name);
    return prose.replace(
      rawDefinition,
      (_whole, head: string, content: string) => `${head} ${replacementOf(content)}\n`,
    );
  }

  /** The lines of definitions, made elsewhere, of names that are used here and not defined. */
  definedBy(definitions: ReadonlyMap<string, string>): string[] {
    const wanted = [...this.#used.keys()].filter((key) => !this.#defined.has(key));
    return wanted.flatMap((key) => {
      const written = definitions.get(key);
      return written === undefined ? [] : ["", ...written.split("\n")];
    });
  }

  /**
   * Definitions for the names that have none, so that what refers to them is read: docutils fails on one within another.
   * Each is warned of.
   */
  missing(warnings: Warnings): string[] {
    const names = [...this.#used].filter(([key]) => !this.#defined.has(key)).map(([, name]) => name);
    return names.flatMap((name) => {
      if (ofSphinx.test(name)) {
        warnings.addAt(
          "substitution-undefined",
          `|${name}|`,
          `|${name}| was left out: Sphinx fills it in from its configuration.`,
        );
        return ["", `.. |${name}| ${nothing}`];
      }
      const isBreak = /^(?:br|newline|nl|line-?break)$/i.test(name);
      warnings.addAt(
        "substitution-undefined",
        `|${name}|`,
        `|${excerpt(name)}| is not defined in this document, and is ${isBreak ? "read as a line break" : "shown as words"}.`,
      );
      return ["", `.. |${name}| ${isBreak ? lineBreak : `replace:: ${name.replaceAll(/[*`_\\]/g, "\\$&")}`}`];
    });
  }
}

/** https://www.sphinx-doc.org/en/master/usage/restructuredtext/basics.html#default-substitutions */
const ofSphinx = /^(?:release|version|today|translation progress)$/;
const keyOf = (name: string) => name.replaceAll(/\s+/g, " ").trim().toLowerCase();
const blank = (text: string) => text.replaceAll(/[^\n]/g, " ");

/** The text of raw HTML, or the break that it stands for. */
function replacementOf(content: string): string {
  if (/<br\b/i.test(content)) return lineBreak;
  const text = /^ *html\b/i.test(content)
    ? content.replace(/^[^\n]*/, "").replaceAll(/<[^<>]{0,2000}>|&\w{1,32};|[`*_|\\]/g, " ")
    : "";
  const words = text.replaceAll(/\s+/g, " ").trim();
  return words === "" ? nothing : `replace:: ${words}`;
}

/** Tells which places of a text are the lines of a grid table, by the columns of the border above. */
function barsOf(prose: string): (at: number) => boolean {
  if (!prose.includes("-+") && !prose.includes("=+")) return () => false;
  const bars = new Set<number>();
  let columns: readonly number[] = [];
  let start = 0;
  for (const line of prose.split("\n")) {
    if (tableBorder.test(line)) columns = [...line.matchAll(/\+/g)].map(({ index }) => index);
    else if (!/^ *[|+]/.test(line)) columns = [];
    for (const column of columns) bars.add(start + column);
    start += line.length + 1;
  }
  return (at) => bars.has(at);
}
