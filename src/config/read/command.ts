import { execFileSync } from "node:child_process";
import { childEnv } from "./env.ts";

const TIMEOUT_MS = 10_000;
const MAX_OUTPUT_BYTES = 1_000_000;

/**
 * What a command prints, for `${cmd:…}`: a secret from a password manager. It is started by its arguments, never by a
 * shell, waits for nobody at the terminal, and has ten seconds.
 *
 * @returns without its last line breaks
 * @throws Error in the words that follow "the command … "
 */
export function commandOutput(words: readonly string[], baseDir: string): string {
  const [program = "", ...args] = words;
  try {
    const text = execFileSync(program, args, {
      cwd: baseDir,
      env: childEnv(),
      encoding: "utf8",
      timeout: TIMEOUT_MS,
      killSignal: "SIGKILL",
      maxBuffer: MAX_OUTPUT_BYTES,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    return text.replace(/[\r\n]+$/, "");
  } catch (error) {
    throw new Error(reason(error), { cause: error });
  }
}

/** Only the first line that it wrote to stderr: what it wrote to stdout may be the secret. */
function reason(error: unknown): string {
  const { code, status, stderr } = Object(error);
  if (code === "ENOENT") return "is not installed";
  if (code === "EACCES") return "may not be started";
  if (code === "ETIMEDOUT") return `took longer than ${TIMEOUT_MS / 1000} s`;
  if (code === "ENOBUFS") return "printed more than 1 MB";
  const [first = ""] = String(stderr ?? "")
    .trim()
    .split("\n");
  return `failed${typeof status === "number" ? ` (exit code ${status})` : ""}${first ? `: ${first.slice(0, 200)}` : ""}`;
}

/**
 * The words of a command as a shell would split it: by spaces, with `'…'`, `"…"` and `\` to keep them together. Nothing
 * else has a meaning; undefined where a quote is not closed or there is no word.
 */
export function commandWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "\\" && quote !== "'" && at + 1 < text.length) {
      at += 1;
      word = `${word ?? ""}${text[at]}`;
    } else if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = `${word ?? ""}${character}`;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ""}${character}`;
  }
  if (word !== undefined) words.push(word);
  return quote === undefined && words[0] ? words : undefined;
}
