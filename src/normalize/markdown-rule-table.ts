import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

/**
 * markdown-it asks each rule in turn at each line and at each mark of a text, and nearly all answer no at the first
 * character they look at. Here only those are asked that can begin with the character at hand, in the same order.
 */
export function askByFirstCharacter(md: MarkdownIt): void {
  const { block, inline } = md;
  askOne(block.ruler, blockFirst, ({ src, bMarks, tShift }: StateBlock, line: number) =>
    src.charCodeAt((bMarks[line] ?? 0) + (tShift[line] ?? 0)),
  );
  inline.ruler.at("text", plainText);
  askOne(inline.ruler, inlineFirst, ({ src, pos }: StateInline) => src.charCodeAt(pos));
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

/** Where a text stops: at a rule's mark, and at the end of a link's label, which the search for it must see. */
const marks = new Set(`${Object.values(inlineMarks).join("")}]`);
const inlineFirst: FirstCharacters = {
  ...inlineMarks,
  text: ascii()
    .filter((character) => !marks.has(character))
    .join(""),
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

interface RuleList<Args extends unknown[]> {
  readonly __rules__: readonly {
    readonly name: string;
    readonly alt: readonly string[];
    readonly fn: (...args: Args) => boolean;
  }[];
  getRules(chain: string): ((...args: Args) => boolean)[];
}

/** Puts one rule in the place of all of a chain's, which asks those that can begin here. */
function askOne<Args extends unknown[]>(
  ruler: RuleList<Args>,
  first: FirstCharacters,
  codeAt: (...args: Args) => number,
): void {
  const unknown = ruler.__rules__.find(({ name }) => !Object.hasOwn(first, name));
  if (unknown !== undefined) throw new Error(`what a "${unknown.name}" can begin with is not stated`);
  const chains = new Map(
    ["", ...new Set(ruler.__rules__.flatMap(({ alt }) => alt))].map((chain) => {
      const rules = ruler.__rules__.filter(({ alt }) => chain === "" || alt.includes(chain));
      const startingWith = (character: string) =>
        rules.filter(({ name }) => first[name]?.includes(character) ?? true).map(({ fn }) => fn);
      const table = ascii().map(startingWith);
      const others = rules.filter(({ name }) => name === "text" || first[name] === undefined);
      const otherRules = others.map(({ fn }) => fn);
      const ask = (...args: Args): boolean => {
        for (const rule of table[codeAt(...args)] ?? otherRules) if (rule(...args)) return true;
        return false;
      };
      return [chain, [ask]];
    }),
  );
  ruler.getRules = (chain) => chains.get(chain) ?? [];
}

function ascii(): string[] {
  return Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
}
