import { readdirSync } from "node:fs";
import path from "node:path";
import { describeRecipe } from "../../../src/connector-kit/testing/index.ts";

const examples = path.resolve(import.meta.dirname, "../../fixtures/connectors/rest/recipes");

/** Those that have no examples have a server of their own in `systems.test.ts`. */
for (const file of readdirSync(examples).sort())
  describeRecipe(file.replace(/\.yaml$/, ""), path.join(examples, file));
