import type { MarkdownIt, StateInline } from "markdown-it";

/**
 * markdown-it asks each rule in turn at each line and at each mark of a text, and nearly all answer no at the first
 * character they look at. Here only those are asked that can begin with the character at hand, in the same order.
 */
export function askByFirstCharacter({ block, inline }: MarkdownIt): void {
  ask(block.ruler, blockFirst, (rulesFor) => (state, line, end, silent) => {
    const at = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
    for (const rule of rulesFor(state.src.charCodeAt(at))) if (rule(state, line, end, silent)) return true;
    return false;
  });
  inline.ruler.at("text", plainText);
  ask(inline.ruler, inlineFirst, (rulesFor) => (state, silent) => {
    for (const rule of rulesFor(state.src.charCodeAt(state.pos))) if (rule(state, silent)) return true;
    return false;
  });
}

/** The characters that a rule can begin with; undefined: any. */
type FirstCharacters = Readonly<Record<string, string | undefined>>;

const blockFirst: FirstCharacters = {
  table: undefined,
  code: undefined,
  container: ":/",
  mkdocs: "!?=",
  shortcode: "{",
  fence: "`~",
  blockquote: ">",
  hr: "*-_",
  list: "*-+0123456789",
  footnote_def: "[",
  reference: "[",
  component: "<",
  html_block: "<",
  heading: "#",
  lheading: undefined,
  attribute_line: "{",
  definition_list: undefined,
  paragraph: undefined,
};

const inlineMarks: FirstCharacters = {
  linkify: ":",
  newline: "\n",
  escape: "\\",
  backticks: "`",
  strikethrough: "~",
  emphasis: "*_",
  colon_marks: ":",
  attribute_list: "{",
  shortcode: "{",
  link: "[",
  image: "!",
  footnote_inline: "^",
  footnote_ref: "[",
  autolink: "<",
  html_inline: "<",
  entity: "&",
};

/** Stands for all of them, and for the end of a text. */
const beyondAscii = "\u0080";
/** Where a text stops: at a rule's mark, and at the end of a link's label, which the search for it must see. */
const marks = new Set(`${Object.values(inlineMarks).join("")}]`);
const inlineFirst: FirstCharacters = {
  ...inlineMarks,
  text: [...ascii(), beyondAscii].filter((character) => !marks.has(character)).join(""),
};
const pattern = [...marks].map((mark) => (mark === "\n" ? "\\n" : `\\${mark}`)).join("");
const textRun = new RegExp(`[^${pattern}]+`, "y");
const anyMark = new RegExp(`[${pattern}]`);

/** Whether a text has nothing that an inline rule would look at. */
export function isPlainText(text: string): boolean {
  return !anyMark.test(text);
}

function plainText(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  textRun.lastIndex = pos;
  if (!textRun.test(src)) return false;
  const end = Math.min(textRun.lastIndex, posMax);
  if (!silent) state.pending += src.slice(pos, end);
  state.pos = end;
  return true;
}

/** Puts one rule in the place of all of a chain's; it asks those that can begin with a character. */
function ask<Rule>(
  ruler: Rules<Rule>,
  first: FirstCharacters,
  askThose: (rulesFor: (code: number) => readonly Rule[]) => Rule,
): void {
  const rules = ruler.__rules__;
  const unknown = rules.find(({ name }) => !Object.hasOwn(first, name));
  if (unknown !== undefined) throw new Error(`what a "${unknown.name}" can begin with is not stated`);
  const chains = new Map(
    ["", ...new Set(rules.flatMap(({ alt }) => alt))].map((chain) => {
      const inChain = rules.filter(({ alt }) => chain === "" || alt.includes(chain));
      const startingWith = (character: string) =>
        inChain.filter(({ name }) => first[name]?.includes(character) ?? true).map(({ fn }) => fn);
      const table = ascii().map(startingWith);
      const beyond = startingWith(beyondAscii);
      return [chain, [askThose((code) => table[code] ?? beyond)]];
    }),
  );
  ruler.getRules = (chain) => chains.get(chain) ?? [];
}

interface Rules<Rule> {
  readonly __rules__: readonly {
    readonly name: string;
    readonly alt: readonly string[];
    readonly fn: Rule;
  }[];
  getRules(chain: string): Rule[];
}

function ascii(): string[] {
  return Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
}
