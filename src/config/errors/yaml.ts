import type { Document, LineCounter, YAMLError } from "yaml";
import type { Problem } from "./problem.ts";

/**
 * The YAML reader's errors in plain words. `fatal`: the text has no reliable structure, so nothing else should be said
 * about it. One mistake causes several errors, so only the first of each line is reported.
 */
export function syntaxProblems(
  { errors, warnings }: Pick<Document.Parsed, "errors" | "warnings">,
  text: string,
  lines: LineCounter,
): { problems: Problem[]; fatal: boolean } {
  const found = [...errors, ...warnings];
  const broken = found.filter(({ code }) => code !== "DUPLICATE_KEY");
  const reported = broken.length > 0 ? withoutConsequences(firstPerLine(broken, lines)) : found;
  const problems = reported.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { at: { line, column: col }, ...inWords(error, text) };
  });
  return { problems, fatal: broken.length > 0 };
}

/** A line that a tab indents belongs nowhere, and the lines after it look wrong because of it. */
function withoutConsequences(errors: readonly YAMLError[]): readonly YAMLError[] {
  const tab = errors.findIndex(({ code }) => code === "TAB_AS_INDENT");
  return errors.slice(0, tab === -1 ? 3 : tab + 1);
}

function firstPerLine(errors: readonly YAMLError[], lines: LineCounter): YAMLError[] {
  const byLine = new Map<number, YAMLError>();
  for (const error of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const { line } = lines.linePos(error.pos[0]);
    if (!byLine.has(line)) byLine.set(line, error);
  }
  return [...byLine.values()];
}

function inWords({ code, message, pos }: YAMLError, text: string): { message: string; hint?: string } {
  const [start] = pos;
  const rest = text.slice(start, text.indexOf("\n", start) < 0 ? undefined : text.indexOf("\n", start));
  switch (code) {
    case "DUPLICATE_KEY":
      return { message: `the key "${/^[^:\s]*/.exec(rest)?.[0] ?? ""}" appears twice in the same mapping` };
    case "TAB_AS_INDENT":
      return { message: "not valid YAML: a tab indents this line", hint: "Indent with spaces." };
    case "MULTIPLE_DOCS":
      return { message: 'a second YAML document starts here ("---"): a configuration is one document' };
    case "BAD_INDENT":
      return { message: "not valid YAML: this line is indented differently from the keys beside it" };
    case "BLOCK_AS_IMPLICIT_KEY":
      return {
        message: 'not valid YAML: a second ":" in one line, or a line indented too far',
        hint: 'Quote a value that holds ": ".',
      };
    case "TAG_RESOLVE_FAILED":
      return { message: 'a value starts with "!", which YAML reads as a tag', hint: "Quote the value." };
    case "BAD_SCALAR_START":
      return { message: `not valid YAML: ${uncapitalised(message)}`, hint: "Quote the value." };
    default:
      return {
        message: `not valid YAML: ${uncapitalised(message)}`,
        ...(rest.startsWith("{") && text[start - 1] === "$"
          ? { hint: `Inside [ ] and { } a reference needs quotes: "\${VAR}".` }
          : {}),
      };
  }
}

const uncapitalised = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
