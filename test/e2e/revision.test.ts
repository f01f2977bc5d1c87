import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { runCli } from "./cli.ts";
import { type LoadedProgram, loadedProgram } from "./cli-here.ts";
import { copyProgram, type ProgramCopy } from "./program-copy.ts";
import { nothing, type Systems, startSystems } from "./upgrade-systems.ts";

describe("an upgrade reaches the pages that were sent before", () => {
  let systems: Systems;
  beforeAll(async () => {
    systems = await startSystems();
    expect((await systems.night()).writes).toContain("hot.md");
    expect(await systems.night()).toEqual(nothing);
    expect(await systems.night()).toEqual(nothing);
  });
  afterAll(() => systems.close());

  /** Expected of a changed program, of a second night with it, and of the project's own program after it. */
  async function expectUpgrade(copy: ProgramCopy, expected: { writes: string[]; loads: number }) {
    const { run } = loaded(copy);
    expect(await systems.night(run)).toEqual(expected);
    expect(await systems.night(run)).toEqual(nothing);
    expect(await systems.night()).toEqual(expected);
  }

  // What changes which part's revision, and what changes none, is a table in test/revision/parts.test.ts.
  test.each<[string, (copy: ProgramCopy) => void, { writes: string[]; loads: number }]>([
    ["a parser's version", (copy) => copy.setVersion("markdown-it", "99.0.0"), { writes: [], loads: 2 }],
    [
      "what its connector says of a body",
      (copy) => changed(copy, "src/connector-kit", 'text: "text/plain"', 'text: "text/markdown"'),
      { writes: ["a", "b"], loads: 2 },
    ],
  ])("where it changes %s", async (_what, change, expected) => {
    const copy = copyProgram();
    change(copy);
    await expectUpgrade(copy, expected);
  });

  test("where it changes a callout's label; that is said, in the plan and under one heading of the report", async () => {
    const { company, night } = systems;
    const copy = copyProgram();
    changed(copy, "src/normalize", '"Warning"', '"Beware"');
    const { dir, emulator } = company;
    const env = { INTERCOM_ACCESS_TOKEN: emulator.token, INTERCOM_BASE_URL: emulator.url };
    const upgraded = loaded(copy);
    const run = async (...args: string[]) => (await upgraded.run(args, { cwd: dir, env })).stdout;
    const heading = /~ new version of fin-ingest: 1 page changes although nothing changed at the source/;
    const planned = await run("plan");
    expect(planned).toMatch(/~ update .*Oven .*\(content, new version of fin-ingest\)/);
    expect(planned).toMatch(heading);
    expect(await run("nightly")).toMatch(new RegExp(`${heading.source}\\s+~ update .*Oven`));
    expect(company.writes().flatMap(({ externalId }) => externalId ?? [])).toEqual(["hot.md"]);
    expect(await night(upgraded.run)).toEqual(nothing);
    expect(await night()).toEqual({ writes: ["hot.md"], loads: 2 });
  });
});

function loaded({ folder }: ProgramCopy): LoadedProgram {
  const program = loadedProgram(path.join(folder, "dist"));
  onTestFinished(() => program.close());
  return program;
}

function changed(copy: ProgramCopy, below: string, from: string, to: string): void {
  expect(copy.edit(below, from, to), `files below ${below} with ${from}`).toBeGreaterThan(0);
}

/**
 * A `python3` in front of PATH whose docutils says of every text which version it is. `starts` counts how often it was
 * run since the last call.
 */
function fakeDocutils(version: string) {
  const folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-docutils-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [file, log] = [path.join(folder, "site/docutils/__init__.py"), path.join(folder, "starts")];
  const program = path.join(folder, "bin/python3");
  for (const one of [file, program]) mkdirSync(path.dirname(one), { recursive: true });
  writeFileSync(
    program,
    `#!/bin/sh
echo start >> ${log}
case "$*" in
  *--version) echo "docutils (Docutils $(cat ${file}))" ;;
  -c*) echo '["${program}", "${folder}/site"]' ;;
  *) cat > /dev/null; echo "<html><body><p>Made by $(cat ${file}).</p></body></html>" ;;
esac
`,
    { mode: 0o755 },
  );
  const fake = {
    env: { PATH: `${path.dirname(program)}:${process.env.PATH}` },
    install: (next: string) => writeFileSync(file, next),
    starts() {
      const count = existsSync(log) ? readFileSync(log, "utf8").split("\n").length - 1 : 0;
      rmSync(log, { force: true });
      return count;
    },
  };
  fake.install(version);
  return fake;
}

describe("another version of the docutils of this machine", () => {
  test("reaches the pages it made, and is not started to find out that it is the same", async () => {
    const systems = await startSystems();
    onTestFinished(() => systems.close());
    const docutils = fakeDocutils("0.21");
    const night = () => systems.night(runCli, docutils.env);
    await night();
    expect(docutils.starts()).toBe(0);

    systems.company.write("docs/old.rst", "Old\n===\n\nText.\n");
    systems.company.commit();
    expect(await night()).toEqual({ writes: ["old.rst"], loads: 0 });
    expect(docutils.starts()).toBeGreaterThan(0);
    expect(await night()).toEqual({ writes: [], loads: 0 });
    expect(docutils.starts()).toBe(0);

    docutils.install("0.22");
    expect(await night()).toEqual({ writes: ["old.rst"], loads: 0 });
    expect(docutils.starts()).toBeGreaterThan(0);
    expect(await night()).toEqual(nothing);
    expect(docutils.starts()).toBe(0);
  });
});
