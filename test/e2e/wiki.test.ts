import { execFileSync } from "node:child_process";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

let company: Company;
beforeEach(async () => {
  company = await startCompany({ inProcess: true, documents: 0 });
  company.configure((text) => text.replace("docs.example.com/{slug}", "git.example.com/widgets/wiki/{name}"));
  company.write(
    "docs/Home.md",
    "Welcome. Begin with [[the first steps|Getting-Started]], not [[Nowhere]].\n",
  );
  company.write("docs/guide/Getting-Started.md", "# One\n\nUnpack it.\n\n# Two\n\nSwitch it on.\n");
  company.write("docs/guide/Secrets.md", "![[refunds]]\n\nSee [[Refunds]] and [[Home]].\n");
  company.write("docs/_Sidebar.md", "* [[Home]]\n* [[Getting Started]]\n");
  company.commit("a wiki");
});
afterEach(() => company.close());

it("a wiki's pages are uploaded under their names, with their links, without its sidebar", async () => {
  const { code, report, stderr } = await company.report("nightly");
  expect(code).toBe(0);
  expect(company.library()).toEqual({
    "Home.md": "customers",
    "guide/Getting-Started.md": "customers",
    "guide/Secrets.md": "customers",
    "internal/refunds.md": "teammates",
  });
  const pages = new Map([...company.emulator.state.pages()].map((page) => [page.externalId, page]));
  expect(pages.get("guide/Getting-Started.md")).toMatchObject({
    title: "Getting Started",
    url: "https://git.example.com/widgets/wiki/Getting-Started",
  });
  expect(pages.get("Home.md")?.html).toContain(
    '<a href="https://git.example.com/widgets/wiki/Getting-Started">the first steps</a>',
  );
  // What teammates alone may read is neither embedded nor named.
  expect(pages.get("guide/Secrets.md")?.html).not.toMatch(/50 euros|refunds/i);
  expect(JSON.stringify(report)).toContain("There is no page for [[Nowhere]] (line 1)");
  expect(stderr).toContain("_Sidebar.md");
  expect((await company.report("nightly")).report.sources[0]?.counts).toMatchObject({
    unchanged: 4,
    update: 0,
  });
});

it("a repository is uploaded with its submodule, and keeps its pages while that cannot be read", async () => {
  const git = (folder: string, ...args: string[]) =>
    execFileSync(
      "git",
      ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "protocol.file.allow=always", ...args],
      {
        cwd: path.join(company.dir, folder),
        stdio: "pipe",
      },
    );
  company.write("parts/Terms.md", "# Terms\n\nA month, in writing.\n");
  git("parts", "init", "-q", "-b", "main");
  git("parts", "add", "-A");
  git("parts", "commit", "-q", "-m", "parts");
  git("docs", "submodule", "add", "-q", path.join(company.dir, "parts"), "parts");
  company.commit("submodule");
  company.configure((text) =>
    text.replace("path: ./docs", `repository: file://${company.dir}/docs\n    submodules: true`),
  );
  const first = await company.report("nightly");
  expect(first.code).toBe(0);
  expect(company.library()).toMatchObject({ "parts/Terms.md": "customers", "Home.md": "customers" });
  company.writes();
  company.configure((text) => text.replace("docs\n    submodules", "moved\n    submodules"));
  git(".", "clone", "-q", "docs", "moved");
  git("moved", "config", "-f", ".gitmodules", "submodule.parts.url", path.join(company.dir, "nowhere"));
  git("moved", "rm", "-q", "guide/Secrets.md");
  git("moved", "commit", "-q", "-am", "moved");
  const second = await company.report("nightly", "--accept-scope-change");
  expect(company.library()).toMatchObject({ "parts/Terms.md": "customers", "guide/Secrets.md": "customers" });
  expect(company.writes().filter(({ agent }) => agent === false)).toEqual([]);
  expect(JSON.stringify(second.report)).toContain("the submodule could not be read");
});
