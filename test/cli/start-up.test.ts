import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/** Every module that is loaded with one, and the packages they name: what is imported only when asked for is not among them. */
function loadedWith(file: string, loaded: Set<string> = new Set()): Set<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  const text = readFileSync(path.join(root, file), "utf8");
  for (const [, words = "", name = ""] of text.matchAll(
    /^(?:import|export)\s+(type\s|[^;"']*?\sfrom\s+|)["']([^"']+)["'];/gm,
  )) {
    if (words.startsWith("type")) continue;
    if (name.startsWith(".")) loadedWith(path.join(path.dirname(file), name), loaded);
    else loaded.add(name);
  }
  return loaded;
}

test.each(["apply", "backfill", "check", "ci", "demo", "nightly", "plan", "runs", "state", "status"])(
  "what %s needs to run is not loaded to tell of its flags",
  (verb) => {
    const loaded = loadedWith(`src/cli/verbs/${verb}.ts`);
    const heavy = [...loaded].filter((name) =>
      /^(?:zod|yaml|undici|pino)$|^connectors\/|^src\/(?:ledger|intercom|config\/load|normalize\/(?:pipeline|read\/(?!encoding)|clean|vocabulary|blocks|write))/.test(
        name,
      ),
    );
    expect(heavy).toEqual([]);
  },
);

test("the registry of connectors loads their options, and nothing that reads a system", () => {
  const loaded = loadedWith("connectors/index.ts");
  const readers = [...loaded].filter((name) => /\/(?:list|check|confirm|client|session)\.ts$/.test(name));
  expect(readers).toEqual([]);
  expect(loaded).toContain("zod");
});

test("a version and the program's help need neither yargs nor a verb", () => {
  const loaded = [...loadedWith("src/cli/main.ts"), ...loadedWith("src/cli/help.ts")];
  expect(loaded.filter((name) => name === "yargs" || name.startsWith("src/cli/verbs/"))).toEqual([]);
});
