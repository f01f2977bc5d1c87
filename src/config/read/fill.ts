import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { commandOutput } from "./command.ts";
import type { Env } from "./env.ts";
import { type Filled, interpolate } from "./interpolate.ts";

/** Fills the references of one file's values. */
export interface Filler {
  readonly fill: (text: string) => Filled;
  /** What the commands printed so far: secrets, for the redaction. */
  readonly printed: readonly string[];
}

/** @param baseDir what the paths of `${file:…}` are relative to, and where the commands of `${cmd:…}` start */
export function fillerFor(env: Env, baseDir: string): Filler {
  const printed: string[] = [];
  const readFile = (name: string) => readInterpolated(resolve(baseDir, name));
  const runCommand = (words: readonly string[]) => {
    const output = commandOutputOnce(words, baseDir);
    printed.push(output);
    return output;
  };
  return { printed, fill: (text) => interpolate(text, { env, readFile, runCommand }) };
}

/** A password manager may ask for a fingerprint each time: the same command runs once. */
const outputs = new Map<string, string>();

function commandOutputOnce(words: readonly string[], baseDir: string): string {
  const key = JSON.stringify([baseDir, ...words]);
  const output = outputs.get(key) ?? commandOutput(words, baseDir);
  outputs.set(key, output);
  return output;
}

const MAX_VALUE_LENGTH = 1_000_000;

function readInterpolated(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(readFailure(error), { cause: error });
  }
  if (text.length > MAX_VALUE_LENGTH) throw new Error("it is too large for a value (over 1 MB)");
  return text;
}

/** Why a file could not be read, without its path, which the caller names as the user wrote it. */
export function readFailure(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  return error instanceof Error ? error.message : String(error);
}
