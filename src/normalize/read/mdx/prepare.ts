import { readOpening } from "../markdown/containers.ts";
import { mapProse } from "../markdown/lines.ts";
import { mapFormulas } from "../markdown/math.ts";

/**
 * Rewrites spellings that documentation tools accept beyond MDX into those that its parser knows: `:::note Title` →
 * `:::note[Title]`, `## Heading {#id}` → `## Heading \{#id}`.
 */
export function prepareMdx(text: string): string {
  return mapProse(literalFormulas(withoutMdxFences(text)), (line) => {
    const marks = line.indexOf(":::");
    if (marks !== -1 && line.slice(0, marks).trim() === "") return directiveLine(line, marks);
    if (line.startsWith("#")) return line.replace(headingId, (_, id: string) => literal(`{${id}}`));
    return line;
  });
}

/** Formulas as literal text, as remark-math reads them: braces in them are not expressions. */
function literalFormulas(text: string): string {
  if (!text.includes("$")) return text;
  let inside = false;
  return mapProse(text, (line) => {
    const bare = line.trim();
    const wasInside = inside;
    if (bare.startsWith("$$") ? !/^\$\$.+\$\$/.test(bare) : inside && bare.endsWith("$$")) inside = !inside;
    if (esm.test(line)) return line;
    if (!wasInside && !inside) return mapFormulas(line, literal);
    return line.replace(/\S.*$/, literal);
  });
}

const headingId = /\\?\{([ \t]*#[^\s{}][^{}\n]{0,200})\}\s*$/;

/** Text in which nothing is markup. */
function literal(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]/g, "\\$&");
}

/**
 * Docusaurus hides MDX from other tools in a fence of its own, and reads its content as if there were no fence.
 * https://docusaurus.io/docs/markdown-features/react#markdown-and-jsx-interoperability
 */
function withoutMdxFences(text: string): string {
  if (!text.includes("mdx-code-block")) return text;
  let fence = "";
  let isMdx = false;
  const kept = text.split("\n").filter((line) => {
    const [, marks = "", info = ""] = /^\s{0,20}(`{3,}|~{3,})\s*(.*)$/.exec(line) ?? [];
    if (marks === "") return true;
    if (fence === "") {
      fence = marks;
      isMdx = info.trim() === "mdx-code-block";
      return !isMdx;
    }
    if (info !== "" || !marks.startsWith(fence)) return true;
    fence = "";
    return !isMdx;
  });
  return kept.join("\n");
}

function directiveLine(line: string, indent: number): string {
  const opening = readOpening(line.slice(indent).trimEnd());
  if (opening === undefined || !opening.marks.startsWith(":")) return line.trimEnd();
  const { marks, name, title, attributes } = opening;
  const label = title === "" ? "" : `[${balanced(title)}]`;
  const braces = attributes === "" || attributes.startsWith("{") ? attributes : `{${attributes}}`;
  return `${line.slice(0, indent)}${marks}${name}${label}${braces}`;
}

/** Unmatched brackets in a title would end its label early. */
function balanced(title: string): string {
  let depth = 0;
  for (const char of title) {
    depth += char === "[" ? 1 : char === "]" ? -1 : 0;
    if (depth < 0) break;
  }
  return depth === 0 ? title : title.replaceAll(/[[\]]/g, "\\$&");
}

const voidTag = /<(area|br|col|hr|img|input|source|wbr)((?:\s[^<>]{0,2000})?)>/gi;
const autolink = /<(https?:\/\/[^\s<>]{1,2000})>/g;
const esm = /^(?:import|export)\s/;

/**
 * Repairs what ordinary Markdown has and MDX refuses: HTML comments, autolinks, elements without an end tag. Code spans
 * are not changed.
 */
export function repairMdx(text: string): string {
  const withoutComments = dropComments(text);
  return mapProse(withoutComments, (line) => {
    if (esm.test(line) || !line.includes("<")) return line;
    return line
      .split(/(`+[^`]*`+)/)
      .map((part, i) => (i % 2 === 1 ? part : repairTags(part)))
      .join("");
  });
}

function repairTags(text: string): string {
  return text
    .replaceAll(autolink, (_, url: string) => `[${url}](${url})`)
    .replaceAll(voidTag, (tag, name: string, rest: string) =>
      rest.trimEnd().endsWith("/") ? tag : `<${name}${rest} />`,
    )
    .replaceAll(/<(?=[\s\d=<-]|$)/g, "\\<");
}

/** Comments outside code, also over several lines. */
export function dropComments(text: string): string {
  if (!text.includes("<!--")) return text;
  let inside = false;
  return mapProse(text, (line) => {
    let result = "";
    let at = 0;
    let ticks = 0;
    while (at < line.length) {
      const mark = line.indexOf(inside ? "-->" : "<!--", at);
      if (mark === -1) break;
      if (!inside) ticks += line.slice(at, mark).split("`").length - 1;
      if (inside) {
        inside = false;
        at = mark + 3;
      } else if (ticks % 2 === 1) {
        result += line.slice(at, mark + 4);
        at = mark + 4;
      } else {
        inside = true;
        result += line.slice(at, mark);
        at = mark + 4;
      }
    }
    return inside ? result : result + line.slice(at);
  });
}

/** The text for the Markdown parser when it is not MDX after all: without module lines and expression comments. */
export function withoutModuleLines(text: string): string {
  let statement: string | undefined;
  return mapProse(text, (line) => {
    if (statement === undefined && isModuleLine(line)) statement = "";
    if (statement === undefined) return line.replaceAll(/\{\/\*.{0,2000}?\*\/\}/g, "");
    const isOver = line.trim() === "" || line.startsWith("#");
    statement = isOver ? undefined : `${statement}${line}\n`;
    if (statement === undefined) return line;
    if (isComplete(statement)) statement = undefined;
    return "";
  });
}

const exported = /^export\s+(?:default\s|const\s|let\s|var\s|function\b|async\s|class\s|\*|\{)/;

function isModuleLine(line: string): boolean {
  if (line.startsWith("export")) return exported.test(line);
  if (!/^import\s+[\w*{"']/.test(line)) return false;
  return (
    /\bfrom\s+["']/.test(line) ||
    /^import\s+["']/.test(line) ||
    /^import\s+(?:[\w$]+\s*,\s*)?\{[^}]*$/.test(line)
  );
}

/** Whether a statement ends here, so that text on the next line is text. Where that is not clear, it goes on. */
function isComplete(statement: string): boolean {
  const text = statement.trimEnd();
  if (text.startsWith("import")) return /["'];?$/.test(text);
  const code = text.replaceAll(/"[^"\n]*"|'[^'\n]*'|`[^`]*`/g, '""');
  const depth = (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0);
  return depth <= 0 && /[;)\]}"'\w]$/.test(code);
}
