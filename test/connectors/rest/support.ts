import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { onTestFinished } from "vitest";
import { stringify } from "yaml";
import type { z } from "zod";
import { rest } from "../../../connectors/rest/index.ts";
import { type RecipeUse, recipeOptions } from "../../../src/config/recipe/options.ts";
import {
  type ApiRoutes,
  type ApiServer,
  describeRecipe,
  entriesOf,
  startApiServer,
  type TestIo,
  testIo,
} from "../../../src/connector-kit/testing/index.ts";

/** A server for one test. */
export async function serve(routes: ApiRoutes): Promise<ApiServer> {
  const server = await startApiServer(routes);
  onTestFinished(() => server.close());
  return server;
}

/** Something to run a connector with, for one test. */
export function newIo(): TestIo {
  const io = testIo("/", "/");
  onTestFinished(() => io.http.close());
  return io;
}

/** What a listing with these options yields. */
export function entriesWith(options: unknown) {
  return entriesOf(rest.list(rest.options.parse(options), newIo()));
}

/** The ids of the documents that a listing with these options yields. */
export async function idsWith(options: unknown): Promise<string[]> {
  return (await entriesWith(options)).flatMap((entry) =>
    entry.kind === "document" ? [entry.externalId] : [],
  );
}

/** Records with these ids; each is its own text. */
export const records = (...ids: readonly string[]) => ids.map((id) => ({ id, text: `<p>${id}</p>` }));

export const fields = { id: "$.id", body: "$.text" };

/** The options of a source that uses a built-in recipe, or one of these texts by its path. */
export function withRecipeOf(use: RecipeUse, files: Readonly<Record<string, string>> = {}): unknown {
  const reader = {
    file: "",
    read: (file: string) => files[file] ?? "",
    resolve: (_from: string, named: string) => named,
    display: (file: string) => file,
  };
  return recipeOptions(rest, use, reader);
}

/** A source that uses a recipe, in YAML, with the variables that its secrets come from. */
export function sourceYaml(use: RecipeUse, secrets: Readonly<Record<string, string>>): string {
  return Object.entries(secrets).reduce(
    (yaml, [name, secret]) => yaml.replaceAll(secret, `\${${name}}`),
    stringify({ connector: "rest", ...use }),
  );
}

/** Where the recipes' examples are. */
export const examplesFolder = path.resolve(import.meta.dirname, "../../fixtures/connectors/rest/recipes");

/**
 * The contract of the recipes that have examples: of every fourth from `part` (0 to 3) on, since all of them would be too
 * much for one file.
 */
export function describeRecipes(part: number): void {
  for (const [index, file] of readdirSync(examplesFolder).sort().entries())
    if (index % 4 === part) describeRecipe(file.replace(/\.yaml$/, ""), path.join(examplesFolder, file));
}

/** A fixture's recorded replies. */
export function recorded<T>(file: string, schema: z.ZodType<T>): T {
  const folder = path.resolve(import.meta.dirname, "../../fixtures/connectors/rest");
  return schema.parse(JSON.parse(readFileSync(path.join(folder, file), "utf8")));
}
