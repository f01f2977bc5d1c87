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

/** What reading one text takes; a job has a request that starts it, one or more that ask for it, and one for the file. */
function costOf(detail: unknown): string {
  if (typeof detail !== "object" || detail === null) return "in the list";
  return "job" in detail ? "three requests or more" : "one request";
}

/** connectors/rest/recipes/README.md, of the recipes themselves. */
export function recipesPage(): string {
  const rows = [...recipes].map(
    ([name, { name: called, summary, audience, tried, source }]) =>
      `| [\`${name}\`](#${anchor(called)}) | ${summary} | ${audience.told ? "told by the API" : "stated by you"} | ${costOf(source.detail)} | ${tried} |`,
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

## Systems without a recipe

A recipe is written only where the public documentation shows requests and answers that tell what is published, for whom, and what
changed. Missing, and why:

${without.map(([name, why]) => `- **${name}.** ${why}`).join("\n")}
`;
}

/** Systems that were looked at, and what their APIs lack. */
const without: readonly (readonly [name: string, why: string])[] = [
  [
    "HubSpot knowledge base",
    "The API that reads articles with their state and access is a beta (`/cms/knowledge-base/2027-03-beta`) that may still change. The site search, the only settled way, must be given words to search for, and does not tell when an article was changed.",
  ],
  [
    "Slab",
    "Its API gives the text of a post as a Quill delta, a list of insertions in JSON, which is none of the formats that `rest` reads.",
  ],
];

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
