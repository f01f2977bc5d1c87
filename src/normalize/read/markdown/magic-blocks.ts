import { z } from "zod";
import type { Warnings } from "../../warnings.ts";
import { fencedCode, type Line, mapProse, markdownLines } from "./lines.ts";

const text = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => String(value ?? ""));
const size = z.number().int().min(0).max(500);
const block = {
  "api-header": z.object({ title: text, level: z.number().int().min(1).max(6).optional() }),
  callout: z.object({ type: text, title: text, body: text }),
  code: z.object({ codes: z.array(z.object({ code: text, language: text, name: text })) }),
  parameters: z.object({ data: z.record(z.string(), text), cols: size, rows: size }),
  image: z.object({ images: z.array(z.object({ image: z.array(z.unknown()), caption: text })) }),
  embed: z.object({ url: text, title: text }),
  html: z.object({ html: text }),
  textarea: z.object({ text }),
};

/**
 * Parts of a page in JSON, as ReadMe's editor wrote them until 2024 and its exports still have them:
 * `[block:callout]{"type": "info", "title": "…"}[/block]`. They become Markdown; what cannot be read becomes code, with a
 * warning. https://docs.readme.com/main/docs/rdmd-syntax-extensions
 */
export function withoutMagicBlocks(written: string, warnings: Warnings): string {
  const plain = written.includes("<<glossary:")
    ? mapProse(written, (line) => line.replaceAll(/<<glossary:([^<>\n]{1,100})>>/g, "$1"))
    : written;
  if (!plain.includes("[block:")) return plain;
  return proseOf(plain)
    .map(({ text, fenced }) => (fenced ? text : rewritten(text, warnings)))
    .join("\n");
}

/** The text in parts, of which every other one is code. */
function proseOf(text: string): Line[] {
  const parts: Line[] = [];
  for (const line of markdownLines(text)) {
    const last = parts.at(-1);
    if (last?.fenced !== line.fenced) parts.push(line);
    else parts[parts.length - 1] = { ...last, text: `${last.text}\n${line.text}` };
  }
  return parts;
}

const rewritten = (prose: string, warnings: Warnings): string =>
  prose.replaceAll(
    /^[ \t]*\[block:([\w-]{1,40})\][ \t]*\n([\s\S]*?)\n[ \t]*\[\/block\][ \t]*$/gm,
    (whole, kind: string, json: string) => {
      const markdown = markdownOf(kind, json);
      if (markdown !== undefined) warnings.explain(whole);
      return `\n${markdown ?? unread(kind, json, warnings)}\n`;
    },
  );

function unread(kind: string, json: string, warnings: Warnings): string {
  warnings.add("unknown-directive", `The block "${kind}" could not be read; it is kept as code.`);
  return fencedCode(json, "json");
}

function markdownOf(kind: string, json: string): string | undefined {
  try {
    return readers.get(kind)?.(JSON.parse(json));
  } catch {
    return undefined;
  }
}

const quoted = (lines: string): string =>
  lines
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
const inCell = (cell: string): string =>
  cell
    .trim()
    .replaceAll("|", "\\|")
    .replaceAll(/\s*\n\s*/g, "<br>");
const alertKinds: ReadonlyMap<string, string> = new Map([
  ["info", "INFO"],
  ["success", "SUCCESS"],
  ["okay", "SUCCESS"],
  ["warning", "WARNING"],
  ["warn", "WARNING"],
  ["danger", "DANGER"],
  ["error", "DANGER"],
]);

/** Each throws where its block is not of that shape. */
const readers: ReadonlyMap<string, (json: unknown) => string> = new Map<string, (json: unknown) => string>([
  [
    "api-header",
    (json) => {
      const { title, level = 2 } = block["api-header"].parse(json);
      return `${"#".repeat(level)} ${title}`;
    },
  ],
  [
    "callout",
    (json) => {
      const { type, title, body } = block.callout.parse(json);
      return quoted(`[!${alertKinds.get(type) ?? "NOTE"}] ${title}\n\n${body}`);
    },
  ],
  [
    "code",
    (json) =>
      block.code
        .parse(json)
        .codes.map(({ code, language, name }) =>
          [name === "" ? "" : `**${name}**\n`, fencedCode(code, language)].filter(Boolean).join("\n"),
        )
        .join("\n\n"),
  ],
  ["parameters", (json) => tableOf(block.parameters.parse(json))],
  [
    "image",
    (json) =>
      block.image
        .parse(json)
        .images.map(({ image: [address, title, alt], caption }) => {
          const described = [alt, caption, title].find((words) => typeof words === "string" && words !== "");
          return `![${described ?? ""}](${String(address ?? "")})`;
        })
        .join("\n\n"),
  ],
  [
    "embed",
    (json) => {
      const { url, title } = block.embed.parse(json);
      return `[${title || url}](${url})`;
    },
  ],
  ["html", (json) => block.html.parse(json).html],
  ["textarea", (json) => block.textarea.parse(json).text],
]);

function tableOf({ data, cols, rows }: z.infer<typeof block.parameters>): string {
  const columns = [...Array(cols).keys()];
  const line = (row: string | number) =>
    `| ${columns.map((column) => inCell(data[`${row}-${column}`] ?? "")).join(" | ")} |`;
  const rule = `|${columns.map(() => " --- |").join("")}`;
  return [line("h"), rule, ...[...Array(rows).keys()].map(line)].join("\n");
}
