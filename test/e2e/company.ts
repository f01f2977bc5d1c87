import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../src/emulator/index.ts";
import type { RunReport } from "../../src/sync/run-report.ts";
import { type CliResult, runCli } from "./cli.ts";
import { runHere } from "./cli-here.ts";

/** A company with a docs repository, a configuration and an Intercom: what an end-to-end test needs. */
export interface Company {
  readonly dir: string;
  readonly emulator: Emulator;
  /** Writes a file of the company's folder, relative to it. */
  write(file: string, text: string): void;
  remove(file: string): void;
  /** Edits the configuration's text. */
  configure(edit: (text: string) => string): void;
  /** Commits everything in `docs/`; returns the commit's id. */
  commit(message?: string): string;
  /** Runs fin-ingest in the company's folder with its token. */
  run(...args: string[]): Promise<CliResult>;
  /** The same with `--json`, parsed. */
  report(...args: string[]): Promise<{ code: number | null; report: RunReport; stderr: string }>;
  /** Requests since the last call that changed or tried to change something. */
  writes(): { method: string; externalId: string | undefined; agent: unknown; copilot: unknown }[];
  /** External id → who may be answered, for every page that stands in Intercom. */
  library(): Record<string, "customers" | "teammates" | "nobody">;
  close(): Promise<void>;
}

const committer = {
  GIT_AUTHOR_NAME: "T",
  GIT_AUTHOR_EMAIL: "t@example.com",
  GIT_COMMITTER_NAME: "T",
  GIT_COMMITTER_EMAIL: "t@example.com",
};

const config = (extra: string) => `intercom:
  token: \${INTERCOM_ACCESS_TOKEN}
  base_url: \${INTERCOM_BASE_URL}
sources:
  docs:
    connector: docs-repo
    url: https://docs.example.com
    visible_to: customers
    path: ./docs
    page_url: "https://docs.example.com/{slug}"
    rules:
      - {path: "internal/**", visible_to: teammates}
${extra}`;

export async function startCompany(
  options: {
    settings?: string;
    documents?: number;
    emulator?: EmulatorOptions;
    /** Command lines are run in this process, in a tenth of the time: where the process is not what is tested. */
    inProcess?: boolean;
  } = {},
): Promise<Company> {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-company-"));
  const emulator = await startEmulator(options.emulator);
  const inDocs = (script: string, ...words: string[]) =>
    execFileSync("sh", ["-ec", script, "sh", ...words], {
      cwd: path.join(dir, "docs"),
      env: { ...process.env, ...committer },
      encoding: "utf8",
    }).trim();
  let seen = 0;
  const company: Company = {
    dir,
    emulator,
    write(file, text) {
      const to = path.join(dir, file);
      mkdirSync(path.dirname(to), { recursive: true });
      writeFileSync(to, text);
    },
    configure: (edit) =>
      company.write("config.yaml", edit(readFileSync(path.join(dir, "config.yaml"), "utf8"))),
    remove: (file) => rmSync(path.join(dir, file)),
    // One shell for all of them: what each program costs to start grows with the memory of who starts it.
    commit: (message = "change") => inDocs('git add -A; git commit -q -m "$1"; git rev-parse HEAD', message),
    run: (...args) =>
      (options.inProcess ? runHere : runCli)(args, {
        cwd: dir,
        env: { INTERCOM_ACCESS_TOKEN: emulator.token, INTERCOM_BASE_URL: emulator.url },
      }),
    async report(...args) {
      const { code, stdout, stderr } = await company.run(...args, "--json");
      return { code, report: JSON.parse(stdout), stderr };
    },
    writes() {
      const entries = emulator.log.since(seen).filter(({ method }) => method !== "GET");
      seen = emulator.log.last;
      return entries.map(({ method, externalId, body }) => {
        const sent = (body ?? {}) as { ai_agent_availability?: unknown; ai_copilot_availability?: unknown };
        return {
          method,
          externalId,
          agent: sent.ai_agent_availability,
          copilot: sent.ai_copilot_availability,
        };
      });
    },
    library() {
      return Object.fromEntries(
        [...emulator.state.pages()].map((page) => [
          page.externalId,
          page.agent ? "customers" : page.copilot ? "teammates" : "nobody",
        ]),
      );
    },
    async close() {
      await emulator.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  company.write("config.yaml", config(options.settings ?? ""));
  mkdirSync(path.join(dir, "docs"));
  for (let n = 1; n <= (options.documents ?? 8); n++)
    company.write(`docs/guide-${n}.md`, `# Guide ${n}\n\nHow to do thing ${n}, step by step.\n`);
  company.write("docs/internal/refunds.md", "---\ntitle: Refunds\n---\n\nUp to 50 euros without asking.\n");
  company.write("docs/draft.md", "---\ntitle: Soon\ndraft: true\n---\n\nNot yet.\n");
  inDocs("git init -q -b main --template=; git add -A; git commit -q -m first");
  return company;
}
