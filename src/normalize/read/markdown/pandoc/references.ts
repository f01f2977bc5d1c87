import type { MarkdownIt, StateInline } from "markdown-it";
import { mapProse } from "../lines.ts";
import { lineOf, type MarkdownEnv, ours } from "../nest.ts";

/**
 * Citations (`[@knuth1984, p. 3]`) and references to what a text numbers (`@fig-x` of Quarto, bookdown's `\@ref(fig:x)`). Numbers and
 * bibliographies are made by the generator: a citation is its key, a reference is the words of what it leads to.
 * https://pandoc.org/MANUAL.html#citation-syntax, https://quarto.org/docs/authoring/cross-references.html
 */
export function references(md: MarkdownIt): void {
  md.inline.ruler.before("escape", "numbered_reference", bookdownReference);
  md.inline.ruler.before("link", "citation", citation);
  md.inline.ruler.before("link", "cross_reference", crossReference);
}

/** Whether a text is one of Pandoc's: by its file's ending, or by what its front matter states. */
export function isPandoc(name: string, data: Readonly<Record<string, unknown>>): boolean {
  return /\.(?:qmd|rmd)$/i.test(name) || ["bibliography", "csl", "nocite"].some((key) => key in data);
}

const citesSources = ({ isPandoc, isMyst }: MarkdownEnv): boolean => isPandoc === true || isMyst === true;

/** bookdown's labels of equations, `(\#eq:x)`, whose numbers are its own; outside code. */
export function withoutEquationLabels(text: string): string {
  if (!text.includes("(\\#")) return text;
  return mapProse(text, (line) => line.replaceAll(/[ \t]*\(\\#[a-z]{2,4}:[\w-]{1,100}\)/g, ""));
}

const kinds: ReadonlyMap<string, string> = new Map(
  Object.entries({
    fig: "Figure",
    tbl: "Table",
    tab: "Table",
    lst: "Listing",
    eq: "Equation",
    sec: "",
    thm: "Theorem",
    lem: "Lemma",
    cor: "Corollary",
    prp: "Proposition",
    def: "Definition",
    exm: "Example",
    exr: "Exercise",
    rem: "Remark",
    alg: "Algorithm",
    tip: "Tip",
    nte: "Note",
    wrn: "Warning",
    imp: "Important",
    cau: "Caution",
  }),
);

const cited = /^\[((?:[^[\]@\n]{0,80}[\s(;-])?-?@[^[\]\n]{1,300})\](?![([:])/;
const key = /-?@\{?([\w:.#$%&+?<>~/-]*\w)\}?/g;

export function warnOfKeys({ warnings, source }: MarkdownEnv, written: string): void {
  warnings.add(
    "citation-key",
    "Citations are shown by their keys: the list of sources is made by the site's generator.",
    lineOf(source, written),
  );
}

function citation(state: StateInline, silent: boolean): boolean {
  const env = ours(state.env);
  if (state.src.charCodeAt(state.pos) !== 0x5b || !citesSources(env)) return false;
  const match = cited.exec(state.src.slice(state.pos, state.pos + 400));
  if (match === null) return false;
  if (!silent) {
    const words = (match[1] ?? "").replaceAll(key, (_, name: string) => referenceWords(name, env) ?? name);
    state.push("text", "", 0).content = `(${words})`;
    warnOfKeys(env, match[0]);
  }
  state.pos += match[0].length;
  return true;
}

const target = /^@\{?([a-z]{2,3}-[\w-]*\w|[A-Za-z][\w:-]*\d{2,4}[a-z]?)\}?(?![\w@])/;

/** Anything may be a label: a person's name is none, unless the text defines it. https://mystmd.org/guide/cross-references */
const ofMyst = /^@([A-Za-z][\w:-]*\w)(?![\w@])/;

function crossReference(state: StateInline, silent: boolean): boolean {
  const env = ours(state.env);
  if (state.src.charCodeAt(state.pos) !== 0x40 || !citesSources(env)) return false;
  if (/[\w.]/.test(state.src[state.pos - 1] ?? "")) return false;
  const match = (env.isPandoc === true ? target : ofMyst).exec(state.src.slice(state.pos, state.pos + 120));
  const name = match?.[1];
  if (match === null || name === undefined) return false;
  const words = referenceWords(name, env) ?? (env.isPandoc === true && /\d/.test(name) ? name : undefined);
  if (words === undefined) return false;
  if (!silent) state.push("text", "", 0).content = words;
  state.pos += match[0].length;
  return true;
}

const ofBookdown = /^\\@ref\(([\w:-]{1,100})\)/;

/** "Figure \@ref(fig:x)": the kind stands before. https://bookdown.org/yihui/bookdown/cross-references.html */
function bookdownReference(state: StateInline, silent: boolean): boolean {
  const env = ours(state.env);
  if (state.src.charCodeAt(state.pos) !== 0x5c || env.isPandoc !== true) return false;
  const match = ofBookdown.exec(state.src.slice(state.pos, state.pos + 120));
  if (match === null) return false;
  const name = match[1] ?? "";
  const label = name.slice(name.indexOf(":") + 1);
  if (!silent) state.push("text", "", 0).content = captionOf(name, env) ?? label.replaceAll("-", " ");
  state.pos += match[0].length;
  return true;
}

/** "Figure (its caption)", or a section's title; undefined for what is no reference. */
function referenceWords(name: string, env: MarkdownEnv): string | undefined {
  if (env.isPandoc !== true) return titleAt(name, env);
  const kind = kinds.get(/^[a-z]{2,3}(?=-)/.exec(name)?.[0] ?? "");
  if (kind === undefined) return undefined;
  const words = captionOf(name, env) ?? name.slice(name.indexOf("-") + 1).replaceAll("-", " ");
  return kind === "" ? words : `${kind} (${words})`;
}

/** The heading behind MyST's `(name)=`. */
function titleAt(name: string, { source = "" }: MarkdownEnv): string | undefined {
  const label = name.replaceAll(/[^\w]/g, "\\$&");
  return new RegExp(String.raw`^\(${label}\)=[ \t]*\n\s*#{1,6}[ \t]+([^\n]{1,300})`, "m")
    .exec(source)?.[1]
    ?.trim();
}

/** The words at which a label stands: of a heading, a picture's or table's caption, or a cell of code. */
function captionOf(name: string, { source = "" }: MarkdownEnv): string | undefined {
  const label = name.replaceAll(/[^\w]/g, "\\$&");
  const marked = new RegExp(
    String.raw`^(?:#{1,6}[ \t]+([^\n{]{1,200}?)|.{0,400}?!\[([^\]\n]{1,300})\]\([^)\n]*\)|(?:Table)?:[ \t]+([^\n{]{1,300}?))[ \t]*\{#${label}[\s}]`,
    "m",
  ).exec(source);
  const cell = new RegExp(
    String.raw`^#\|[ \t]*label:[ \t]*${label}[ \t]*$[\s\S]{0,400}?^#\|[ \t]*(?:fig|tbl|lst)-cap:[ \t]*["']?([^\n"]{1,300})`,
    "m",
  ).exec(source);
  return (marked?.[1] ?? marked?.[2] ?? marked?.[3] ?? cell?.[1])?.trim();
}
