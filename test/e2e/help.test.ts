import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { version } from "../../src/package.ts";
import { mainFile, runCli, tempFolder } from "./cli.ts";
import { runHere } from "./cli-here.ts";

describe("help", () => {
  test("without a verb, or asked for, it goes to stdout", async () => {
    const [bare, asked] = await Promise.all([runCli([]), runCli(["--help"])]);
    for (const { code, stdout, stderr } of [bare, asked]) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      for (const line of ["fin-ingest demo", "fin-ingest apply <plan>", "--log-format", "Try:"])
        expect(stdout).toContain(line);
      expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });

  test("every verb teaches by example", async () => {
    const { stdout } = await runCli(["--help"]);
    const verbs = [...stdout.matchAll(/^ {2}fin-ingest ([a-z]+)\b/gm)].map((match) => match[1] ?? "");
    const own = [...new Set(verbs)].filter((verb) => verb !== "completion");
    expect(own).toHaveLength(22);
    for (const verb of own) {
      const { code, stdout } = await runHere([verb, "--help"]);
      expect({ verb, code }).toEqual({ verb, code: 0 });
      expect(stdout).toMatch(new RegExp(`Try:\\n(?: .*\\n)* {2}.*fin-ingest ${verb}`));
      expect(stdout).toContain("Flags of every verb: --config, --env, --source,");
      expect(stdout).not.toContain("Configuration file");
    }
  });

  test.each([["-h"], ["-qh"], ["--help=true"]])("%s lists the flags of a verb", async (asked) => {
    const { code, stdout } = await runHere(["nightly", asked]);
    expect(code).toBe(0);
    expect(stdout).toContain("--dry-run");
  });

  test("the version comes alone, wherever it is asked for", async () => {
    for (const args of [["--version"], ["-V"], ["plan", "--version"]])
      expect(await runCli(args)).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test.each([
    ["bash", "complete -o bashdefault -o default -F _fin_ingest_completions fin-ingest"],
    ["zsh", "#compdef fin-ingest"],
    ["fish", "complete -c fin-ingest -a"],
  ])("a completion script for %s, by name or by the shell in use", async (shell, sign) => {
    const named = await runHere(["completion", shell], { env: { SHELL: "/bin/other" } });
    expect(named).toMatchObject({ code: 0, stdout: expect.stringContaining(sign), stderr: "" });
    expect(await runHere(["completion"], { env: { SHELL: `/usr/bin/${shell}` } })).toEqual(named);
  });

  test("a shell without a completion script is refused once", async () => {
    const { code, stdout, stderr } = await runHere(["completion", "fihs"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("there is no completion for fihs, did you mean fish?");
    expect(stderr).not.toContain("verb");
  });

  test("bash completes verbs and flags through its script", async () => {
    const cwd = await tempFolder();
    const { stdout: script } = await runHere(["completion", "bash"]);
    await writeFile(path.join(cwd, "script"), script);
    const program = `fin-ingest() { "${process.execPath}" "${mainFile}" "$@"; }`;
    const completed = (...typed: string[]) =>
      execFileSync(
        "bash",
        [
          "-c",
          `${program}; source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _fin_ingest_completions; printf '%s\\n' "\${COMPREPLY[@]}"`,
          "-",
          path.join(cwd, "script"),
          ...typed,
        ],
        { encoding: "utf8" },
      ).split("\n");
    expect(completed("fin-ingest", "ni")).toContain("nightly");
    const flags = completed("fin-ingest", "plan", "--");
    for (const flag of ["--detailed-exitcode", "--source"]) expect(flags).toContain(flag);
  });

  test("completions are answered", async () => {
    const verbs = await runCli(["--get-yargs-completions", "fin-ingest", "ni"], {
      env: { SHELL: "/bin/bash" },
    });
    expect(verbs.stdout.split("\n")).toContain("nightly");
    const flags = await runCli(["--get-yargs-completions", "fin-ingest", "plan", "--"], {
      env: { SHELL: "/bin/bash" },
    });
    expect(flags.stdout).toContain("--detailed-exitcode");
  });
});

describe("init", () => {
  test("writes a configuration that can be planned with once visible_to is chosen, and overwrites nothing", async () => {
    const cwd = await tempFolder();
    const first = await runCli(["init"], { cwd });
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toContain("wrote config.yaml");
    expect(await readdir(cwd)).toEqual(["config.yaml", "fin-ingest.schema.json"]);
    const schema = JSON.parse(await readFile(path.join(cwd, "fin-ingest.schema.json"), "utf8"));
    expect(schema.title).toBe("fin-ingest configuration");
    await mkdir(path.join(cwd, "docs"));
    await writeFile(path.join(cwd, "docs/a.md"), "# Hello\n\nWorld.\n");
    const unchosen = await runHere(["plan"], { cwd });
    expect(unchosen.code).toBe(2);
    expect(unchosen.stderr).toMatch(/config\.yaml:\d+:\d+ sources\.docs\.visible_to: is empty/);
    const written = await readFile(path.join(cwd, "config.yaml"), "utf8");
    expect(written.split("\n")[0]).toBe("# yaml-language-server: $schema=./fin-ingest.schema.json");
    const before = written.replace(/visible_to:$/m, "visible_to: customers");
    await writeFile(path.join(cwd, "config.yaml"), before);
    const plan = await runHere(["plan"], { cwd });
    expect(plan).toMatchObject({ code: 0 });
    expect(plan.stdout).toContain("Plan: 1 to create.");

    await writeFile(path.join(cwd, "config.yaml"), `${before}\n# mine\n`);
    const second = await runCli(["init"], { cwd });
    expect(second.code).toBe(2);
    expect(second.stderr).toContain("config.yaml exists and was not changed");
    expect(await readFile(path.join(cwd, "config.yaml"), "utf8")).toContain("# mine");
  });

  test("names the schema of the installed package, where the folder has one", async () => {
    const cwd = await tempFolder();
    await mkdir(path.join(cwd, "node_modules/fin-ingest"), { recursive: true });
    await writeFile(path.join(cwd, "node_modules/fin-ingest/config.schema.json"), "{}");
    await mkdir(path.join(cwd, "ops"));
    await runHere(["init", "-c", "ops/fin.yaml"], { cwd });
    expect(await readdir(path.join(cwd, "ops"))).toEqual(["fin.yaml"]);
    const [first] = (await readFile(path.join(cwd, "ops/fin.yaml"), "utf8")).split("\n");
    expect(first).toBe("# yaml-language-server: $schema=../node_modules/fin-ingest/config.schema.json");
  });

  test("in a git work tree it keeps the state folder out of git, once", async () => {
    const cwd = await tempFolder();
    execFileSync("git", ["init", "-q"], { cwd });
    await writeFile(path.join(cwd, ".gitignore"), "dist");
    const { stdout } = await runHere(["init"], { cwd });
    expect(stdout).toContain("added .fin-ingest/ to .gitignore");
    expect(await readFile(path.join(cwd, ".gitignore"), "utf8")).toBe("dist\n.fin-ingest/\n");
    await runHere(["init", "-c", "other.yaml"], { cwd });
    expect(await readFile(path.join(cwd, ".gitignore"), "utf8")).toBe("dist\n.fin-ingest/\n");
  });
});

test("what is unset comes from .env beside the configuration", async () => {
  const cwd = await tempFolder();
  await mkdir(path.join(cwd, "docs"));
  await writeFile(path.join(cwd, "docs/a.md"), "# Hello\n\nWorld.\n");
  const source = "{connector: docs-repo, path: docs, url: 'https://${HOST}/${PART}', visible_to: customers}";
  await writeFile(path.join(cwd, "config.yaml"), `sources: {docs: ${source}}\n`);
  const unset = await runHere(["plan"], { cwd, env: { HOST: "set.example.com" } });
  expect(unset).toMatchObject({ code: 2, stderr: expect.stringContaining("variable PART is not set") });
  await writeFile(path.join(cwd, ".env"), "# for all\nexport HOST=file.example.com\nPART='a b'\n");
  const plan = await runHere(["plan", "--json"], { cwd, env: { HOST: "set.example.com" } });
  expect(plan, plan.stderr).toMatchObject({ code: 0 });
  await writeFile(path.join(cwd, ".env"), "\ufeffHOST=file.example.com\r\nPART=\r\n");
  expect((await runHere(["plan"], { cwd })).code).toBe(0);
});

describe("connectors", () => {
  test("a list, and the options of one", async () => {
    const list = await runHere(["connectors", "--json"]);
    expect(JSON.parse(list.stdout)).toContainEqual({ type: "docs-repo", summary: expect.any(String) });
    const one = await runHere(["connectors", "docs-repo"]);
    expect(one.stdout).toMatch(/ {2}path {2}text/);
    expect(one.stdout).toMatch(/ {2}token {2}text · secret/);
    const data = JSON.parse((await runHere(["connectors", "docs-repo", "--json"])).stdout);
    expect(data.options).toContainEqual(expect.objectContaining({ name: "page_url", secret: false }));
  });

  test("the recipes of rest, and what one asks for", async () => {
    const list = JSON.parse((await runHere(["connectors", "--json"])).stdout);
    const rest = list.find(({ type }: { type: string }) => type === "rest");
    expect(rest.recipes).toContainEqual({ name: "gitbook", summary: expect.any(String) });
    for (const args of [["connectors"], ["connectors", "rest"]])
      expect((await runHere(args)).stdout).toMatch(/^ ?wordpress {2,}Pages and posts of a WordPress/m);
    const one = await runHere(["connectors", "redmine"]);
    expect(one.stdout).toContain("    recipe: redmine\n");
    expect(one.stdout).toContain("audience: teammates");
    expect(one.stdout).toMatch(/What it cannot do/);
    const data = JSON.parse((await runHere(["connectors", "redmine", "--json"])).stdout);
    expect(data).toMatchObject({ recipe: "redmine", settings: { site: { kind: "address" } } });
    const unknown = await runHere(["connectors", "gitbok"]);
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.stderr).toContain('did you mean "gitbook"?');
  });

  test("a recipe of one's own, by its path", async () => {
    const cwd = await tempFolder();
    await writeFile(path.join(cwd, "ours.yaml"), "name: Ours\nsumary: x\n");
    const refused = await runHere(["connectors", path.join(cwd, "ours.yaml")]);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toMatch(
      /ours\.yaml:2:1 unknown key "sumary" at the top level, did you mean "summary"\?/,
    );
    const absent = await runHere(["connectors", path.join(cwd, "none.yaml")]);
    expect(absent).toMatchObject({ code: 2 });
  });
});
