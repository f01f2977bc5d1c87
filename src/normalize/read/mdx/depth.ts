import { isMostlyMarks } from "../../worker/small-enough.ts";
import { markdownLines } from "../markdown/lines.ts";

/** The MDX parser and the steps on its tree recurse; no document that a person wrote nests this deeply. */
const MAX_DEPTH = 80;
const MAX_COLUMNS = 400;
/** The MDX parser takes seconds for what the Markdown parser reads in tenths of a second; hand-written files are far shorter. */
const MAX_LENGTH = 100_000;
const MAX_LENGTH_OF_MARKS = 20_000;

/** A text that is not safe to read as MDX, or would take too long. Repairing it does not help. */
export class BeyondLimits extends Error {}

/** @throws BeyondLimits when a text nests quotes, lists, elements, directives or emphasis so deeply that reading it is not safe, or is too long */
export function refuseDeepText(text: string): void {
  if (text.length > MAX_LENGTH_OF_MARKS && isMostlyMarks(text))
    throw new BeyondLimits("it is markup and little else");
  if (text.length > MAX_LENGTH) throw new BeyondLimits(`it is longer than ${MAX_LENGTH} characters`);
  let elements = 0;
  let emphasis = 0;
  const directives: number[] = [];
  for (const { text: line, fenced } of markdownLines(text)) {
    if (fenced) continue;
    const prefix = /^(?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*/.exec(line)?.[0] ?? "";
    if (prefix.length > MAX_COLUMNS || prefix.replaceAll(/[ \t\d]/g, "").length > MAX_DEPTH)
      refuse("quotes or lists");
    if (line.trim() === "") emphasis = 0;
    elements = Math.max(0, elements + count(line, /<[A-Za-z>]/g) - count(line, /<\/|\/>/g));
    emphasis = Math.max(
      0,
      emphasis + count(line, /(?<![^\s*_~([])[*_~]+(?=[^\s*_~])/g) - count(line, /[^\s*_~][*_~]+/g),
    );
    nestDirectives(line.trim(), directives);
    if (elements > MAX_DEPTH) refuse("elements");
    if (emphasis > MAX_DEPTH) refuse("emphasis");
    if (directives.length > MAX_DEPTH / 4) refuse("directives");
  }
}

function refuse(what: string): never {
  throw new BeyondLimits(`${what} are nested too deeply`);
}

function count(line: string, pattern: RegExp): number {
  return line.match(pattern)?.length ?? 0;
}

function nestDirectives(line: string, open: number[]): void {
  const marks = /^:{3,}/.exec(line)?.[0].length ?? 0;
  if (marks === 0) return;
  if (/[A-Za-z]/.test(line[marks] ?? "")) open.push(marks);
  else if (line.length === marks)
    open.length = Math.max(
      0,
      open.findLastIndex((length) => length <= marks),
    );
}
