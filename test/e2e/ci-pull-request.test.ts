import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliResult, runCli } from "./cli.ts";
import { runHere } from "./cli-here.ts";

/** A repository with its configuration and its documents in it, as most teams have it. */
let dir: string;
const folders: string[] = [];
const asCommitter = ["-c", "user.name=T", "-c", "user.email=t@example.com"];
const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { cwd: dir, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
const git = (...args: string[]) => run("git", ...asCommitter, ...args);
/** Several commands of git from one shell: each that starts here costs by the memory of this process. */
const shell = (script: string, ...words: string[]) =>
  run("sh", "-ec", `git() { command git ${asCommitter.join(" ")} "$@"; }; ${script}`, "sh", ...words);
const write = (file: string, text: string) => {
  const to = path.join(dir, file);
  mkdirSync(path.dirname(to), { recursive: true });
  writeFileSync(to, text);
};
const commit = (message = "change") =>
  shell('git add -A; git commit -q --allow-empty -m "$1"; git rev-parse HEAD', message);
const configure = (edit: (text: string) => string) =>
  write("fin.yaml", edit(readFileSync(path.join(dir, "fin.yaml"), "utf8")));
type Env = Readonly<Record<string, string>>;
const ci = (args: readonly string[], env: Env = {}, run = runHere): Promise<CliResult> =>
  run(["ci", "-c", "fin.yaml", ...args], { cwd: dir, env });
const ciJson = async (args: readonly string[] = ["--base", "main"], env: Env = {}) => {
  const { code, stdout, stderr } = await ci([...args, "--format", "json"], env);
  expect(stdout, stderr).not.toBe("");
  return { code, ...JSON.parse(stdout) };
};
const ids = (list: { externalId: string }[]) => list.map(({ externalId }) => externalId);
const page = (name: string) =>
  `# ${name}\n\nHow to ${name}, step by step.\n\nThen close the window and look at ${name} again.\n`;

const config = `intercom: {token: "\${INTERCOM_ACCESS_TOKEN}"}
sources:
  docs:
    connector: docs-repo
    url: https://docs.example.com
    path: ./docs
    visible_to: customers
    page_url: "https://docs.example.com/{slug}"
`;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-pr-"));
  folders.push(dir);
  write("fin.yaml", config);
  for (const name of ["install", "export", "login"]) write(`docs/${name}.md`, page(name));
  shell("git init -q -b main --template=; git add -A; git commit -q -m first; git checkout -q -b feature");
});
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe("the base is where the change left its branch", () => {
  beforeEach(() => {
    write("docs/new.md", page("new"));
    commit("on the branch");
    git("checkout", "-q", "main");
    write("docs/other.md", page("other"));
    rmSync(path.join(dir, "docs/login.md"));
    commit("on main since");
  });

  it.each([
    ["the branch is checked out", () => git("checkout", "-q", "feature")],
    ["the host's merge commit is checked out", () => git("merge", "-q", "--no-ff", "feature")],
  ])("what the base got since is not part of it: %s", async (_, checkOut) => {
    const base = git("rev-parse", "main");
    checkOut();
    const { learn, change, forget, moved } = await ciJson(["--base", base]);
    expect(ids(learn)).toEqual(["new.md"]);
    expect([change, forget, moved]).toEqual([[], [], []]);
  });

  it("a shallow clone that does not reach it says how deep to fetch", async () => {
    const clone = mkdtempSync(path.join(tmpdir(), "fin-ingest-shallow-"));
    folders.push(clone);
    git("clone", "-q", "--depth", "1", "--no-single-branch", `file://${dir}`, clone);
    dir = clone;
    const { code, stdout, stderr } = await ci(["--base", "origin/main", "--head", "origin/feature"]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/does not reach.*fetch-depth: 0.*git fetch --unshallow.*--deepen/s);
  });

  it("histories without a common commit are named", async () => {
    git("checkout", "-q", "--orphan", "anew");
    commit("anew");
    const { code, stderr } = await ci(["--base", "main"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/have no commit in common/);
  });
});

describe("there is nothing to compare with", () => {
  const token = { INTERCOM_ACCESS_TOKEN: "tok_1" };
  it.each([
    ["", /--base is empty.*nightly.*origin\/main/s],
    ["0".repeat(40), /all zeros: this push made the branch.*nightly/s],
    ["1234567890".repeat(4), /has no commit.*force push.*nightly.*git fetch origin/s],
    ["gone", /has no commit "gone".*origin\/NAME/s],
  ])("--base %j", async (base, expected) => {
    for (const more of [[], ["--apply"]]) {
      const { code, stdout, stderr } = await ci([`--base=${base}`, ...more], token);
      expect(code).toBe(2);
      expect(stdout).toBe("");
      expect(stderr).toMatch(expected);
    }
  });
});

describe("a change of the configuration shows what it does to each page", () => {
  it("nobody is answered any more", async () => {
    configure((text) => `${text}    exclude: ["**"]\n`);
    commit();
    const { forget, ...plan } = await ciJson();
    expect(ids(forget)).toEqual(["export.md", "install.md", "login.md"]);
    expect(forget[0].why).toMatch(/`include` and `exclude` leave it out/);
    expect(plan.learn).toEqual([]);
    expect((await ci(["--base", "main"])).stdout).not.toContain("stay as they are");
    expect((await ci(["--base", "main", "--fail-on", "forget"])).code).toBe(3);
  });

  it("a rule excludes", async () => {
    configure((text) => `${text}    rules: [{path: "export.md", exclude: true}]\n`);
    commit();
    expect(ids((await ciJson()).forget)).toEqual(["export.md"]);
  });

  it.each([
    ["customers", "teammates", 0],
    ["teammates", "customers", 3],
  ])("visible_to from %s to %s", async (before, after, code) => {
    git("checkout", "-q", "main");
    configure((text) => text.replace("visible_to: customers", `visible_to: ${before}`));
    commit();
    git("checkout", "-q", "-B", "feature");
    configure((text) => text.replace(`visible_to: ${before}`, `visible_to: ${after}`));
    commit();
    const { change } = await ciJson();
    expect(change.map(({ audience }: { audience: unknown }) => audience)).toEqual(
      Array.from({ length: 3 }, () => ({ before, after })),
    );
    expect((await ci(["--base", "main", "--fail-on", "widen-existing"])).code).toBe(code);
  });

  it("page_url changes every address", async () => {
    configure((text) => text.replace("docs.example.com/{slug}", "help.example.com/{slug}"));
    commit();
    const { change } = await ciJson();
    expect(ids(change)).toEqual(["export.md", "install.md", "login.md"]);
    expect(change[0]).toMatchObject({ reasons: ["url"], url: "https://help.example.com/export" });
  });

  it("the folder moves with its documents: they keep their ids, and nothing changes", async () => {
    renameSync(path.join(dir, "docs"), path.join(dir, "handbook"));
    configure((text) => text.replace("./docs", "./handbook"));
    commit();
    const { code, learn, forget, moved, change } = await ciJson();
    expect([code, learn, forget, moved, change]).toEqual([0, [], [], [], []]);
  });

  it("a source is added, renamed, removed", async () => {
    write("api/keys.md", page("keys"));
    configure(
      (text) =>
        `${text}${text.slice(text.indexOf("  docs:")).replaceAll("docs", "api").replace("connector: api-repo", "connector: docs-repo")}`,
    );
    commit();
    const added = await ciJson();
    expect(
      added.learn.map(({ source, externalId }: { source: string; externalId: string }) => [
        source,
        externalId,
      ]),
    ).toEqual([["api", "keys.md"]]);
    configure((text) => text.replace("  docs:\n", "  manual:\n    moved_from: docs\n"));
    commit();
    expect(ids((await ciJson()).learn)).toEqual(["keys.md"]);
    configure((text) => text.replace("    moved_from: docs\n", "").replace("  manual:", "  guide:"));
    commit();
    const removed = await ciJson(["--base", "HEAD~1"]);
    expect(removed.notCompared).toEqual([
      { source: "manual", message: expect.stringContaining("fin-ingest retire manual") },
    ]);
    expect(removed.forget).toEqual([]);
  });

  it("a source that cannot be compared is named where its settings change, and the answers are not said to stay", async () => {
    const notion = (roots: string) => `  wiki:
    connector: notion
    url: https://wiki.example.com
    visible_to: customers
    token: \${NOTION_TOKEN}
    roots: [${roots}]
`;
    git("checkout", "-q", "main");
    configure((text) => text + notion("a"));
    commit();
    git("checkout", "-q", "-B", "feature");
    configure((text) => text.replace("roots: [a]", "roots: [b]"));
    commit();
    const { code, stdout } = await ci(["--base", "main"]);
    expect(code).toBe(0);
    expect(stdout).not.toContain("stay as they are");
    expect(stdout).toMatch(/Not compared[\s\S]*wiki: it has other settings/);
    expect((await ciJson(["--base", "HEAD"])).notCompared).toEqual([]);
  });

  it("a configuration that is wrong is refused with its line", async () => {
    configure((text) => text.replace("visible_to: customers", "visible_to: everyone"));
    commit();
    const { code, stderr } = await ci(["--base", "main"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/fin\.yaml:7:\d+ .*visible_to/);
  });

  it("one that was wrong before counts as the later one, and is named", async () => {
    git("checkout", "-q", "main");
    const good = readFileSync(path.join(dir, "fin.yaml"), "utf8");
    configure((text) => text.replace("visible_to: customers", "visible_to: everyone"));
    commit();
    git("checkout", "-q", "-B", "feature");
    write("fin.yaml", good);
    write("docs/new.md", page("new"));
    commit();
    const { learn, notCompared } = await ciJson();
    expect(ids(learn)).toEqual(["new.md"]);
    expect(notCompared[0].message).toMatch(/before the change cannot be read/);
  });

  it("one that is not in the repository counts for both commits", async () => {
    git("rm", "-q", "--cached", "fin.yaml");
    write(".gitignore", "fin.yaml\n");
    write("docs/new.md", page("new"));
    commit();
    expect(ids((await ciJson(["--base", "main"])).learn)).toEqual(["new.md"]);
  });
});

describe("a fork's configuration is hostile", () => {
  const env = { INTERCOM_ACCESS_TOKEN: "tok_fork_1", DEPLOY_KEY: "k3y-of-the-company" };
  const hostile = (edit: (text: string) => string) => {
    configure(edit);
    write("docs/new.md", page("new"));
    commit("from a fork");
  };

  it("a variable, Intercom's token, a file or a command is not resolved, in whatever it could show itself", async () => {
    const references = {
      docs: "${DEPLOY_KEY}",
      token: "${INTERCOM_ACCESS_TOKEN}",
      file: "${file:./secret.txt}",
      command: "${cmd:touch ran.txt}",
    };
    write(".gitignore", "secret.txt\n");
    writeFileSync(path.join(dir, "secret.txt"), "s3cret-of-the-machine");
    hostile((text) => {
      const [head = "", source = ""] = text.split("  docs:\n");
      const sources = Object.entries(references).map(
        ([name, reference]) =>
          `  ${name}:\n${source
            .replace("url: https://docs", `url: https://${name}`)
            .replace("docs.example.com/{slug}", `evil.example/${reference}/{slug}`)}`,
      );
      return `${head}${sources.join("")}`;
    });
    for (const [format, run] of [
      ["markdown", runHere],
      ["github", runHere],
      // Its environment is that of a process.
      ["json", runCli],
    ] as const) {
      const { code, stdout, stderr } = await ci(["--base", "main", "--format", format], env, run);
      expect(code, stderr).toBe(0);
      expect(stdout + stderr).not.toMatch(/k3y-of|tok_fork|s3cret-of/);
      if (format !== "json") continue;
      const { learn }: { learn: { source: string; externalId: string }[] } = JSON.parse(stdout);
      const shown = learn.filter(({ externalId }) => externalId === "new.md").map(({ source }) => source);
      expect(shown.sort()).toEqual(Object.keys(references).sort());
    }
    expect(existsSync(path.join(dir, "ran.txt"))).toBe(false);
  });

  it("no .env beside it is read", async () => {
    write(".env", "DOCS_HOST=k3y-of-the-company.example\n");
    hostile((text) => text.replace("docs.example.com/{slug}", "${DOCS_HOST}/{slug}"));
    const { code, stdout } = await ci(["--base", "main"], env);
    expect(code).toBe(0);
    expect(stdout).not.toContain("k3y-of");
  });

  it("the default of a variable is used", async () => {
    hostile((text) => text.replace("docs.example.com/{slug}", "${DOCS_HOST:-docs.example.com}/{slug}"));
    const { learn, change } = await ciJson(["--base", "main"], { DOCS_HOST: "k3y.example" });
    expect(learn[0].url).toBe("https://docs.example.com/new");
    expect(change).toEqual([]);
  });

  it("no module of it is loaded", async () => {
    write(
      "evil.mjs",
      'import { writeFileSync } from "node:fs"; writeFileSync("ran.txt", "1"); export default {};\n',
    );
    hostile(
      (text) =>
        `${text}  evil:\n    connector: ./evil.mjs\n    url: https://e.example.com\n    visible_to: customers\n    path: ./docs\n`,
    );
    const { code, learn, notCompared } = await ciJson(["--base", "main"], env);
    expect(code).toBe(0);
    expect(ids(learn)).toEqual(["new.md"]);
    expect(notCompared).toEqual([{ source: "evil", message: expect.stringContaining("is new") }]);
    expect(existsSync(path.join(dir, "ran.txt"))).toBe(false);
  });

  it("what decides who is answered is not guessed", async () => {
    hostile((text) => text.replace("visible_to: customers", "visible_to: ${AUDIENCE}"));
    const { code, stdout } = await ci(["--base", "main"], { AUDIENCE: "customers" });
    expect(code).toBe(0);
    expect(stdout).toMatch(/docs: it is not compared: .*visible.*comes from outside the file/);
    expect(stdout).not.toContain("stay as they are");
  });

  it("a folder outside of the repository is refused", async () => {
    hostile((text) => text.replace("./docs", "../../etc"));
    const { code, learn } = await ci(["--base", "main", "--format", "json"], env).then(
      ({ code, stdout }) => ({
        code,
        learn: stdout === "" ? [] : JSON.parse(stdout).learn,
      }),
    );
    expect([code, learn]).not.toEqual([0, []]);
  });
});

describe("a document that was moved", () => {
  it("is a move, with what the move does to its audience", async () => {
    git("checkout", "-q", "main");
    configure((text) => `${text}    rules: [{path: "internal/**", visible_to: teammates}]\n`);
    write("docs/internal/limits.md", page("limits"));
    commit();
    git("checkout", "-q", "-B", "feature");
    git("mv", "docs/internal/limits.md", "docs/limits.md");
    git("mv", "docs/login.md", "docs/sign-in.md");
    write("docs/sign-in.md", page("login").replace("step by step", "with your phone"));
    commit();
    const { code, learn, forget, moved, widen } = await ciJson();
    expect([code, learn, forget]).toEqual([0, [], []]);
    expect(
      moved.map(({ from, externalId, audience }: Record<string, unknown>) => [from, externalId, audience]),
    ).toEqual([
      ["internal/limits.md", "limits.md", { before: "teammates", after: "customers" }],
      ["login.md", "sign-in.md", { before: "customers", after: "customers" }],
    ]);
    expect(moved[1].diff).toMatch(/^-.*step by step/m);
    expect(ids(widen)).toEqual(["limits.md"]);
    const gate = (name: string) => ci(["--base", "main", "--fail-on", name]);
    expect((await gate("forget")).code).toBe(0);
    expect((await gate("widen")).code).toBe(3);
    expect((await gate("widen-existing")).code).toBe(3);
    const { stdout } = await ci(["--base", "main"]);
    expect(stdout).toMatch(/`login\.md` → `sign-in\.md`/);
    expect(stdout).not.toContain("will forget");
  });

  it("another text in its place is not", async () => {
    rmSync(path.join(dir, "docs/login.md"));
    write("docs/prices.md", "# Prices\n\nAll prices are without tax.\n");
    commit();
    const { learn, forget, moved } = await ciJson();
    expect([ids(learn), ids(forget), moved]).toEqual([["prices.md"], ["login.md"], []]);
  });
});

it("secrets of sources that are not looked at are not needed", async () => {
  configure(
    (text) => `${text}  help:
    connector: zendesk
    url: https://help.example.com
    visible_to: customers
    subdomain: acme
    auth: {oauth: {client_id: fin, client_secret: "\${ZENDESK_SECRET}"}}
`,
  );
  write("docs/new.md", page("new"));
  commit();
  for (const more of [[], ["--source", "docs"]])
    expect(ids((await ciJson(["--base", "main", ...more])).learn)).toEqual(["new.md"]);
  expect((await ci(["--base", "main", "--source", "dosc"])).stderr).toMatch(/no source "dosc".*docs, help/s);
  for (const more of [[], ["--source", "docs"]]) {
    const { stderr } = await ci(["--base", "HEAD~1", "--apply", ...more], {
      INTERCOM_ACCESS_TOKEN: "tok_1",
    });
    expect(stderr).not.toContain("ZENDESK_SECRET");
  }
});

describe("--format text", () => {
  it("is a line a page for a terminal, with what it comes to", async () => {
    write("docs/new.md", page("new"));
    write("docs/login.md", page("login in another way"));
    rmSync(path.join(dir, "docs/export.md"));
    commit("on the branch");
    const { code, stdout } = await ci(["--base", "main", "--format", "text"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}\+ create {2}customers {2}new +new\.md$/m);
    expect(stdout).toMatch(
      /^ {2}~ update {2}customers {2}login in another way +login\.md \(content, title\)$/m,
    );
    expect(stdout).toMatch(/^ {2}- hide {4}customers → nobody {2}export/m);
    expect(stdout).toContain("Fin will learn 1 page, change 1 page, forget 1 page.");
  });

  it("says that nothing changed", async () => {
    commit("nothing");
    expect((await ci(["--base", "main", "--format", "text"])).stdout).toBe("No document changed.\n");
  });
});

describe("titles come from forks", () => {
  const title = "50% off ::error::x\\r\\n@team <script>";

  it("--format github: annotations that no text can leave, beside their files", async () => {
    write("docs/a,b:c.md", `---\ntitle: "${title}"\n---\n\nShort.\n`);
    commit();
    const { code, stdout } = await ci(["--base", "main", "--format", "github"]);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^::(?:notice|warning|error)(?: file=[^:]*,line=1)?::/);
    expect(stdout).toMatch(/^::notice file=docs\/a%2Cb%3Ac\.md,line=1::.*50%25 off/m);
    expect(stdout).not.toContain("\r");
  });

  it("markdown: no mention, no HTML, no command of a runner, at most 65,536 characters; --out writes it", async () => {
    const text = "::add-mask::x\n\n##[error]y @team <b>z</b>\n\n";
    write("docs/new.md", `---\ntitle: "${title}"\n---\n\n${text.repeat(1_500)}`);
    commit();
    const { stdout } = await ci(["--base", "main", "--out", "comment.md"]);
    expect(stdout).toBe("");
    const comment = readFileSync(path.join(dir, "comment.md"), "utf8");
    expect(comment.length).toBeLessThan(65_536);
    expect(comment).toContain("50% off");
    expect(comment).not.toMatch(/^\s*::|##\[error\]|<script>/m);
    expect(comment.replace(/```[\s\S]*?```/g, "")).not.toContain("@team");
  });
});
