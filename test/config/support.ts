// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${…} is the syntax under test.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { type LoadOptions, loadConfig } from "../../src/config/load.ts";
import { secret } from "../../src/config/schema/secret.ts";
import type { Config } from "../../src/config/types.ts";
import type { Connector } from "../../src/connector-kit/connector.ts";
import { ConfigError } from "../../src/errors.ts";

/** A connector with every kind of option that the built-in ones have or may come to have. */
export const wiki: Connector = {
  type: "wiki",
  summary: "A wiki that exists in tests only",
  options: z.strictObject({
    space: z.string().min(1).describe("key of the space"),
    pages: z.number().int().min(1).max(500).default(50).describe("pages per request"),
    archived: z.boolean().default(false).describe("archived pages, too"),
    labels: z.array(z.string().min(1)).default([]).describe("only pages with one of these"),
    headers: z.record(z.string(), secret()).optional().describe("sent with every request"),
    site: z.string().optional().describe("address of the wiki"),
    auth: z
      .discriminatedUnion("type", [
        z.strictObject({ type: z.literal("token"), token: secret() }),
        z.strictObject({ type: z.literal("basic"), user: z.string().min(1), password: secret() }),
      ])
      .optional()
      .describe("how to sign in"),
    limits: z
      .strictObject({ depth: z.number().int().default(3).describe("levels below the root") })
      .prefault({})
      .describe("where to stop"),
  }),
  async *list() {},
  check: async () => [],
};

export const connectors: ReadonlyMap<string, Connector> = new Map([
  [wiki.type, wiki],
  ["plain", { ...wiki, type: "plain", options: z.strictObject({}) }],
]);

let folder: string | undefined;

/** A place in a folder that is the test's own. */
export function inFolder(name: string): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), "fin-ingest-config-"));
    folder = made;
    onTestFinished(() => {
      rmSync(made, { recursive: true, force: true });
      folder = undefined;
    });
  }
  return join(folder, name);
}

/** Writes a file beside the configuration. */
export function write(name: string, content: string | Uint8Array): string {
  writeFileSync(inFolder(name), content);
  return inFolder(name);
}

export const token = "dG9rOmFiY2RlZg==";

export function load(text: string | Uint8Array, options: Partial<LoadOptions> = {}): Config {
  const file = write("config.yaml", text);
  return loadConfig(file, { intercom: "required", env: { TOKEN: token }, connectors, ...options });
}

export interface Refusal {
  /** `LINE:COLUMN message`, a line each, without the file's name. */
  readonly lines: readonly string[];
  readonly error: ConfigError;
}

/** Loads what must be refused. */
export function refused(text: string | Uint8Array, options: Partial<LoadOptions> = {}): Refusal {
  try {
    load(text, options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const prefix = `${inFolder("config.yaml")}:`;
    const lines = error.message.split("\n").map((line) => {
      if (!line.startsWith(prefix)) throw new Error(`no file in front: ${line}`);
      return line.slice(prefix.length);
    });
    return { lines, error };
  }
  throw new Error("the configuration was accepted");
}

/** A valid configuration; `source` and `intercom` are further lines of theirs, `top` of the top level. */
export function config(parts: { source?: string; intercom?: string; top?: string } = {}): string {
  const indented = (text: string | undefined, indent: string) =>
    (text ?? "").replace(/^(?=.)/gm, indent).replace(/(?<=.)$/, "\n");
  return [
    "intercom:\n  token: ${TOKEN}\n",
    indented(parts.intercom, "  "),
    indented(parts.top, ""),
    "sources:\n  team:\n    connector: wiki\n    url: https://wiki.example.com\n    visible_to: customers\n    space: DOC\n",
    indented(parts.source, "    "),
  ].join("");
}
