import { readFileSync } from "node:fs";
import path from "node:path";
import { randomness } from "../sync/history.ts";
import { type CliResult, runCli } from "./cli.ts";
import { type Company, startCompany } from "./company.ts";

/** Two configurations over one state folder; the address of each page tells whose run wrote it. */
export interface Pairs {
  readonly company: Company;
}

const names = ["left", "right"] as const;

export async function startPairs(): Promise<Pairs> {
  const company = await startCompany({
    inProcess: true,
    documents: 5,
    emulator: { ratePer10s: Number.POSITIVE_INFINITY },
  });
  const text = readFileSync(path.join(company.dir, "config.yaml"), "utf8");
  for (const name of names)
    company.write(
      `${name}.yaml`,
      text.replace("https://docs.example.com/{slug}", `https://${name}.example.com/{slug}`),
    );
  await company.run("nightly");
  company.emulator.faults.set([
    { match: { method: "POST", path: "/ai/external_pages" }, fault: { kind: "delay", ms: 25 } },
  ]);
  return { company };
}

/** Starts two runs a moment apart, each of which has every page to send. */
export async function playPair(
  { company }: Pairs,
  seed: number,
): Promise<{ overlapped: boolean; wrong: string[] }> {
  const random = randomness(seed);
  const { emulator, dir } = company;
  const env = { INTERCOM_ACCESS_TOKEN: emulator.token, INTERCOM_BASE_URL: emulator.url };
  // New words, so that also the run of last time's winner has something to send.
  for (let n = 1; n <= 5; n++)
    company.write(`docs/guide-${n}.md`, `# Guide ${n}\n\nHow to do thing ${n}, edition ${seed}.\n`);
  const before = emulator.log.last;
  const start = (name: string) =>
    runCli(["nightly", "-c", `${name}.yaml`, "--concurrency", "2", "--no-progress"], {
      cwd: dir,
      env,
    });
  const first = start("left");
  await new Promise((resolve) => setTimeout(resolve, random.below(150)));
  const ended = await Promise.all([first, start("right")]);

  const writers = emulator.log.since(before).flatMap(({ method, body }) => {
    const { url } = (body ?? {}) as { url?: string };
    return method === "GET" ? [] : [names.find((name) => url?.includes(`//${name}.`)) ?? "unknown"];
  });
  return { overlapped: ended.some(({ code }) => code === 5), wrong: violations(ended, writers) };
}

function violations(ended: readonly CliResult[], writers: readonly string[]): string[] {
  const wrong: string[] = [];
  const codes = ended.map(({ code }) => code);
  if (!codes.includes(0) || codes.some((code) => code !== 0 && code !== 5))
    wrong.push(`exit codes ${codes.join(" and ")}: ${ended.map(({ stderr }) => stderr).join("\n")}`);
  codes.forEach((code, index) => {
    if (code === 5 && writers.includes(names[index] ?? ""))
      wrong.push(`${names[index]} left with 5 and had written`);
  });
  const switches = writers.filter((name, index) => index > 0 && name !== writers[index - 1]).length;
  if (switches > 1) wrong.push(`writes of both runs are mixed: ${writers.join(" ")}`);
  if (writers.includes("unknown")) wrong.push("a write of neither run");
  return wrong;
}
