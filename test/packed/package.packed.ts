import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nothing, processesOf, startSystems } from "../e2e/upgrade-systems.ts";
import { filesOf, type InstalledPackage, installChanged, installPacked, project } from "./installed.ts";

let installed: InstalledPackage;
beforeAll(() => {
  installed = installPacked();
});
afterAll(() => installed.remove());

const run = (main: string, ...args: string[]) => {
  const options = { cwd: path.join(project, "test/goldens"), encoding: "utf8" } as const;
  const { stdout, stderr, status } = spawnSync(process.execPath, [main, ...args], options);
  return { stdout, stderr, status };
};

/** A document of each kind that the golden cases have. */
function documents(): string[] {
  const byEnding = new Map<string, string>();
  for (const name of readdirSync(path.join(project, "test/goldens"), {
    recursive: true,
    encoding: "utf8",
  }).sort()) {
    const ending = /[\\/]input(\.\w+)$/.exec(name)?.[1];
    if (ending !== undefined && !byEnding.has(ending)) byEnding.set(ending, name);
  }
  return [...byEnding.values()];
}

test.each(documents())("%s becomes the page that it becomes without a bundle", (file) => {
  const page = run(installed.main, "preview", file, "--format", "html");
  expect(page).toEqual(run(path.join(project, "dist/src/cli/main.js"), "preview", file, "--format", "html"));
  expect(page.stdout).not.toBe("");
});

describe("a new version of the package", () => {
  let systems: Awaited<ReturnType<typeof startSystems>>;
  beforeAll(async () => {
    systems = await startSystems();
    expect((await systems.night(processesOf(installed.main))).writes).toContain("hot.md");
    expect(await systems.night(processesOf(installed.main))).toEqual(nothing);
  });
  afterAll(() => systems.close());

  test("sends the pages that its sources make otherwise", async () => {
    const changed = installChanged("src/normalize/vocabulary/callouts.ts", '"Warning"', '"Beware"');
    try {
      expect(await systems.night(processesOf(changed.main))).toEqual({ writes: ["hot.md"], loads: 2 });
      expect(await systems.night(processesOf(changed.main))).toEqual(nothing);
    } finally {
      changed.remove();
    }
    expect(await systems.night(processesOf(installed.main))).toEqual({ writes: ["hot.md"], loads: 2 });
  });

  test("is none because of packages that stand beside it by chance", async () => {
    installed.link("zod");
    installed.link("markdown-it");
    expect(await systems.night(processesOf(installed.main))).toEqual(nothing);
  });
});

test("its exports have types, and run", () => {
  writeFileSync(path.join(installed.folder, "package.json"), '{"type": "module"}');
  const file = path.join(installed.folder, "own.ts");
  const code = `import { type Connector, FinIngestError, z } from "fin-ingest";
const options = z.strictObject({ size: z.number() });
const parsed: number = options.parse({ size: 1 }).size;
export const typeOf = (connector: Connector): string => connector.type;
if (!(new FinIngestError("x") instanceof Error)) throw new Error(String(parsed));
`;
  const check = (text: string) => {
    writeFileSync(file, text);
    const tsc = path.join(project, "node_modules/typescript/bin/tsc");
    const types = path.join(project, "node_modules/@types");
    const flags = [
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2023",
      "--typeRoots",
      types,
      "--types",
      "node",
    ];
    return spawnSync(process.execPath, [tsc, ...flags, file], { cwd: installed.folder, encoding: "utf8" })
      .stdout;
  };
  expect(check(code)).toBe("");
  expect(check(code.replace("parsed: number", "parsed: string"))).toContain(
    "not assignable to type 'string'",
  );
  expect(check(code)).toBe("");
  execFileSync(process.execPath, [file.replace(/ts$/, "js")], { cwd: installed.folder });
});

test("recipes are in it, and the contract runs on one of one's own where vitest stands beside it", () => {
  const shown = run(installed.main, "connectors", "redmine");
  expect(shown).toEqual(run(path.join(project, "dist/src/cli/main.js"), "connectors", "redmine"));
  const config = path.join(installed.folder, "config.yaml");
  const key = "key-of-the-tests";
  writeFileSync(
    config,
    `intercom: {token: ${key}, base_url: "http://127.0.0.1:9"}
sources:
  wiki: {connector: rest, recipe: ./ours.yaml, url: "https://www.example.com", visible_to: teammates, audience: teammates,
    auth: {header: {value: ${key}}}, settings: {site: "http://127.0.0.1:9", projects: [foo]}}
`,
  );
  cpSync(
    path.join(installed.place, "connectors/rest/recipes/redmine.yaml"),
    path.join(installed.folder, "ours.yaml"),
  );
  cpSync(
    path.join(project, "test/fixtures/connectors/rest/recipes/redmine.yaml"),
    path.join(installed.folder, "ours.examples.yaml"),
  );
  const contract = () => run(installed.main, "check", "--contract", "-c", config).stdout.replace(/\s+/g, " ");
  // Node also looks into the folders above, which are not ours.
  if (!existsSync(path.join(installed.folder, "../node_modules/vitest")))
    expect(contract()).toContain("failed contract: vitest is not installed beside fin-ingest");
  installed.link("vitest");
  expect(contract()).toMatch(/ok contract: 2\d rules kept/);
});

test("an error names its place in the sources, where that is asked for", () => {
  const { stderr } = run(installed.main, "plan", "-c", "missing.yaml", "--verbose");
  expect(stderr).toMatch(/at \w+ \(src\/config\/\w+\.ts:\d+:\d+\)/);
});

test("the licences of what is in the bundle go with it, and nothing of the tests", () => {
  const files = filesOf(installed.place);
  const { components } = JSON.parse(
    readFileSync(path.join(installed.place, "dist/bundle/sbom.json"), "utf8"),
  );
  const licences = readFileSync(path.join(installed.place, "dist/bundle/THIRD_PARTY_LICENSES.txt"), "utf8");
  expect(components.length).toBeGreaterThan(100);
  for (const { name, version } of components) expect(licences).toContain(`\n${name} ${version} (`);
  // `new connector` copies the example's sources, its contract test among them.
  const ours = files.filter((name) => !name.startsWith("examples/connector/"));
  expect(ours.filter((name) => /\.test\.|^test\/|(?<!\.d)\.[cm]?ts$/.test(name))).toEqual([]);
});

test("it is small, and acorn, domino and encodings that Node knows are not in it twice", () => {
  const files = filesOf(installed.place).map((name) => path.join(installed.place, name));
  expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(12_000_000);
  const { components } = JSON.parse(
    readFileSync(path.join(installed.place, "dist/bundle/sbom.json"), "utf8"),
  );
  const names = components.map(({ name }: { name: string }) => name);
  expect(names.filter((name: string) => /^(?:acorn|@mixmark-io\/domino|iconv-lite)$/.test(name))).toEqual([
    "acorn",
  ]);
});

test("what a verb's help loads is in few files", () => {
  const bundle = path.dirname(installed.main);
  const text = (file: string) => readFileSync(path.join(bundle, file), "utf8");
  const loaded = (file: string, found = new Set<string>()): Set<string> => {
    if (found.has(file)) return found;
    found.add(file);
    for (const [, name = ""] of text(file).matchAll(/(?:\bfrom|\bimport)["'`]\.\/([^"'`]+)["'`]/g))
      loaded(name, found);
    return found;
  };
  const later = [...text("main.js").matchAll(/import\(["'`]\.\/([^"'`]+)["'`]\)/g)].map(
    ([, name = ""]) => name,
  );
  const nightly = readdirSync(bundle).filter(
    (name) => /^nightly-\w+\.js$/.test(name) && text(name).includes("$0"),
  );
  expect([later.length, nightly.length]).toEqual([1, 1]);
  const all = new Set([...loaded("main.js"), ...[...later, ...nightly].flatMap((name) => [...loaded(name)])]);
  expect([...all].sort()).toHaveLength(5);
});
