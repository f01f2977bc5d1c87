import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { list } from "../../../connectors/docs-repo/list.ts";
import { docsRepoOptions } from "../../../connectors/docs-repo/options.ts";
import type { Io } from "../../../src/connector-kit/io.ts";
import { documentsOf, entriesOf, type TestIo, testIo } from "../../../src/connector-kit/testing/index.ts";

/** A folder of its own for one test, with git and listing at hand. */
export class Place {
  readonly root = realpathSync(mkdtempSync(path.join(os.tmpdir(), "fin-ingest-docs-")));
  readonly io: TestIo = testIo(this.root, path.join(this.root, ".cache"));

  /** Writes files: path → text. */
  write(files: Readonly<Record<string, string | Buffer>>): this {
    for (const [file, text] of Object.entries(files)) {
      const target = path.join(this.root, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    return this;
  }

  remove(file: string): this {
    rmSync(path.join(this.root, file), { recursive: true });
    return this;
  }

  /** Makes files look as if they had been written a while ago, as most files are. */
  settleTimes(file: string): void {
    const before = new Date(Date.now() - 60_000);
    const target = path.join(this.root, file);
    if (statSync(target).isFile()) utimesSync(target, before, before);
    else for (const inner of readdirSync(target)) this.settleTimes(path.join(file, inner));
  }

  /** Runs git in a folder of the place; gives what it said. */
  git(args: readonly string[], folder = "docs", extra: Readonly<Record<string, string>> = {}): string {
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    const settings = [
      "-c",
      "init.defaultBranch=main",
      "-c",
      "commit.gpgsign=false",
      "-c",
      "protocol.file.allow=always",
    ];
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", ...extra };
    const cwd = path.join(this.root, folder);
    mkdirSync(cwd, { recursive: true });
    const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
    return execFileSync("git", [...identity, ...settings, ...args], { cwd, env, stdio })
      .toString()
      .trimEnd();
  }

  /** Commits everything in a folder, making it a repository first if need be; gives the commit id. */
  commit(message = "change", folder = "docs"): string {
    this.git(["init", "-q"], folder);
    this.git(["add", "-A"], folder);
    this.git(["commit", "-q", "--allow-empty", "-m", message], folder);
    return this.git(["rev-parse", "HEAD"], folder);
  }

  options(extra: Readonly<Record<string, unknown>> = {}) {
    const where = "repository" in extra ? {} : { path: "docs" };
    return docsRepoOptions.parse({ ...where, page_url: "https://docs.example.com/{slug}", ...extra });
  }

  /** A listing with facts that last as long as the place. */
  async list(extra: Readonly<Record<string, unknown>> = {}, io: Partial<Io> = {}) {
    return entriesOf(list(this.options(extra), { ...this.again(), ...io }));
  }

  async documents(extra: Readonly<Record<string, unknown>> = {}, io: Partial<Io> = {}) {
    return documentsOf(await this.list(extra, io));
  }

  async ids(extra: Readonly<Record<string, unknown>> = {}) {
    return (await this.documents(extra)).map(({ externalId }) => externalId).sort();
  }

  async versions(extra: Readonly<Record<string, unknown>> = {}) {
    return Object.fromEntries(
      (await this.documents(extra)).map(({ externalId, version }) => [externalId, version]),
    );
  }

  async load(externalId: string, extra: Readonly<Record<string, unknown>> = {}) {
    const found = (await this.documents(extra)).find((entry) => entry.externalId === externalId);
    if (found === undefined) throw new Error(`${externalId} is not listed`);
    return found.load(this.io.signal);
  }

  /** A new run: what was logged and cached before stays. */
  again(): TestIo {
    const { stored, log, lines } = this.io;
    return { ...testIo(this.root, this.io.cacheDir, stored), log, lines };
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
