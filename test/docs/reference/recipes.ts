import { connectors } from "../../../connectors/index.ts";
import { exampleSource, recipeFacts } from "../../../src/config/recipe/describe.ts";
import { builtInRecipe, recipeNames } from "../../../src/config/recipe/find.ts";
import type { Recipe } from "../../../src/config/recipe/schema.ts";

const folder = connectors.get("rest")?.recipes ?? "";

/** Every built-in recipe by its name. @throws Error for one that its schema refuses */
export const recipes: ReadonlyMap<string, Recipe> = new Map(
  recipeNames(folder).map((name) => {
    const read = builtInRecipe(folder, name);
    if (!read.ok) throw new Error(`${name}: ${read.problems.map(({ message }) => message).join("; ")}`);
    return [name, read.recipe];
  }),
);

const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");

/** connectors/rest/recipes/README.md, of the recipes themselves. */
export function recipesPage(): string {
  const rows = [...recipes].map(
    ([name, { name: called, summary, audience, tried, source }]) =>
      `| [\`${name}\`](#${anchor(called)}) | ${summary} | ${audience.told ? "told by the API" : "stated by you"} | ${source.detail === undefined ? "in the list" : "one request"} | ${tried} |`,
  );
  return `<!-- Written by \`npm run reference\` from the recipes beside it. -->
# Recipes

A recipe describes a documentation system for the connector [\`rest\`](../README.md): its requests, how its lists nest, what a record
means, how a deletion is proved, and how fast it may be asked. Its user writes a dozen lines.

| recipe | reads | who may read a document is | a new text costs | tried against |
|---|---|---|---|---|
${rows.join("\n")}

Every setting of \`rest\` can be given beside \`recipe\`, and wins, key by key: mappings are merged, lists and texts replace the
recipe's. \`fin-ingest connectors NAME\` shows a recipe; the file itself is in this folder. A recipe knows its settings and nothing
else: it reads no variable and no file. [Writing one](../../../docs/writing-a-connector.md#a-recipe-instead) takes a file.

Where the API does not tell who may read a document, \`audience\` has to be stated: the widest audience of all that the
credentials read. No rule gives a page to more. A system in your own network, or on this machine, needs
\`allow_private_addresses: true\`.

${[...recipes].map(([name, recipe]) => section(name, recipe)).join("\n\n")}
`;
}

function section(name: string, recipe: Recipe): string {
  const facts = recipeFacts(recipe).map(({ what, lines }) =>
    lines.length === 1
      ? `- **${what}.** ${lines[0]}`
      : `- **${what}.**\n${lines.map((line) => `  - ${line}`).join("\n")}`,
  );
  const documentation = recipe.documentation.map((address) => `<${address}>`).join(", ");
  return `## ${recipe.name}

${recipe.summary}.

\`\`\`yaml
${exampleSource(name, recipe)}
\`\`\`

${facts.join("\n")}
- **Documentation used.** ${documentation}`;
}
