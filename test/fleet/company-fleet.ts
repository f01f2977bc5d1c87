import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../src/emulator/index.ts";
import { type CliResult, type RunningCli, startCli } from "../e2e/cli.ts";
import { runHere } from "../e2e/cli-here.ts";
import type { Postgres } from "./postgres.ts";

/** Workspaces with an Intercom each, a fleet file, and a database. */
export interface CompanyFleet {
  readonly dir: string;
  readonly emulators: ReadonlyMap<string, Emulator>;
  /** Its address. */
  readonly database: string;
  /** Runs a command line where the program is loaded. */
  run(...args: string[]): Promise<CliResult>;
  /** Starts it as a process of its own, which is killed when the test ends. */
  start(...args: string[]): RunningCli;
  /** Starts a worker. */
  worker(...args: string[]): RunningCli;
  /** The same on a machine that has more in its environment. */
  workerOn(env: Readonly<Record<string, string>>, ...args: string[]): RunningCli;
  /** Writes a document: its words bear its edition, so that a stale page shows. */
  write(workspace: string, source: string, id: string): void;
  has(workspace: string, source: string, id: string): boolean;
  remove(workspace: string, source: string, id: string): void;
  /** What is wrong in a workspace's Intercom, in sentences: lost, stale, there twice, still used. */
  faults(workspace: string): string[];
  close(): Promise<void>;
}

export interface CompanyFleetOptions {
  readonly workspaces: readonly string[];
  readonly sources?: number;
  readonly documents?: number;
  readonly emulator?: EmulatorOptions;
  /** Further lines of the fleet file's top level. */
  readonly settings?: string;
  /** Further lines of a workspace's entry in the fleet file, indented by four. */
  readonly entries?: Readonly<Record<string, string>>;
  /** Where a workspace's ledger is; absent: in a folder. */
  readonly state?: (workspace: string) => string;
  /** Further lines of each configuration, indented by six. */
  readonly configured?: string;
  /** Globs of the documents of every source, as YAML; absent: docs-repo's own. */
  readonly include?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly onFinished?: Parameters<typeof startCli>[2];
}

export async function startCompanyFleet(
  server: Postgres,
  options: CompanyFleetOptions,
): Promise<CompanyFleet> {
  const { workspaces, sources = 1, documents = 3 } = options;
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-fleet-"));
  const emulators = new Map<string, Emulator>();
  const database = server.createDatabase();
  const env: Record<string, string> = { FLEET_DATABASE_URL: database, ...options.env };
  for (const name of workspaces) {
    const emulator = await startEmulator(options.emulator);
    emulators.set(name, emulator);
    env[variable(name, "TOKEN")] = emulator.token;
    env[variable(name, "URL")] = emulator.url;
  }
  const names = Array.from({ length: sources }, (_, n) => `docs-${n + 1}`);
  const editions = new Map<string, Map<string, number>>();
  let edition = 0;
  const keyOf = (workspace: string, source: string) => path.join(workspace, source);
  const fileOf = (key: string, id: string) => path.join(dir, key, id);
  const start = (more: Readonly<Record<string, string>>, ...args: string[]) =>
    startCli(args, { cwd: dir, env: { ...env, ...more }, timeoutMs: 3_600_000 }, options.onFinished);
  const fleet: CompanyFleet = {
    dir,
    emulators,
    database,
    run: (...args) => runHere(args, { cwd: dir, env }),
    start: (...args) => start({}, ...args),
    worker: (...args) => fleet.workerOn({}, ...args),
    workerOn: (more, ...args) => start(more, "fleet", "worker", "--no-progress", ...args),
    write(workspace, source, id) {
      const key = keyOf(workspace, source);
      const known = editions.get(key) ?? new Map<string, number>();
      editions.set(key, known.set(id, ++edition));
      mkdirSync(path.dirname(fileOf(key, id)), { recursive: true });
      writeFileSync(fileOf(key, id), `# ${id} of ${key}\n\nThis is edition ${edition}, word for word.\n`);
    },
    has: (workspace, source, id) => editions.get(keyOf(workspace, source))?.has(id) ?? false,
    remove(workspace, source, id) {
      const key = keyOf(workspace, source);
      editions.get(key)?.delete(id);
      rmSync(fileOf(key, id));
    },
    faults(workspace) {
      const emulator = emulators.get(workspace);
      const pages = [...(emulator?.state.pages() ?? [])];
      const found: string[] = [];
      const wanted = new Map<string, number>();
      for (const source of names)
        for (const [id, number] of editions.get(keyOf(workspace, source)) ?? [])
          wanted.set(`${id} of ${keyOf(workspace, source)}`, number);
      for (const { title, html, agent, copilot } of pages) {
        const number = wanted.get(title);
        if (number === undefined) {
          if (agent || copilot) found.push(`${title} is gone and still used, or of another workspace`);
        } else if (!agent || !copilot) found.push(`${title} is not used`);
        else if (!html.includes(`edition ${number},`)) found.push(`${title} is stale`);
      }
      for (const title of wanted.keys()) {
        const times = pages.filter((page) => page.title === title).length;
        if (times !== 1) found.push(`${title} is there ${times} times`);
      }
      return found;
    },
    async close() {
      for (const emulator of emulators.values()) await emulator.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  for (const workspace of workspaces)
    for (const source of names)
      for (let n = 1; n <= documents; n++) fleet.write(workspace, source, `guide-${n}.md`);
  writeFileSync(path.join(dir, "fleet.yaml"), fleetFile(names, options));
  return fleet;
}

const variable = (workspace: string, what: string): string =>
  `${workspace.toUpperCase().replaceAll("-", "_")}_${what}`;

function fleetFile(sources: readonly string[], options: CompanyFleetOptions): string {
  const workspaces = options.workspaces.map(
    (name) => `  ${name}:
${options.entries?.[name] ?? ""}    config:
      intercom: {token: "\${${variable(name, "TOKEN")}}", base_url: "\${${variable(name, "URL")}}"}
      state: "${options.state?.(name) ?? `.fin-ingest/${name}`}"
${options.configured ?? ""}      sources:
${sources.map((source) => sourceEntry(name, source, options.include)).join("")}`,
  );
  return `database: \${FLEET_DATABASE_URL}\n${options.settings ?? ""}workspaces:\n${workspaces.join("")}`;
}

const sourceEntry = (
  workspace: string,
  source: string,
  include: string | undefined,
): string => `        ${source}:
          connector: docs-repo
          url: https://${source}.${workspace}.example.com
          visible_to: customers
          path: ./${workspace}/${source}
          page_url: "https://${source}.${workspace}.example.com/{slug}"
          removals: {mode: sync, grace: 0s}
${include === undefined ? "" : `          include: ${include}\n`}`;
