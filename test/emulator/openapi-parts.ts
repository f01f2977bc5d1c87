import { parse } from "yaml";

/** The AI Content part of an OpenAPI description: its paths, and the schemas that they reach. */
export interface Parts {
  readonly paths: Readonly<Record<string, unknown>>;
  readonly schemas: Readonly<Record<string, unknown>>;
}

/** Cuts the part out by indentation before parsing it: the whole description takes seconds to parse. */
export function aiContentOf(yaml: string): Parts {
  const sections = blocksOf(yaml, 0);
  const components = blocksOf(sections.get("components") ?? "", 2);
  const known = blocksOf(components.get("schemas") ?? "", 4);
  const paths = [...blocksOf(sections.get("paths") ?? "", 2)].filter(
    ([name]) => name.startsWith("/ai/") || ["/content/search", "/fin/ask"].includes(name),
  );
  const schemas = new Map<string, string>();
  const follow = (text: string) => {
    for (const [, name = ""] of text.matchAll(/#\/components\/schemas\/([\w.-]+)/g)) {
      const block = known.get(name);
      if (block === undefined || schemas.has(name)) continue;
      schemas.set(name, block);
      follow(block);
    }
  };
  for (const [, text] of [...paths, ["error", "#/components/schemas/error"] as const]) follow(text);
  return { paths: parseEach(paths), schemas: parseEach(schemas) };
}

/** Key → the text below it, for the keys at this indentation. */
function blocksOf(yaml: string, indent: number): Map<string, string> {
  const key = new RegExp(`^ {${indent}}(["']?)([^\\s#"'-].*?)\\1:\\s*$`);
  const blocks = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of yaml.split("\n")) {
    const [, , name] = key.exec(line) ?? [];
    if (name !== undefined) {
      current = [];
      blocks.set(name, current);
    } else current?.push(line);
  }
  return new Map([...blocks].map(([name, lines]) => [name, lines.join("\n")]));
}

function parseEach(blocks: Iterable<readonly [string, string]>): Record<string, unknown> {
  return Object.fromEntries([...blocks].map(([name, text]) => [name, parse(text)]));
}
