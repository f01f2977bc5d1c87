import { type Emulator, startEmulator } from "../../src/emulator/index.ts";
import { storedPage } from "../kit/audited-pages.ts";
import { answerTasks, cpuMs } from "./answer.ts";

/** Emulators in a process of their own, so that a client's CPU time is the client's. */
export type EmulatorTask =
  | {
      readonly do: "start";
      /** Requests a window of ten seconds; null: not metered. */
      readonly per10s: number | null;
      /** How long every answer takes to come, as over a network. */
      readonly delayMs: number;
      /** A Content Import Source that stands there from the start. */
      readonly source: string;
      /** How many pages stand in that source from the start (`audited-pages.ts`). */
      readonly pages?: number;
      /** Part of every window that the workspace's other traffic takes, evenly. */
      readonly othersShare?: number;
    }
  | { readonly do: "rate"; readonly url: string; readonly per10s: number }
  | { readonly do: "answers"; readonly url: string }
  /** How many requests it got. */
  | { readonly do: "requests"; readonly url: string }
  | { readonly do: "cpu" };

export interface StartedEmulator {
  readonly url: string;
  readonly token: string;
  readonly sourceId: number;
}

/** What was answered within one of the emulator's windows (its number: epoch seconds / 10). */
export interface WindowCount {
  readonly window: number;
  readonly ok: number;
  readonly refused: number;
  /** Requests of others that were taken, and that were refused. */
  readonly others: number;
  readonly othersRefused: number;
}

const running = new Map<string, { emulator: Emulator; others: OthersCounts }>();
type OthersCounts = Map<number, { taken: number; refused: number }>;
const windowMs = 10_000;

answerTasks<EmulatorTask>(async (task) => {
  switch (task.do) {
    case "start":
      return start(task);
    case "rate": {
      const found = running.get(task.url);
      if (found) found.emulator.rate.per10s = task.per10s;
      return null;
    }
    case "answers":
      return answersOf(task.url);
    case "requests":
      return { requests: running.get(task.url)?.emulator.log.all().length ?? 0 };
    case "cpu":
      return { cpuMs: cpuMs() };
  }
});

async function start(task: Extract<EmulatorTask, { do: "start" }>): Promise<StartedEmulator> {
  const { per10s, delayMs, source, othersShare = 0, pages = 0 } = task;
  const emulator = await startEmulator({
    ratePer10s: per10s ?? Number.POSITIVE_INFINITY,
    log: { entries: 200_000, bodyBytes: 0 },
    faults: delayMs > 0 ? [{ match: {}, fault: { kind: "delay", ms: delayMs } }] : [],
  });
  const now = Math.floor(Date.now() / 1000);
  const { id } = emulator.state.addSource({
    syncBehavior: "api",
    status: "active",
    url: source,
    audienceIds: [],
    createdAt: now,
    updatedAt: now,
    lastSyncedAt: now,
  });
  for (let at = 0; at < pages; at += 1) emulator.state.addPage(storedPage(at, id, now));
  const others: OthersCounts = new Map();
  running.set(emulator.url, { emulator, others });
  if (othersShare > 0) keepSpending(emulator, othersShare, others);
  return { url: emulator.url, token: emulator.token, sourceId: id };
}

/** Sends the others' share of each window evenly over its ten seconds; they meet the same meter. */
function keepSpending({ rate }: Emulator, share: number, others: OthersCounts): void {
  setInterval(() => {
    const now = Date.now();
    const window = Math.floor(now / windowMs);
    const counted = others.get(window) ?? { taken: 0, refused: 0 };
    const due = Math.floor((rate.per10s * share * (now - window * windowMs)) / windowMs);
    while (counted.taken + counted.refused < due) {
      if (rate.take(now).allowed) counted.taken += 1;
      else counted.refused += 1;
    }
    others.set(window, counted);
  }, 20);
}

function answersOf(url: string): WindowCount[] {
  const found = running.get(url);
  const windows = new Map<number, { ok: number; refused: number }>();
  for (const { at, status } of found?.emulator.log.all() ?? []) {
    const window = Math.floor(at / windowMs);
    const counted = windows.get(window) ?? { ok: 0, refused: 0 };
    if (status === 429) counted.refused += 1;
    else counted.ok += 1;
    windows.set(window, counted);
  }
  return [...windows]
    .sort(([a], [b]) => a - b)
    .map(([window, counted]) => {
      const { taken: others, refused: othersRefused } = found?.others.get(window) ?? { taken: 0, refused: 0 };
      return { window, ...counted, others, othersRefused };
    });
}
