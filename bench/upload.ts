import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { EmulatorTask, StartedEmulator, WindowCount } from "./children/emulators.ts";
import type { UploadAnswer, UploadTask } from "./children/upload-client.ts";
import type { Bench, Target } from "./kit/model.ts";
import { ask, request, start, stop } from "./kit/process.ts";
import { sized } from "./kit/scale.ts";
import { count, percent } from "./kit/stats.ts";

interface Scenario {
  readonly name: string;
  readonly client: UploadTask["client"];
  readonly concurrency: number;
  /** Of Intercom's allowance. */
  readonly allowance: number;
  readonly othersShare?: number;
  /** The allowance is halved in the middle of the third window. */
  readonly halved?: true;
}

/** Intercom's default allowance per window. */
const usual = 1_667;
const windowMs = 10_000;
const latencyMs = 100;
/** The program's own default: enough for the allowance at this latency, and spread over most of a window. */
const concurrency = 25;

const ours: readonly Scenario[] = [
  { name: "Intercom's allowance", client: "ours", concurrency, allowance: 1 },
  { name: "a quarter of it", client: "ours", concurrency, allowance: 0.25 },
  { name: "twice that", client: "ours", concurrency: 2 * concurrency, allowance: 2 },
  { name: "halved in the middle", client: "ours", concurrency, allowance: 1, halved: true },
  { name: "other traffic takes half", client: "ours", concurrency, allowance: 1, othersShare: 0.5 },
];
const others: readonly Scenario[] = [
  ...[10, 17, 25].map(
    (own): Scenario => ({
      name: `intercom-client, p-limit ${own}`,
      client: "sdk",
      concurrency: own,
      allowance: 1,
    }),
  ),
  { name: "a plain loop", client: "loop", concurrency: 1, allowance: 1 },
];

/** Whether the client waits for anything but the rate limit. */
export const upload: Bench = {
  name: "upload",
  title: "Uploading under Intercom's meter",
  method: `Pages of 10 kB against the emulator, metered as Intercom is: fixed windows of ten seconds that begin at full ten seconds of the server's clock, their state in every answer's headers. Answers take ${latencyMs} ms, as over a network. Every client runs in a process of its own for the same span of time, each against a meter of its own; the emulators count. A window counts as steady when it lay wholly within the run, after the first two and, where the allowance was halved, after the window in which that happened. Its share is what was answered, to us or to others, of its allowance. The others' requests come evenly, and meet the same meter.`,
  async run() {
    const windows = sized({ small: 3, usual: 4, full: 30 });
    const scale = sized({ small: 0.2, usual: 1, full: 1 });
    const own = await together(ours, windows, scale);
    const beside = await together([...ours.slice(0, 1), ...others], windows, scale);
    return {
      setting: `${windows} windows, allowance ${count(usual * scale)} a window, ${count(own[0]?.sent ?? 0)} pages in our first run; the runs of a table at the same time, because they mostly wait: all nine at once would need more than two cores.`,
      tables: [
        table("Our client", own),
        table("Side by side", [...beside.slice(0, 1).map(asOurs), ...beside.slice(1)]),
      ],
      targets: own.flatMap(targetsOf),
    };
  },
};

interface Result {
  readonly scenario: Scenario;
  /** Mean share of the steady windows; NaN without any. */
  readonly share: number;
  readonly steady: number;
  readonly refusedSteady: number;
  /** Of the others' requests, in the steady windows. */
  readonly othersRefused: number;
  /** 429s in the first two windows, and in the one in which the allowance changed. */
  readonly refusedElse: number;
  readonly sent: number;
  readonly seconds: number;
  readonly allowance: number;
}

async function together(batch: readonly Scenario[], windows: number, scale: number): Promise<Result[]> {
  const emulators = start("emulators");
  try {
    const opened: { scenario: Scenario; emulator: StartedEmulator }[] = [];
    for (const scenario of batch) opened.push({ scenario, emulator: await open(emulators, scenario, scale) });
    const first = Math.floor(Date.now() / windowMs) + 1;
    const until = (first + windows) * windowMs;
    const halving = halve(emulators, opened, (first + 1) * windowMs + windowMs / 2, scale);
    const begun = Date.now();
    const answers = await Promise.all(opened.map((one) => run(one, until)));
    await halving;
    const seconds = (Date.now() - begun) / 1000;
    const results: Result[] = [];
    for (const [at, { scenario, emulator }] of opened.entries()) {
      const counted = await request<WindowCount[]>(emulators, {
        do: "answers",
        url: emulator.url,
      } satisfies EmulatorTask);
      results.push(
        resultOf(scenario, counted, { first, windows, scale, seconds, sent: answers[at]?.pages ?? 0 }),
      );
    }
    return results;
  } finally {
    await stop(emulators);
  }
}

/** The first of our runs is also the one that the other clients are compared with. */
const asOurs = (result: Result): Result => ({ ...result, scenario: { ...result.scenario, name: "ours" } });

const open = (emulators: ChildProcess, { allowance, othersShare }: Scenario, scale: number) =>
  request<StartedEmulator>(emulators, {
    do: "start",
    per10s: Math.round(usual * allowance * scale),
    delayMs: latencyMs,
    source: "https://docs.example.com",
    ...(othersShare === undefined ? {} : { othersShare }),
  } satisfies EmulatorTask);

function run({ scenario, emulator }: { scenario: Scenario; emulator: StartedEmulator }, until: number) {
  const { client, concurrency: own } = scenario;
  const task: UploadTask = { client, ...emulator, concurrency: own, warmUp: 0, pages: 10_000_000, until };
  return ask<UploadAnswer>("upload-client", task);
}

async function halve(
  emulators: ChildProcess,
  opened: readonly { scenario: Scenario; emulator: StartedEmulator }[],
  at: number,
  scale: number,
): Promise<void> {
  const changing = opened.filter(({ scenario }) => scenario.halved);
  await sleep(at - Date.now());
  for (const { scenario, emulator } of changing) {
    const per10s = Math.round((usual * scenario.allowance * scale) / 2);
    await request(emulators, { do: "rate", url: emulator.url, per10s } satisfies EmulatorTask);
  }
}

function resultOf(
  scenario: Scenario,
  counted: readonly WindowCount[],
  run: { first: number; windows: number; scale: number; seconds: number; sent: number },
): Result {
  const { first, windows, scale, seconds, sent } = run;
  const changedIn = first + 1;
  const allowance = Math.round((usual * scenario.allowance * scale) / (scenario.halved ? 2 : 1));
  const isSteady = ({ window }: WindowCount) =>
    window > (scenario.halved ? changedIn : first) && window < first + windows;
  const steady = counted.filter(isSteady);
  const shares = steady.map(({ ok, others }) => (ok + others) / allowance);
  const refused = (some: readonly WindowCount[]) => some.reduce((sum, one) => sum + one.refused, 0);
  return {
    scenario,
    share: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    steady: steady.length,
    refusedSteady: refused(steady),
    othersRefused: steady.reduce((sum, one) => sum + one.othersRefused, 0),
    refusedElse: refused(counted) - refused(steady),
    sent,
    seconds,
    allowance,
  };
}

const table = (title: string, results: readonly Result[]) => ({
  title,
  head: [
    "run",
    "allowance a window",
    "share used",
    "429s, steady",
    "429s, before",
    "429s of others",
    "pages/s",
  ],
  rows: results.map(
    ({ scenario, allowance, share, refusedSteady, refusedElse, othersRefused, sent, seconds }) => [
      scenario.name,
      count(allowance),
      percent(share),
      count(refusedSteady),
      count(refusedElse),
      scenario.othersShare === undefined ? "" : count(othersRefused),
      count(sent / seconds),
    ],
  ),
});

function targetsOf({ scenario, share, refusedSteady, refusedElse, allowance }: Result): Target[] {
  const met = share >= 0.98 && refusedSteady === 0;
  const why = scenario.othersShare
    ? "The pacer reserves what others used in the windows before, so that their bursts do not get 429s; what they then do not use is lost with the window."
    : "Until the first answer of a window arrives, its allowance is unknown: for one round trip only a few requests are sent.";
  return [
    {
      what: `Share and 429s, steady: ${scenario.name}`,
      wanted: "at least 98 %, no 429",
      measured: `${percent(share)}, ${count(refusedSteady)}`,
      met,
      limit: met ? undefined : why,
    },
    ...(scenario.halved
      ? [
          {
            what: "429s after the allowance was halved",
            wanted: "at most one window's worth",
            measured: count(refusedElse),
            met: refusedElse <= allowance,
          },
        ]
      : []),
  ];
}
