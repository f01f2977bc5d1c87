import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import MarkdownIt from "markdown-it";
import { describe, expect, it, onTestFinished, test } from "vitest";
import { temporary } from "./repository.ts";

const root = path.resolve(import.meta.dirname, "../..");
const parser = new MarkdownIt({ html: true });

interface Packed {
  readonly files: readonly { readonly path: string }[];
}
/** Files of the package, as npm would pack it. Offline, and without building again. */
const packed = (): ReadonlySet<string> => {
  const text = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts", "--offline"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [found]: Packed[] = JSON.parse(text);
  return new Set(found?.files.map((file) => file.path));
};

const targetsOf = (text: string): string[] =>
  parser
    .parse(text, {})
    .flatMap(({ children }) => children ?? [])
    .map((token) => String(token.attrGet("href") ?? token.attrGet("src") ?? "#"))
    .filter((target) => !/^(#|[a-z]+:)/i.test(target));

/** Links of a page to what is not in the package: neither a file nor a folder with files. */
function missing(page: string, text: string, files: ReadonlySet<string>): string[] {
  return targetsOf(text)
    .map((target) => path.posix.join(path.posix.dirname(page), decodeURI(target.split("#")[0] ?? "")))
    .filter((target) => {
      const folder = `${target.replace(/\/$/, "")}/`;
      return !files.has(target) && ![...files].some((file) => file.startsWith(folder));
    });
}

test("every relative link of the pages that ship leads to something that ships", () => {
  const files = packed();
  const pages = [...files].filter((file) => file.endsWith(".md") && !file.startsWith("examples/"));
  expect(pages).toEqual(
    expect.arrayContaining(["README.md", "docs/operations.md", "docs/ci.md", "connectors/rest/README.md"]),
  );
  expect(
    pages.flatMap((page) =>
      missing(page, readFileSync(path.join(root, page), "utf8"), files).map(
        (target) => `${page} → ${target}`,
      ),
    ),
  ).toEqual([]);
  expect(missing("README.md", "[x](src/gone.ts) [y](docs/) ![z](a.png)", files)).toEqual([
    "src/gone.ts",
    "a.png",
  ]);
});

describe("a release is prepared", () => {
  const prepare = (edit: (changelog: string) => string, url = "https://host.example/acme/fin-ingest") => {
    const dir = temporary();
    cpSync(path.join(root, "package.json"), path.join(dir, "package.json"));
    writeFileSync(
      path.join(dir, "CHANGELOG.md"),
      edit(readFileSync(path.join(root, "CHANGELOG.md"), "utf8")),
    );
    const output = path.join(dir, "output");
    const { status, stderr } = spawnSync(process.execPath, [path.join(root, "deploy/release/prepare.mjs")], {
      cwd: dir,
      encoding: "utf8",
      env: { RELEASE_URL: url, GITHUB_OUTPUT: output },
    });
    return { dir, status, stderr, output: existsSync(output) ? readFileSync(output, "utf8") : "" };
  };
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const released = (text: string) =>
    text.replace("## [Unreleased]", `## [Unreleased]\n\n## [${version}] - 2026-12-01`);

  it("with the address of its own repository, and the notes of its version", () => {
    const { dir, status, stderr, output } = prepare(released);
    expect(status, stderr).toBe(0);
    const manifest = JSON.parse(readFileSync(path.join(dir, "package.json"), "utf8"));
    expect(manifest).toMatchObject({
      repository: { type: "git", url: "git+https://host.example/acme/fin-ingest.git" },
      homepage: "https://host.example/acme/fin-ingest#readme",
      bugs: { url: "https://host.example/acme/fin-ingest/issues" },
    });
    expect(output).toBe(`version=${version}\n`);
    expect(readFileSync(path.join(dir, "release/notes.md"), "utf8")).toMatch(/^### Added\n/);
  });

  it.each([
    [
      "a version without a section",
      (text: string) => text.replace(/^## \[0.*$/gm, ""),
      undefined,
      /has no section/,
    ],
    [
      "an empty section",
      (text: string) => `${text}\n`.replace(/## \[Unreleased\][\s\S]*/, `## [${version}]\n`),
      undefined,
      /is empty/,
    ],
    ["no address", released, "http://x", /not a repository/],
  ])("but not %s", (_, edit, url, message) => {
    const { dir, status, stderr } = prepare(edit, url);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(existsSync(path.join(dir, "release"))).toBe(false);
  });
});

describe("the action installs a release by its checksum", () => {
  const install = async (env: Record<string, string>) => {
    const server = createServer((_request, response) => response.end("not a package"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const temp = temporary();
    const { execFile } = await import("node:child_process");
    return new Promise<{ code: unknown; stderr: string; temp: string }>((resolve) =>
      execFile(
        path.join(root, "deploy/action/install.sh"),
        {
          env: {
            PATH: process.env.PATH,
            RUNNER_TEMP: temp,
            FIN_CI_RELEASES: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
            ...env,
          },
        },
        (error, _stdout, stderr) => resolve({ code: error?.code ?? 0, stderr, temp }),
      ),
    );
  };

  it.each([
    ["latest", "0".repeat(64), 2, /is not a version/],
    ["1.2.3; touch x", "0".repeat(64), 2, /is not a version/],
    ["1.2.3", "", 2, /set sha256/],
    ["1.2.3", "0".repeat(64), 1, /another checksum.*nothing was installed/],
  ])("%j with %j is refused", async (version, sha256, code, message) => {
    const result = await install({ FIN_CI_VERSION: version, FIN_CI_SHA256: sha256 });
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(message);
    expect(existsSync(path.join(result.temp, "fin-ingest-1.2.3/node_modules"))).toBe(false);
  });
});
