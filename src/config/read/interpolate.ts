import { commandWords } from "./command.ts";
import type { Env } from "./env.ts";

/** What `${…}` is filled from. */
export interface Sources {
  readonly env: Env;
  /** The text of a file named in `${file:PATH}`; throws when it cannot be read. */
  readonly readFile: (path: string) => string;
  /** What the command of `${cmd:…}` prints; throws in the words that follow "the command …". */
  readonly runCommand: (words: readonly string[]) => string;
}

/** A scalar after filling: its text and the `${…}` it came from, or what is wrong with it. */
export type Filled =
  | { readonly kind: "filled"; readonly text: string; readonly from: readonly string[] }
  | {
      readonly kind: "failed";
      /** `missing`: the variable is not set, the file does not exist, the command fails. `malformed`: it is written wrongly. */
      readonly reason: "missing" | "malformed";
      readonly message: string;
      readonly hint?: string;
    };

type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reference"; readonly body: string };

/**
 * Fills `${VAR}`, `${VAR:-default}` (also when VAR is empty), `${file:PATH}` and `${cmd:COMMAND}` in one
 * parsed scalar; `$${` stands for `${`. Filled values are not interpolated again, so that they cannot contain references.
 */
export function interpolate(text: string, sources: Sources): Filled {
  const pieces = split(text);
  if (pieces === undefined) {
    return malformed(`"\${" without its closing "}"`);
  }
  let filled = "";
  const from: string[] = [];
  for (const piece of pieces) {
    if (piece.kind === "text") {
      filled += piece.text;
      continue;
    }
    const value = resolve(piece.body, sources);
    if (value.kind === "failed") return value;
    filled += value.text;
    from.push(...value.from);
  }
  return { kind: "filled", text: filled, from };
}

/** Text and references in order; undefined when a reference is not closed. */
function split(text: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  let position = 0;
  while (position < text.length) {
    const start = text.indexOf("${", position);
    if (start < 0) break;
    if (start > position && text[start - 1] === "$") {
      pieces.push({ kind: "text", text: `${text.slice(position, start - 1)}\${` });
      position = start + 2;
      continue;
    }
    const end = closing(text, start + 2);
    if (end === undefined) return undefined;
    pieces.push({ kind: "text", text: text.slice(position, start) });
    pieces.push({ kind: "reference", body: text.slice(start + 2, end) });
    position = end + 1;
  }
  pieces.push({ kind: "text", text: text.slice(position) });
  return pieces;
}

/** The brace that ends a reference; a default may contain pairs of braces (`${BASE:-https://x/{slug}}`). */
function closing(text: string, start: number): number | undefined {
  let open = 1;
  for (let index = start; index < text.length; index++) {
    if (text[index] === "{") open++;
    else if (text[index] === "}" && --open === 0) return index;
  }
  return undefined;
}

/** A default would put the secret into the file. */
const looksSecret = /TOKEN|SECRET|PASS(?:WORD|WD|PHRASE)?(?:_|$)|KEY(?:_|$)|CREDENTIAL|AUTH/i;
const variable = /^([A-Za-z_][A-Za-z0-9_]*)(?::-([\s\S]*))?$/;

function resolve(body: string, { env, readFile, runCommand }: Sources): Filled {
  if (body.startsWith("cmd:")) return resolveCommand(body.slice("cmd:".length).trim(), runCommand);
  if (body.startsWith("file:")) return resolveFile(body.slice("file:".length).trim(), readFile);
  const [, name, fallback] = variable.exec(body) ?? [];
  if (name === undefined) return malformed(`"\${${body}}" is not a reference`);
  if (fallback?.includes("${")) return malformed(`the default of \${${name}} holds another reference`);
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  const from = [`\${${name}}`];
  if (fallback !== undefined) return { kind: "filled", text: value || fallback, from };
  if (value !== undefined) return { kind: "filled", text: value, from };
  return {
    kind: "failed",
    reason: "missing",
    message: `the environment variable ${name} is not set`,
    hint: looksSecret.test(name)
      ? `Set ${name} in the environment, or keep it in a file outside the repository: \${file:PATH}.`
      : `Set ${name} in the environment, or give a default: \${${name}:-…}. A literal "\${" is written "$\${".`,
  };
}

function resolveFile(path: string, readFile: Sources["readFile"]): Filled {
  if (path === "") return malformed(`"\${file:}" names no file`);
  try {
    const text = readFile(path).replace(/[\r\n]+$/, "");
    return { kind: "filled", text, from: [`\${file:${path}}`] };
  } catch (error) {
    return {
      kind: "failed",
      reason: "missing",
      message: `the file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      hint: `Paths in \${file:…} are relative to the configuration file.`,
    };
  }
}

function resolveCommand(command: string, runCommand: Sources["runCommand"]): Filled {
  const words = commandWords(command);
  if (words === undefined) return malformed(`"\${cmd:${command}}" is not a command`);
  const [program = ""] = words;
  try {
    return { kind: "filled", text: runCommand(words), from: [`\${cmd:${program} …}`] };
  } catch (error) {
    return {
      kind: "failed",
      reason: "missing",
      message: `the command ${program} ${error instanceof Error ? error.message : String(error)}`,
      hint: `Commands in \${cmd:…} are started by their arguments, not by a shell, in the configuration's folder.`,
    };
  }
}

function malformed(what: string): Filled {
  return {
    kind: "failed",
    reason: "malformed",
    message: what,
    hint: `References are \${VAR}, \${VAR:-default}, \${file:PATH} or \${cmd:COMMAND}; a literal "\${" is written "$\${".`,
  };
}
