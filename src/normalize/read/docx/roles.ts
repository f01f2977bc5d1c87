import { mark } from "./make.ts";
import { isFixedWidth, roleOfStyle, type StyleFacts, type StyleRole } from "./styles.ts";

/** The part of mammoth's document tree that is used here. https://github.com/mwilliamson/mammoth.js#document-transforms */
interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
  readonly value?: string;
  readonly styleId?: string | null;
  readonly styleName?: string | null;
  readonly font?: string | null;
  readonly numbering?: unknown;
}

/** Style id, before its level, of paragraphs that are headings by themselves. */
export const outlineStyle = "FinOutline";

const named: Readonly<Record<StyleRole, string>> = {
  code: "Fin Code",
  quote: "Fin Quote",
  caption: "Fin Caption",
  title: "Fin Title",
  subtitle: "Fin Subtitle",
};

/** Gives paragraphs and runs a style name by their role, whatever the author's name for it. */
export function withRoles(tree: unknown, styles: StyleFacts): unknown {
  // mammoth does not type the tree; this is its documented shape.
  const root = tree as Node;
  return mapped(root, { ...styles, blocks: stylesOfBlocks(root, styles) }, false);
}

interface Roles extends StyleFacts {
  /** Styles of code whose paragraphs are blocks, not lines. */
  readonly blocks: ReadonlySet<string>;
}

const codeBlock = "Fin Code Block";

/** Where a style's paragraphs have line breaks in them, as pandoc writes code, each is a block of its own. */
function stylesOfBlocks(node: Node, styles: StyleFacts): Set<string> {
  if (node.type === "paragraph") {
    const isBlock = hasBreak(node) && paragraphRole(node, styles) === named.code;
    return new Set(isBlock && node.styleId ? [node.styleId] : []);
  }
  return new Set((node.children ?? []).flatMap((child) => [...stylesOfBlocks(child, styles)]));
}

function hasBreak({ type, children = [] }: Node): boolean {
  return type === "break" || children.some(hasBreak);
}

function mapped(node: Node, styles: Roles, inCode: boolean): Node {
  const role = node.type === "paragraph" ? paragraphRole(node, styles) : undefined;
  const code = inCode || role === named.code;
  // Some nodes are class instances and must keep their prototype.
  const copy: Node = Object.assign(Object.create(Object.getPrototypeOf(node)), node);
  const children = withBlankLines(node.children, styles)?.map((child) => mapped(child, styles, code));
  const isBlock = role === named.code && styles.blocks.has(node.styleId ?? "");
  const styleName = isBlock
    ? codeBlock
    : (role ?? (node.type === "run" ? runRole(node, styles, code) : undefined));
  return Object.assign(copy, children && { children }, styleName && { styleName });
}

/** mammoth drops empty paragraphs: those inside code get a mark, and the style of the line before. */
function withBlankLines(
  children: readonly Node[] | undefined,
  styles: StyleFacts,
): readonly Node[] | undefined {
  if (!children?.some((child) => child.type === "paragraph")) return children;
  const blank = children.map((child) => child.type === "paragraph" && isEmpty(child));
  const code = children.map(
    (child) => child.type === "paragraph" && paragraphRole(child, styles) === named.code,
  );
  const next = new Array<number>(children.length).fill(-1);
  for (let at = children.length - 2; at >= 0; at -= 1)
    next[at] = blank[at + 1] ? (next[at + 1] ?? -1) : at + 1;
  let before = -1;
  return children.map((child, index) => {
    if (!blank[index]) before = index;
    const line = children[before];
    if (!blank[index] || !line || !code[before] || !code[next[index] ?? -1]) return child;
    const run: Node = { type: "run", children: [{ type: "text", value: mark.blank }] };
    return Object.assign(Object.create(Object.getPrototypeOf(line)), line, { children: [run] });
  });
}

function isEmpty(paragraph: Node): boolean {
  return (
    plainText(paragraph).trim() === "" &&
    !runsOf(paragraph).some(({ children = [] }) => children.some(({ type }) => type !== "text"))
  );
}

function paragraphRole(node: Node, styles: StyleFacts): string | undefined {
  const role = roleOfStyle(node.styleName);
  if (role) return named[role];
  const own = node.styleId?.startsWith(outlineStyle) ? Number(node.styleId.slice(outlineStyle.length)) : 0;
  const level = own > 0 ? own : styles.headings.get(node.styleId ?? "");
  if (level !== undefined && !/^heading \d$/i.test(node.styleName ?? "")) return `Fin Heading ${level}`;
  if (node.numbering || /^heading/i.test(node.styleName ?? "")) return undefined;
  return styles.monospace.has(node.styleId ?? "") || isAllFixedWidth(node) ? named.code : undefined;
}

function isAllFixedWidth(paragraph: Node): boolean {
  const runs = runsOf(paragraph).filter((run) => plainText(run).trim() !== "");
  return runs.length > 0 && runs.every(({ font }) => isFixedWidth(font));
}

function runRole(run: Node, styles: StyleFacts, inCode: boolean): string | undefined {
  // In a code block a run is plain text, which a style unknown to mammoth does not change.
  if (inCode) return "Fin Plain";
  const isCode = roleOfStyle(run.styleName) === "code" || styles.monospace.has(run.styleId ?? "");
  return (isCode || isFixedWidth(run.font)) && plainText(run).trim() !== "" ? named.code : undefined;
}

function runsOf(node: Node): Node[] {
  return node.type === "run" ? [node] : (node.children ?? []).flatMap(runsOf);
}

function plainText(node: Node): string {
  return node.type === "text" ? (node.value ?? "") : (node.children ?? []).map(plainText).join("");
}
