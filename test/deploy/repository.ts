import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A docs repository with its configuration, cloned as a job has it. */
export interface Repository {
  readonly dir: string;
  git(...args: string[]): string;
  write(file: string, text: string): void;
  remove(file: string): void;
  /** Commits everything; returns the commit's id. */
  commit(message?: string): string;
  /** A clone for a job, with all branches and `ref` checked out. */
  clone(ref: string, ...options: string[]): string;
}

const config = `intercom:
  token: \${INTERCOM_ACCESS_TOKEN}
  base_url: \${INTERCOM_BASE_URL}
sources:
  docs:
    connector: docs-repo
    url: https://docs.example.com
    path: ./docs
    visible_to: customers
    page_url: "https://docs.example.com/{slug}"
`;

export const page = (name: string) =>
  `# ${name}\n\nHow to ${name}, step by step.\n\nThen close the window and look at ${name} again.\n`;

export function temporary(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-job-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function docsRepository(): Repository {
  const dir = temporary();
  const gitIn = (cwd: string, ...args: string[]) =>
    execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  const repository: Repository = {
    dir,
    git: (...args) => gitIn(dir, ...args),
    write(file, text) {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      writeFileSync(path.join(dir, file), text);
    },
    remove: (file) => rmSync(path.join(dir, file)),
    commit(message = "change") {
      gitIn(dir, "add", "-A");
      gitIn(dir, "commit", "-q", "--allow-empty", "-m", message);
      return gitIn(dir, "rev-parse", "HEAD");
    },
    clone(ref, ...options) {
      const to = temporary();
      gitIn(to, "clone", "-q", "--no-single-branch", ...options, `file://${dir}`, ".");
      gitIn(to, "checkout", "-q", "--detach", /^[0-9a-f]{40}$/.test(ref) ? ref : `origin/${ref}`);
      return to;
    },
  };
  repository.git("init", "-q", "-b", "main", "--template=");
  repository.write("config.yaml", config);
  for (const name of ["install", "export", "login", "billing", "search", "import"])
    repository.write(`docs/${name}.md`, page(name));
  repository.commit("first");
  return repository;
}
