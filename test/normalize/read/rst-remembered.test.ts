import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { describe, expect, onTestFinished, test } from "vitest";

const compiled = path.resolve(import.meta.dirname, "../../../dist/src/normalize/read/rst/remembered.js");

interface Answer {
  said?: string;
  memory?: string;
  readonly starts: number;
}

interface Machine {
  readonly folder: string;
  readonly site: string;
  program(file: string, script: string): void;
  /** Asks in a thread that knows of nothing asked before, as each run; `starts` are the programs that were run for it. */
  ask(memory?: string, folders?: readonly string[]): Promise<Answer>;
}

/** An empty machine: a folder on PATH in which nothing stands, and a folder for Python's packages. */
function machine(): Machine {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "fin-ingest-machine-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [site, log] = [path.join(folder, "site"), path.join(folder, "starts")];
  mkdirSync(site);
  return {
    folder,
    site,
    program(file, script) {
      const at = path.join(folder, file);
      mkdirSync(path.dirname(at), { recursive: true });
      writeFileSync(at, `#!/bin/sh\necho start >> ${log}\n${script}\n`);
      chmodSync(at, 0o755);
    },
    async ask(memory, folders = ["bin"]) {
      rmSync(log, { force: true });
      const PATH = folders.map((one) => path.join(folder, one)).join(path.delimiter);
      const script = `import { parentPort } from "node:worker_threads";
import { rememberedRstProgram } from ${JSON.stringify(pathToFileURL(compiled).href)};
const env = ${JSON.stringify({ PATH })};
parentPort.postMessage(await rememberedRstProgram(${JSON.stringify(memory)}, env));`;
      const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`));
      const [answer] = await once(thread, "message");
      await thread.terminate();
      const starts = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").length : 0;
      return { ...answer, starts };
    },
  };
}

const python = ({ folder, site }: Machine, version = "0.21") => `case "$*" in
  *--version) ${version === "" ? "exit 1" : `echo "docutils (Docutils ${version})"`} ;;
  *) echo '["${folder}/bin/python3", "", "${site}"]' ;;
esac`;

function withDocutils(): Machine {
  const here = machine();
  here.program("bin/python3", python(here));
  return here;
}

describe("the program that reads reStructuredText is known without starting it", () => {
  test("until something changes that it depends on", async () => {
    const here = withDocutils();
    const first = await here.ask();
    expect(first).toMatchObject({ said: "docutils (Docutils 0.21)", starts: 2 });
    expect(await here.ask(first.memory)).toEqual({ ...first, starts: 0 });
  });

  test.each<[string, (here: Machine) => void, string | undefined]>([
    [
      "another Python",
      (here) => here.program("bin/python3", python(here, "0.22")),
      "docutils (Docutils 0.22)",
    ],
    [
      "a package more",
      ({ site }) => writeFileSync(path.join(site, "other.py"), ""),
      "docutils (Docutils 0.21)",
    ],
    ["a docutils that no longer answers", (here) => here.program("bin/python3", python(here, "")), undefined],
    ["no Python", ({ folder }) => rmSync(path.join(folder, "bin/python3")), undefined],
  ])("%s: it is asked again", async (_what, change, said) => {
    const here = withDocutils();
    const { memory } = await here.ask();
    change(here);
    const again = await here.ask(memory);
    expect(again.said).toBe(said);
    expect(again.memory).not.toBe(memory);
    expect(await here.ask(again.memory)).toEqual({ ...again, starts: 0 });
  });

  test("another Python before it on PATH is asked, and so is one on another PATH", async () => {
    const here = withDocutils();
    const { memory } = await here.ask(undefined, ["first", "bin"]);
    here.program("first/python3", python(here, "0.22"));
    expect((await here.ask(memory, ["first", "bin"])).said).toBe("docutils (Docutils 0.22)");
    expect(await here.ask(memory, ["bin"])).toMatchObject({ said: "docutils (Docutils 0.21)", starts: 2 });
  });

  test("an answer is not trusted for ever, nor one from the future, nor a damaged one", async () => {
    const here = withDocutils();
    const { memory = "" } = await here.ask();
    const aged = (ms: number) => JSON.stringify({ ...JSON.parse(memory), askedAt: Date.now() - ms });
    expect((await here.ask(aged(6 * 86_400_000))).starts).toBe(0);
    expect((await here.ask(aged(8 * 86_400_000))).starts).toBe(2);
    expect((await here.ask(aged(-86_400_000))).starts).toBe(2);
    expect((await here.ask(memory.slice(1))).starts).toBe(2);
  });

  test("pandoc stands in, until Python gets its docutils", async () => {
    const here = machine();
    here.program("bin/python3", python(here, ""));
    here.program("bin/pandoc", "echo 'pandoc 3.1'; echo Copyright");
    const first = await here.ask();
    expect(first.said).toBe("pandoc 3.1");
    expect(await here.ask(first.memory)).toEqual({ ...first, starts: 0 });
    mkdirSync(path.join(here.site, "docutils"));
    here.program("bin/python3", python(here));
    expect((await here.ask(first.memory)).said).toBe("docutils (Docutils 0.21)");
  });

  test("a link to a program is followed", async () => {
    const here = machine();
    here.program("opt/pandoc-3.1", "echo pandoc 3.1");
    mkdirSync(path.join(here.folder, "bin"));
    symlinkSync("../opt/pandoc-3.1", path.join(here.folder, "bin/pandoc"));
    const first = await here.ask();
    here.program("opt/pandoc-3.1", "echo pandoc 3.2");
    expect((await here.ask(first.memory)).said).toBe("pandoc 3.2");
  });

  test("a script that does not say which Python runs it is asked each time", async () => {
    const here = machine();
    here.program("bin/docutils", "echo 'docutils (Docutils 0.20)'");
    expect(await here.ask()).toEqual({ said: "docutils (Docutils 0.20)", starts: 1 });
  });

  test("that there is none is known as well", async () => {
    const here = machine();
    const first = await here.ask();
    expect(first).toEqual({ memory: expect.any(String), starts: 0 });
    here.program("bin/python3", python(here));
    expect((await here.ask(first.memory)).said).toBe("docutils (Docutils 0.21)");
  });
});
