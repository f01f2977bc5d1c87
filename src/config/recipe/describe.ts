import { stringify } from "yaml";
import type { Recipe } from "./schema.ts";

/** The source that a recipe's user writes, in YAML; every value is an example. */
export function exampleSource(name: string, { settings, credentials, audience }: Recipe): string {
  const needed = Object.entries(settings).filter(([, { default: fallback }]) => fallback === undefined);
  const given = needed.map(([key, { example }]): [string, unknown] => [key, example]);
  const audienceLine = audience.told
    ? []
    : ["    audience: teammates        # everything these credentials read"];
  return [
    "sources:",
    `  ${name}:`,
    "    connector: rest",
    `    recipe: ${name}`,
    `    url: https://www.example.com/${name}`,
    `    visible_to: ${audience.told ? "customers" : "teammates"}`,
    ...audienceLine,
    ...(credentials.example === "{}" ? [] : [`    auth: ${credentials.example}`]),
    ...(given.length === 0 ? [] : [`    settings: ${inFlow(Object.fromEntries(given))}`]),
  ].join("\n");
}

const inFlow = (value: unknown): string =>
  stringify(value, { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: false }).trim();

/** What a recipe asks for and promises, as paragraphs of `what` and sentences. */
export function recipeFacts({
  settings,
  credentials,
  audience,
  removals,
  notes,
  limits,
  tried,
}: Recipe): { readonly what: string; readonly lines: readonly string[] }[] {
  const asked = Object.entries(settings).map(([key, { description, default: fallback }]) => {
    const standard = fallback === undefined ? "" : `; ${[fallback].flat().join(", ")} unless given`;
    return `\`${key}\`: ${description}${standard}`;
  });
  return [
    {
      what: "Credentials",
      lines: [`${credentials.where}${credentials.optional ? " What is public needs none." : ""}`],
    },
    ...(asked.length === 0 ? [] : [{ what: "Settings", lines: asked }]),
    {
      what: "Who may read what",
      lines: [`${audience.how}${audience.told ? "" : " So `audience` has to be stated."}`],
    },
    { what: "Removals", lines: [removals] },
    ...(notes.length === 0 ? [] : [{ what: "Good to know", lines: notes }]),
    ...(limits.length === 0 ? [] : [{ what: "What it cannot do", lines: limits }]),
    { what: "Tried against", lines: [tried] },
  ];
}
