import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { recipeSummaries } from "../../../connectors/about.ts";
import { examplesSchema } from "../../../src/connector-kit/testing/recipe/examples.ts";
import { recipes } from "../../docs/reference/recipes.ts";
import { describeRecipes, examplesFolder } from "./support.ts";

const examples = readdirSync(examplesFolder).sort();

describeRecipes(0);

test("every recipe has examples, or a server of its own in systems.test.ts", () => {
  const played = examples.map((file) => file.replace(/\.yaml$/, ""));
  const served = [...recipes.keys()].filter((name) =>
    existsSync(path.join(import.meta.dirname, `${name}.ts`)),
  );
  expect([...played, ...served].sort()).toEqual([...recipes.keys()].sort());
});

test("connectors/about.ts tells of each in its own words", () => {
  expect(recipeSummaries).toEqual(
    Object.fromEntries([...recipes].map(([name, { summary }]) => [name, summary])),
  );
});

test.each(examples)("%s says which public documentation it was written from", (file) => {
  const { documentation } = examplesSchema.parse(
    parse(readFileSync(path.join(examplesFolder, file), "utf8")),
  );
  for (const place of documentation) expect(place).toMatch(/^https:\/\//);
});
