import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { ConfigError } from "../../errors.ts";
import type { Env } from "./env.ts";

/**
 * The environment with what the file `.env` beside the configuration sets and it does not: as everywhere, what is set
 * outside wins. An empty variable counts as set.
 *
 * @throws ConfigError where there is such a file and it cannot be read
 */
export function withDotenv(env: Env, baseDir: string): Env {
  const file = join(baseDir, ".env");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = Object(error);
    if (code === "ENOENT" || code === "EISDIR" || code === "ENOTDIR") return env;
    throw new ConfigError(`${file}: cannot be read: ${code ?? String(error)}`, {
      hint: "Check who may read it, or take it away.",
      cause: error,
    });
  }
  // Editors on Windows begin a file with a byte order mark, which is no part of the first name.
  return { ...parseEnv(text.replace(/^\ufeff/, "")), ...env };
}
