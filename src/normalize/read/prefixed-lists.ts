/** One line of a list in a markup whose marks say how deep it stands: `*#` is a numbered item in a bulleted one. */
export interface PrefixedItem {
  /** `*`, `-` bulleted, `#` numbered, `;` term, `:` definition; one mark for each level. */
  readonly prefix: string;
  readonly html: string;
  /** The number of a numbered list's first item. */
  readonly start?: number;
}

const MAX_DEPTH = 30;
const lists: Readonly<Record<string, readonly [list: string, item: string]>> = {
  "*": ["ul", "li"],
  "-": ["ul", "li"],
  "#": ["ol", "li"],
  ";": ["dl", "dt"],
  ":": ["dl", "dd"],
};
const kindOf = (mark: string | undefined) => lists[mark ?? "*"] ?? ["ul", "li"];

/** The items as nested HTML lists. */
export function prefixedLists(items: readonly PrefixedItem[]): string {
  let html = "";
  let open = "";
  const closeTo = (depth: number) => {
    for (let at = open.length - 1; at >= depth; at -= 1) {
      const [list, item] = kindOf(open[at]);
      html += `</${item}></${list}>\n`;
    }
    open = open.slice(0, depth);
  };
  for (const { prefix, html: own, start } of items) {
    const marks = prefix.slice(0, MAX_DEPTH);
    closeTo(common(open, marks));
    if (open.length === marks.length && open !== "") {
      html += `</${kindOf(open.at(-1))[1]}>`;
      open = open.slice(0, -1) + (marks.at(-1) ?? "");
      html += `<${kindOf(open.at(-1))[1]}>`;
    }
    for (const mark of marks.slice(open.length)) {
      const [list, item] = kindOf(mark);
      const from = list === "ol" && start !== undefined ? ` start="${start}"` : "";
      html += `<${list}${from}><${item}>`;
      open += mark;
    }
    html += own;
  }
  closeTo(0);
  return html;
}

/** Levels of the same list: a term and its definition stand in one. */
function common(one: string, other: string): number {
  let depth = 0;
  while (depth < one.length && depth < other.length && kindOf(one[depth])[0] === kindOf(other[depth])[0])
    depth += 1;
  return depth;
}
