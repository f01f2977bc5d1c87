import { withoutControls } from "../../../html/characters.ts";
import { codeBlock, image } from "../../vocabulary/html-text.ts";
import type { Warnings } from "../../warnings.ts";
import { listOf, type Part, partOf, textOf } from "./read.ts";

/** Limits of one output. */
export interface OutputLimits {
  readonly lines: number;
  readonly characters: number;
}

export interface OutputContext {
  readonly limits: OutputLimits;
  readonly warnings: Warnings;
  markdown(text: string): string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours start with the escape character
const ansi = /\x1b(?:\[[0-9;?]{0,40}[ -/]{0,5}[@-~]|[@-Z\\-_])/g;

/** What running a cell has printed, displayed or raised. https://nbformat.readthedocs.io/en/latest/format_description.html#code-cell-outputs */
export function outputsHtml(outputs: readonly Part[], context: OutputContext): string {
  return joinedStreams(outputs)
    .map((output) => outputHtml(output, context))
    .join("");
}

/** A program's output comes in pieces; adjacent ones are one text. */
function joinedStreams(outputs: readonly Part[]): Part[] {
  const joined: Part[] = [];
  let texts: string[] = [];
  const flush = () => {
    if (texts.length > 0) joined.push({ output_type: "stream", text: texts.join("") });
    texts = [];
  };
  for (const output of outputs) {
    if (output.output_type === "stream") texts.push(textOf(output.text));
    else {
      flush();
      joined.push(output);
    }
  }
  flush();
  return joined;
}

function outputHtml(output: Part, context: OutputContext): string {
  switch (output.output_type) {
    case "stream":
      return textBlock(textOf(output.text), context);
    case "error":
    case "pyerr": {
      const trace = listOf(output.traceback).map(textOf).join("\n");
      return textBlock(trace === "" ? `${textOf(output.ename)}: ${textOf(output.evalue)}` : trace, context);
    }
    case "display_data":
    case "execute_result":
    case "pyout":
      return dataHtml(dataOf(output), partOf(output.metadata), context);
    default:
      return "";
  }
}

const oldKeys: readonly (readonly [old: string, mediaType: string])[] = [
  ["html", "text/html"],
  ["text", "text/plain"],
  ["latex", "text/latex"],
  ["json", "application/json"],
  ["png", "image/png"],
  ["jpeg", "image/jpeg"],
  ["svg", "image/svg+xml"],
];

/** Format 3 keeps the representations beside the output's type, under short names. */
function dataOf(output: Part): Part {
  if (output.data !== undefined) return partOf(output.data);
  return Object.fromEntries(
    oldKeys.filter(([old]) => output[old] !== undefined).map(([old, mediaType]) => [mediaType, output[old]]),
  );
}

/** Of several representations, the one with the most meaning as text. */
function dataHtml(data: Part, metadata: Part, context: OutputContext): string {
  const html = textOf(data["text/html"]);
  const plain = textOf(data["text/plain"]);
  const picture = Object.keys(data).find((key) => key.startsWith("image/"));
  if (/<table[\s>]/i.test(html)) return `${withoutStyles(html)}\n`;
  if (data["text/markdown"] !== undefined) return context.markdown(textOf(data["text/markdown"]));
  if (picture !== undefined) return pictureHtml(metadata, picture, context);
  if (data["text/latex"] !== undefined)
    return codeBlock({ text: textOf(data["text/latex"]), language: "latex" });
  if (Object.keys(data).some((key) => /widget-view|plotly|bokeh|vegalite|javascript/.test(key))) {
    context.warnings.add(
      "notebook-output-dropped",
      "An interactive output was left out: Fin reads text only.",
    );
    return isRepr(plain) ? "" : textBlock(plain, context);
  }
  if (html !== "" && (plain === "" || isRepr(plain))) return `<div>${withoutStyles(html)}</div>\n`;
  if (plain !== "") return textBlock(plain, context);
  const json = data["application/json"];
  return json === undefined ? "" : textBlock(JSON.stringify(json, null, 2), context, "json");
}

/** `<Figure size 640x480 with 1 Axes>`: the default text of an object, without information. */
function isRepr(plain: string): boolean {
  return /^\s*<[^\n]*>\s*$/.test(plain) || plain.trim() === "";
}

function pictureHtml(metadata: Part, mediaType: string, { warnings }: OutputContext): string {
  const alt = (textOf(metadata.alt) || textOf(partOf(metadata[mediaType]).alt)).trim();
  if (alt !== "") return `<p>${image(alt, undefined)}</p>\n`;
  warnings.add(
    "image-without-alt",
    "An output that is an image without a description (alt text) was left out: Fin reads text only.",
  );
  return "";
}

/** Data frames bring style sheets for their tables. */
function withoutStyles(html: string): string {
  const lower = html.toLowerCase();
  let out = "";
  let at = 0;
  for (let start = lower.indexOf("<style"); start !== -1; start = lower.indexOf("<style", at)) {
    out += html.slice(at, start);
    const end = lower.indexOf("</style>", start);
    if (end === -1) return out;
    at = end + "</style>".length;
  }
  return out + html.slice(at);
}

/** A progress bar rewrites its line again and again; a reader sees the last state. */
function lastWritten(line: string): string {
  const whole = line.replace(/\r$/, "");
  return whole.slice(whole.lastIndexOf("\r") + 1);
}

function textBlock(raw: string, { limits, warnings }: OutputContext, language?: string): string {
  const visible = raw.replace(ansi, "").split("\n").map(lastWritten).join("\n");
  const text = withoutControls(visible).trimEnd();
  if (text.trim() === "") return "";
  const lines = text.split("\n");
  let kept = lines.slice(0, limits.lines).join("\n");
  if (kept.length > limits.characters) kept = kept.slice(0, limits.characters);
  if (kept.length < text.length) {
    warnings.add(
      "notebook-output-cut",
      `An output of ${lines.length} lines was cut after ${kept.split("\n").length} lines.`,
    );
    kept += "\n…";
  }
  return codeBlock({ text: kept, language });
}
