import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A docs repository with its configuration, cloned as a job has it. */
export interface Repository {
  readonly dir: string;
  git(...args: string[]): string;
  /** Runs a script of several commands of git, and gives what it prints. */
  shell(script: string, ...words: string[]): string;
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
  const asCommitter = ["-c", "user.name=T", "-c", "user.email=t@example.com"];
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: dir, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  // One shell for several commands: what each costs to start grows with the memory of who starts it.
  const shell = (script: string, ...words: string[]) =>
    run("sh", "-ec", `git() { command git ${asCommitter.join(" ")} "$@"; }; ${script}`, "sh", ...words);
  const repository: Repository = {
    dir,
    git: (...args) => run("git", ...asCommitter, ...args),
    shell,
    write(file, text) {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      writeFileSync(path.join(dir, file), text);
    },
    remove: (file) => rmSync(path.join(dir, file)),
    commit: (message = "change") =>
      shell('git add -A; git commit -q --allow-empty -m "$1"; git rev-parse HEAD', message),
    clone(ref, ...options) {
      const to = temporary();
      // Only from an address can a clone be a shallow one.
      const from = options.length === 0 ? dir : `file://${dir}`;
      const asked = /^[0-9a-f]{40}$/.test(ref) ? ref : `origin/${ref}`;
      shell(
        'to="$1"; commit="$2"; shift 2; git clone -q --no-single-branch "$@" "$to"; cd "$to"; git checkout -q --detach "$commit"',
        to,
        asked,
        ...options,
        from,
      );
      return to;
    },
  };
  repository.write("config.yaml", config);
  for (const name of ["install", "export", "login", "billing", "search", "import"])
    repository.write(`docs/${name}.md`, page(name));
  shell("git init -q -b main --template=; git add -A; git commit -q -m first");
  return repository;
}
