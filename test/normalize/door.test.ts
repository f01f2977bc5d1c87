import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const door = "src/normalize/index.ts";

interface Import {
  readonly target: string;
  readonly isType: boolean;
}

const statement =
  /^(?:import|export)\s+(type\s|[^;"']*?\sfrom\s+|)["']([^"']+)["'];|\bimport\(\s*["']([^"']+)["']\s*\)/gm;

/** What a module imports, statically and dynamically: files by their path from the root, packages by name. */
function importsOf(file: string, kind: "all" | "at once"): Import[] {
  const text = readFileSync(path.join(root, file), "utf8");
  return [...text.matchAll(statement)].flatMap(([, words = "", at, later]) => {
    const name = at ?? later;
    if (name === undefined || (later !== undefined && kind === "at once")) return [];
    const target = name.startsWith(".") ? path.join(path.dirname(file), name) : name;
    return [{ target, isType: words.startsWith("type") }];
  });
}

test("nothing outside src/normalize imports one of its inner modules", () => {
  const files = ["src", "connectors", "pipelines", "bench"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => path.join(folder, file)),
  );
  const outside = files.filter((file) => !file.startsWith("src/normalize/"));
  expect(outside.length).toBeGreaterThan(100);
  const inner = outside.flatMap((file) =>
    importsOf(file, "all")
      .filter(({ target }) => target.startsWith("src/normalize/") && target !== door)
      .map(({ target }) => `${file} ${target}`),
  );
  expect(inner).toEqual([]);
  const throughDoor = outside.filter((file) => importsOf(file, "all").some(({ target }) => target === door));
  expect(throughDoor.length).toBeGreaterThan(10);
});

test("the door loads neither a parser nor a step of the pipeline", () => {
  const loaded = new Set<string>();
  const load = (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    if (!file.startsWith("src/")) return;
    for (const { target, isType } of importsOf(file, "at once")) if (!isType) load(target);
  };
  load(door);
  const packages = [...loaded].filter((one) => !one.startsWith("src/") && !one.startsWith("node:"));
  expect(packages).toEqual([]);
  const steps =
    /^src\/normalize\/(?:pipeline|read\/(?!encoding\.ts)|clean|vocabulary|blocks|write|worker\/main)/;
  expect([...loaded].filter((one) => steps.test(one))).toEqual([]);
});
