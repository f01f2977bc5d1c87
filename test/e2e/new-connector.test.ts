import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { connectors } from "../../connectors/index.ts";
import { startFeed } from "../../examples/connector/system.ts";
import { nameFault } from "../../src/cli/new-connector/name.ts";
import { inOwnProject } from "../../src/cli/new-connector/template.ts";
import { startEmulator } from "../../src/emulator/index.ts";
import { runCli, tempFolder } from "./cli.ts";
import { runHere } from "./cli-here.ts";

const root = path.resolve(import.meta.dirname, "../..");
const template = path.join(root, "examples/connector");

/** A user's project: this package and its tools are where npm would have put them. */
async function newProject(): Promise<string> {
  const dir = await tempFolder();
  writeFileSync(path.join(dir, "package.json"), "{}");
  mkdirSync(path.join(dir, "node_modules/@types"), { recursive: true });
  asInstalled(path.join(dir, "node_modules/fin-ingest"));
  for (const name of ["vitest", "typescript", "@types/node"])
    symlinkSync(path.join(root, "node_modules", name), path.join(dir, "node_modules", name));
  return dir;
}

/** Where the types that the package exports are written; `npm run test:packed` compiles against those that it ships. */
const sources = {
  "fin-ingest": [path.join(root, "src/connector-kit/index.ts")],
  "fin-ingest/contract": [path.join(root, "src/connector-kit/testing/index.ts")],
};

/** What the package exports, without the packages that it lists. */
function asInstalled(folder: string): void {
  const { name, type, exports } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  mkdirSync(folder);
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name, type, exports }));
  symlinkSync(path.join(root, "dist"), path.join(folder, "dist"));
}

const runIn = (dir: string, program: string, ...args: string[]): string =>
  execFileSync(process.execPath, [path.join(root, "node_modules", program), ...args], {
    cwd: dir,
    encoding: "utf8",
    // The compiler is written in Go, and ends before it needs the memory that it would spend a quarter of its time on.
    env: { PATH: process.env.PATH, HOME: dir, NO_COLOR: "1", GOGC: "off" },
  });

/** Two files, each of which loads the program, in one process. */
const oneWorker = ["--pool", "threads", "--max-workers", "1", "--no-isolate"];

/** What the compiler says of the project's own files, a line each; the program's are compiled by other settings. */
function compilerErrors(dir: string): string[] {
  const own = (said: unknown) =>
    String(said)
      .split("\n")
      .filter((line) => /^[^.\s]/.test(line));
  try {
    return own(runIn(dir, "typescript/bin/tsc", "--singleThreaded", "-p", "."));
  } catch (error) {
    return own(error instanceof Error && "stdout" in error ? error.stdout : error);
  }
}

describe("new connector", () => {
  test("its types fit and it passes its contract", async () => {
    const dir = await newProject();
    const commonJs = path.join(dir, "common");
    mkdirSync(commonJs);
    writeFileSync(path.join(dir, "package.json"), '{"type": "module"}');
    writeFileSync(path.join(commonJs, "package.json"), "{}");
    // A project with "type": "module" and one without; a name that is also a word of TypeScript.
    for (const [cwd, name] of [
      [dir, "help-desk"],
      [commonJs, "class"],
    ] as const) {
      const { code, stdout, stderr } = await runHere(["new", "connector", name], { cwd });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      for (const words of [`wrote ${name}/`, `npx vitest run ${name}`, `connector: ./${name}/index.ts`])
        expect(stdout).toContain(words);
      expect(readdirSync(path.join(cwd, name)).sort()).toEqual(readdirSync(template).sort());
      for (const file of readdirSync(path.join(cwd, name)))
        expect(readFileSync(path.join(cwd, name, file), "utf8"), file).not.toMatch(
          /\.\.\/\.\.\/src|json-feed|jsonFeed|JsonFeed/,
        );
    }
    // One compiler and one run of tests for both, as each loads for seconds.
    const both = {
      extends: "./help-desk/tsconfig.json",
      compilerOptions: { paths: sources },
      include: ["help-desk", "common/class"],
    };
    writeFileSync(path.join(dir, "tsconfig.json"), JSON.stringify(both));
    expect(compilerErrors(dir)).toEqual([]);
    const tested = runIn(dir, "vitest/vitest.mjs", "run", ...oneWorker, "--reporter", "json");
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(tested);
    expect(numFailedTests).toBe(0);
    expect(numPassedTests).toBeGreaterThan(30);
    expect(new Set(testResults.map(({ name }: { name: string }) => path.dirname(name)))).toEqual(
      new Set([path.join(dir, "help-desk"), path.join(commonJs, "class")]),
    );
  });

  test("a source that uses it is checked, planned and sent", async () => {
    const dir = await newProject();
    const feed = await startFeed();
    const emulator = await startEmulator();
    onTestFinished(async () => {
      await feed.close();
      await emulator.close();
    });
    await runHere(["new", "connector", "help-desk"], { cwd: dir });
    const readme = readFileSync(path.join(dir, "help-desk/README.md"), "utf8");
    const source = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
    const { feed: address } = feed.options as { feed: string };
    const yaml = source.replace("https://news.example.com/feed.json", address);
    writeFileSync(
      path.join(dir, "config.yaml"),
      `intercom: {token: "\${INTERCOM_ACCESS_TOKEN}", base_url: "${emulator.url}"}\n${yaml}    allow_private_addresses: true\n`,
    );
    const env = { INTERCOM_ACCESS_TOKEN: emulator.token, NEWS_TOKEN: feed.secrets[0] ?? "" };
    const run = (...args: string[]) => runHere(args, { cwd: dir, env });
    const checked = await run("check");
    expect(checked.code, checked.stderr).toBe(0);
    expect(checked.stdout).toContain("articles on its first page");
    expect((await run("plan")).stdout).toContain("Plan: 3 to create.");
    // As the published bundle loads it, once.
    expect((await runCli(["nightly"], { cwd: dir, env })).code).toBe(0);
    expect(emulator.state.pages().length).toBe(3);
    const last = emulator.log.last;
    expect((await run("nightly")).code).toBe(0);
    expect(emulator.log.since(last).filter(({ method }) => method !== "GET")).toEqual([]);
    const edited = await feed.edit();
    await run("nightly");
    expect(emulator.log.since(last).flatMap(({ externalId }) => externalId ?? [])).toEqual([edited]);
  });

  test("is written beside the configuration, and as data where asked", async () => {
    const dir = await tempFolder();
    mkdirSync(path.join(dir, "ops"));
    const { stdout } = await runHere(["new", "connector", "wiki", "-c", "ops/fin.yaml", "--json"], {
      cwd: dir,
    });
    expect(JSON.parse(stdout)).toEqual({ folder: "ops/wiki", files: readdirSync(template).sort() });
    expect(readdirSync(path.join(dir, "ops/wiki"))).toContain("index.ts");
  });

  test("overwrites nothing", async () => {
    const dir = await tempFolder();
    mkdirSync(path.join(dir, "mine"));
    writeFileSync(path.join(dir, "file"), "mine");
    symlinkSync("nowhere", path.join(dir, "link"));
    for (const name of ["mine", "file", "link"]) {
      const { code, stderr } = await runHere(["new", "connector", name], { cwd: dir });
      expect({ name, code }).toEqual({ name, code: 2 });
      expect(stderr).toContain(`${name} exists and was not changed`);
    }
    expect(readdirSync(path.join(dir, "mine"))).toEqual([]);
    expect(readdirSync(dir).sort()).toEqual(["file", "link", "mine"]);
  });

  test.each([
    ["new", "connector", ""],
    ["new", "konnector", "wiki"],
    ["new", "connector", "rest"],
    ["new", "connector", "Help"],
    ["new", "connector", "../wiki"],
    ["new", "connector", "con"],
    ["new", "connector", "12"],
    ["new", "connector", "a".repeat(65)],
    ["new", "connector", "wiki", "-c", "nowhere/config.yaml"],
    ["new"],
  ])("%s %s %s is refused", async (...args) => {
    const dir = await tempFolder();
    const { code, stderr } = await runHere(args, { cwd: dir });
    expect(code, stderr).toBe(2);
    expect(stderr).toContain("hint:");
    expect(readdirSync(dir)).toEqual([]);
  });
});

test("no name that is accepted leads out of its folder, or is a connector's", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      if (nameFault(name, connectors.keys()) !== undefined) return;
      expect(path.basename(name)).toBe(name);
      expect(connectors.has(name)).toBe(false);
      expect(name).toMatch(/^[a-z0-9-]+$/);
    }),
  );
});

test("imports of the program's files become one of each entry of the package", () => {
  const text = `import { a } from "node:a";
import { type B, c } from "../../src/x.ts";
import type { D } from "../../src/y.ts";
import { z } from "zod";
import {
  e,
} from "../../src/connector-kit/testing/index.ts";
import { f } from "./f.ts";

export const jsonFeed = { type: "json-feed" };
`;
  expect(inOwnProject("x.ts", text, "wiki")).toBe(`import { a } from "node:a";
import { type B, c, type D, z } from "fin-ingest";
import { e } from "fin-ingest/contract";
import { f } from "./f.ts";

export const connector = { type: "wiki" };
`);
});
