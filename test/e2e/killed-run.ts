import type { FaultRuleInput } from "../../src/emulator/index.ts";
import { type CliResult, startCli } from "./cli.ts";
import { type Company, startCompany } from "./company.ts";

/** Where a request stands when the process dies: not yet taken effect, taken effect without an answer, half answered. */
export const moments = ["before", "after", "mid-answer"] as const;
export type Moment = (typeof moments)[number];

const faultAt: Readonly<Record<Moment, FaultRuleInput["fault"]>> = {
  before: { kind: "hang", when: "before" },
  after: { kind: "hang", when: "after" },
  "mid-answer": { kind: "slow", bytesPerSecond: 40 },
};

/**
 * A nightly run, killed with SIGKILL when its nth request reaches Intercom. Resolves to false when the run ended
 * before it had sent so many.
 */
export async function killAtRequest(company: Company, nth: number, moment: Moment): Promise<boolean> {
  company.emulator.faults.set([{ match: { nth }, fault: faultAt[moment] }]);
  let over = false;
  const running = startCli(
    ["nightly", "--concurrency", "3", "--no-progress"],
    {
      cwd: company.dir,
      env: { INTERCOM_ACCESS_TOKEN: company.emulator.token, INTERCOM_BASE_URL: company.emulator.url },
    },
    () => {},
  );
  const ended = running.done.finally(() => {
    over = true;
  });
  const fired = () => company.emulator.faults.list().some((rule) => rule.fired > 0);
  while (!over && !fired()) await new Promise((resolve) => setTimeout(resolve, 2));
  // The fault is met when the request arrives; what it does to the library and to the answer follows.
  if (fired()) await new Promise((resolve) => setTimeout(resolve, moment === "before" ? 0 : 15));
  running.child.kill("SIGKILL");
  const { signal }: CliResult = await ended;
  company.emulator.faults.clear();
  return signal === "SIGKILL";
}

/** A company whose documents bear the number of their edition, so that a stale page shows. */
export interface Editions {
  readonly company: Company;
  edit(id: string): void;
  add(id: string): void;
  remove(id: string): void;
  ids(): string[];
  /** What is wrong in Intercom, in sentences: lost, stale, duplicate, not removed. */
  faults(): string[];
}

export async function startEditions(count: number): Promise<Editions> {
  const company = await startCompany({
    inProcess: true,
    documents: 0,
    settings: "    removals: {mode: sync, grace: 0s}\n",
    emulator: { ratePer10s: Number.POSITIVE_INFINITY },
  });
  for (const file of ["docs/internal/refunds.md", "docs/draft.md"]) company.remove(file);
  company.configure((text) =>
    text.replace("visible_to: teammates}", "visible_to: teammates, optional: true}"),
  );
  const editions = new Map<string, number>();
  let edition = 0;
  const write = (id: string) => {
    editions.set(id, ++edition);
    company.write(`docs/${id}`, `# ${id}\n\nThis is edition ${edition}, word for word.\n`);
  };
  for (let n = 0; n < count; n++) write(`doc-${n}.md`);
  return {
    company,
    edit: write,
    add: write,
    remove(id) {
      editions.delete(id);
      company.remove(`docs/${id}`);
    },
    ids: () => [...editions.keys()],
    faults() {
      const found: string[] = [];
      const pages = company.emulator.state.pages();
      const sources = company.emulator.state.sources().length;
      if (sources !== 1) found.push(`${sources} sources`);
      const used = new Map<string, number>();
      for (const { externalId, html, agent, copilot } of pages) {
        used.set(externalId, (used.get(externalId) ?? 0) + 1);
        const wanted = editions.get(externalId);
        if (wanted === undefined) {
          if (agent || copilot) found.push(`${externalId} is gone and still used`);
        } else if (!agent || !copilot) found.push(`${externalId} is not used`);
        else if (!html.includes(`edition ${wanted},`)) found.push(`${externalId} is stale`);
      }
      for (const [id, times] of used) if (times > 1) found.push(`${id} is there ${times} times`);
      for (const id of editions.keys()) if (!used.has(id)) found.push(`${id} is lost`);
      return found;
    },
  };
}

/** Runs nightly until Intercom is as it should be; returns how many runs it took, or what is still wrong. */
export async function converge({ company, faults }: Editions, runs: number): Promise<number | string[]> {
  for (let n = 1; n <= runs; n++) {
    const { code, stderr } = await company.run("nightly", "--no-progress");
    if (code !== 0 && n === runs) return [`exit ${code}: ${stderr}`, ...faults()];
    if (code === 0 && faults().length === 0) return n;
  }
  return faults();
}
