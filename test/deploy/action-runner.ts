import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";

const root = path.resolve(import.meta.dirname, "../..");
const guard = path.join(root, "test/setup/offline.mjs");

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const action: Action = parse(readFileSync(path.join(root, "action.yml"), "utf8"));

/** What a step of the host's cache kept, the newest last. */
export type Cache = { readonly key: string; readonly folder: string }[];

export interface WorkflowRun {
  /** The name of the event and its payload. */
  readonly event: readonly [name: string, payload: unknown];
  readonly dir: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly apiUrl?: string;
  readonly token?: string;
  readonly cache?: Cache;
  /** A folder in front of PATH. */
  readonly bin?: string | undefined;
  /** Keys that the cache loses instead of keeping them. */
  readonly losesKey?: (key: string) => boolean;
}

export interface WorkflowResult {
  readonly passed: boolean;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

let runs = 0;

/** Runs the steps of action.yml as a runner does: conditions, expressions, files for outputs, a cache. */
export async function runAction(workflow: WorkflowRun): Promise<WorkflowResult> {
  const temp = mkdtempSync(path.join(tmpdir(), "fin-ingest-runner-"));
  try {
    return await new Runner(workflow, temp).run();
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

class Runner {
  private readonly outputs = new Map<string, Record<string, string>>();
  private readonly workflow: WorkflowRun;
  private readonly temp: string;
  private readonly runId = String(++runs);
  private log = "";

  constructor(workflow: WorkflowRun, temp: string) {
    this.workflow = workflow;
    this.temp = temp;
    writeFileSync(this.file("event.json"), JSON.stringify(workflow.event[1]));
    writeFileSync(this.file("summary.md"), "");
  }

  async run(): Promise<WorkflowResult> {
    let passed = true;
    for (const step of action.runs.steps) {
      const condition = step.if ?? "true";
      if (!passed && !condition.includes("always()")) continue;
      if (!this.holds(condition)) continue;
      const ok = step.run === undefined ? this.use(step) : await this.shell(step);
      passed &&= ok;
    }
    const outputs = Object.fromEntries(
      Object.entries(action.outputs).map(([name, { value }]) => [name, this.text(value)]),
    );
    return { passed, log: this.log, summary: readFileSync(this.file("summary.md"), "utf8"), outputs };
  }

  private readonly file = (name: string): string => path.join(this.temp, name);

  private async shell(step: Step): Promise<boolean> {
    const { dir, bin, env = {}, event, apiUrl = "http://127.0.0.1:1" } = this.workflow;
    const outputFile = this.file(`output-${this.outputs.size}-${step.id ?? ""}`);
    writeFileSync(outputFile, "");
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, this.text(value)]);
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run ?? ""], {
      cwd: dir,
      env: {
        PATH: [...(bin === undefined ? [] : [bin]), process.env.PATH].join(path.delimiter),
        HOME: tmpdir(),
        GITHUB_ACTIONS: "true",
        GITHUB_EVENT_NAME: event[0],
        GITHUB_EVENT_PATH: this.file("event.json"),
        GITHUB_STEP_SUMMARY: this.file("summary.md"),
        GITHUB_OUTPUT: outputFile,
        GITHUB_REPOSITORY: "acme/docs",
        GITHUB_API_URL: apiUrl,
        GITHUB_RUN_ID: this.runId,
        GITHUB_RUN_ATTEMPT: "1",
        RUNNER_TEMP: this.temp,
        ...env,
        NODE_OPTIONS: `--import=${guard} ${env.NODE_OPTIONS ?? ""}`,
        ...Object.fromEntries(own),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.log += text;
      });
    const [code] = await once(child, "close");
    if (step.id !== undefined) this.outputs.set(step.id, variables(readFileSync(outputFile, "utf8")));
    return code === 0;
  }

  /** The actions that the steps use: the host's cache, and Node, which is there. */
  private use({ uses = "", with: given = {} }: Step): boolean {
    const value = (name: string) => this.text(given[name] ?? "");
    const { cache = [], losesKey = () => false } = this.workflow;
    if (uses.startsWith("actions/setup-node@")) return true;
    if (uses.startsWith("actions/cache/restore@")) {
      const prefix = value("restore-keys");
      const newest = cache.findLast(({ key }) => key === value("key") || key.startsWith(prefix));
      if (newest) cpSync(newest.folder, value("path"), { recursive: true });
      return true;
    }
    if (uses.startsWith("actions/cache/save@")) {
      // As the real one: a path that is not there, or a key that cannot be kept, is only a warning.
      if (!existsSync(value("path")) || losesKey(value("key"))) return true;
      const folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-cache-"));
      mkdirSync(folder, { recursive: true });
      cpSync(value("path"), folder, { recursive: true });
      cache.push({ key: value("key"), folder });
      return true;
    }
    throw new Error(`the runner does not know ${uses}`);
  }

  private text(template: string): string {
    return template.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => this.value(expression));
  }

  private holds(condition: string): boolean {
    return condition.split("&&").every((part) => {
      const [left = "", right] = part.split("!=").map((side) => side.trim());
      if (right !== undefined) return this.value(left) !== this.value(right);
      return left === "always()" || left === "true";
    });
  }

  private value(expression: string): string {
    const literal = /^'(.*)'$/.exec(expression);
    if (literal) return literal[1] ?? "";
    const [context, name = "", , output = ""] = expression.split(".");
    if (context === "inputs")
      return this.workflow.inputs?.[name] ?? this.text(action.inputs[name]?.default ?? "");
    if (context === "steps") return this.outputs.get(name)?.[output] ?? "";
    const github: Record<string, string> = {
      token: this.workflow.token ?? "",
      action_path: root,
      server_url: "http://127.0.0.1:1",
      action_repository: "acme/fin-ingest",
    };
    if (context === "github" && name in github) return github[name] ?? "";
    throw new Error(`the runner does not know ${expression}`);
  }
}

const variables = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
