import { Lexer } from "yaml";

/** YAML and JSON parsers recurse, as do the steps on their values; real files nest twenty deep. */
export const MAX_NESTING = 100;

/** Whether brackets outside texts nest more deeply. Linear. */
export function jsonNestsTooDeeply(text: string, most = MAX_NESTING): boolean {
  let open = 0;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (isText) {
      if (char === "\\") at += 1;
      else if (char === '"') isText = false;
    } else if (char === '"') isText = true;
    else if (char === "[" || char === "{") open += 1;
    else if (char === "]" || char === "}") open -= 1;
    if (open > most) return true;
  }
  return false;
}

/** What precedes a scalar among the lexer's tokens. https://eemeli.org/yaml/#lexer */
const scalarFollows = "\u001f";
/** Indentation and the marks of lists and keys, each of which may open a level. */
const lineStart = /^(?:[ \t]|[-?:][ \t])*/;

/** Whether brackets or indentation nest more deeply. Linear: the lexer does not recurse. */
export function yamlNestsTooDeeply(text: string, most = MAX_NESTING): boolean {
  let open = 0;
  let previous = "";
  for (const token of new Lexer().lex(text)) {
    if (previous !== scalarFollows) {
      if (token === "[" || token === "{") open += 1;
      else if (token === "]" || token === "}") open = Math.max(0, open - 1);
      if (open > most) return true;
    }
    previous = token;
  }
  return text.split("\n").some((line) => (lineStart.exec(line)?.[0].length ?? 0) > 4 * most);
}
