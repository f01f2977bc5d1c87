import { markdownLines } from "../markdown/lines.ts";

/** The lines of a heading and what is below it, to the next heading of its level; all without such a heading. */
export function cutHeading(text: string, name: string): string {
  const lines = markdownLines(text);
  const headings = lines.map(({ text: line, fenced }) =>
    fenced ? null : /^ {0,3}(#{1,6})[ \t]+(.*)$/.exec(line),
  );
  const from = headings.findIndex((heading) => heading !== null && plain(heading[2] ?? "") === plain(name));
  if (from === -1) return text;
  const level = headings[from]?.[1]?.length ?? 0;
  const to = headings.findIndex((heading, i) => i > from && (heading?.[1]?.length ?? 7) <= level);
  return lines
    .slice(from, to === -1 ? undefined : to)
    .map((line) => line.text)
    .join("\n");
}

/** A heading's words, without marks: links to it leave these out. */
const plain = (heading: string): string =>
  heading
    .replace(/\{[^{}]*\}\s*$/, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** The block that ends with `^id`: a paragraph, a list's item, or what stands before an id of its own; all without it. */
export function cutBlock(text: string, id: string): string {
  const mark = new RegExp(String.raw`(?:^|[ \t])\^${id.replaceAll(/[^\w-]/g, "")}[ \t]*$`, "m");
  const blocks = text.split(/\n[ \t]*\n/);
  const at = blocks.findIndex((block) => mark.test(block));
  const block = blocks[at];
  if (block === undefined) return text;
  if (block.replace(mark, "").trim() === "") return blocks[at - 1] ?? "";
  const lines = block.split("\n");
  const line = lines.find((one) => mark.test(one)) ?? "";
  return (/^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(line) ? line.trim() : block).replace(mark, "");
}
