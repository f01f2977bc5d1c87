import { runSources } from "../../pipelines/run.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import type { Rule, SourceConfig } from "../../src/config/types.ts";
import { type Emulator, startEmulator } from "../../src/emulator/index.ts";
import { createContentLibrary } from "../../src/intercom/client.ts";
import { unpaced } from "../../src/intercom/pacer.ts";
import { memoryLedger } from "../../src/ledger/sqlite.ts";
import { inProcessNormalizer } from "../../src/normalize/worker/normalizer.ts";
import type { RunContext } from "../../src/sync/context.ts";
import { syncSource } from "../../src/sync/sync.ts";
import {
  type Paper,
  type PaperRule,
  type Pattern,
  patterns,
  type Situation,
  type Standing,
  wrongs,
} from "./audiences-model.ts";
import { randomness } from "./history.ts";
import { mixingConnector } from "./mixing-connector.ts";

const quiet = { debug: () => {}, info: () => {}, warn: () => {} };
const labels = ["secret", "staff"];
const folders = ["open", "internal", "internal/deep"];

/** Plays histories of one source each against one Intercom. */
export interface AudienceHistories {
  /** What was violated, in sentences. */
  play(seed: number): Promise<string[]>;
  close(): Promise<void>;
}

export async function startAudienceHistories(): Promise<AudienceHistories> {
  const time = { now: 1_700_000_000_000 };
  const start = () =>
    startEmulator({ ratePer10s: Number.POSITIVE_INFINITY, log: { bodyBytes: 0 }, clock: clockOf(time) });
  let emulator = await start();
  let played = 0;
  return {
    async play(seed) {
      // What earlier histories left there is listed by none of the later ones, but takes room.
      if (++played % 200 === 0) {
        await emulator.close();
        emulator = await start();
      }
      return playHistory(seed, emulator, time);
    },
    close: () => emulator.close(),
  };
}

/**
 * One random history: documents are edited, moved, labelled, restricted, deleted, and show each other; rules come and go.
 * After each run a model that knows nothing of the program's code reads what stands in Intercom.
 */
async function playHistory(seed: number, emulator: Emulator, time: Time): Promise<string[]> {
  const random = randomness(seed);
  const papers = new Map<string, Paper>();
  const all = Array.from({ length: 2 + random.below(4) }, (_, n) => `p${n}`);
  let rules: readonly PaperRule[] = [];
  let usually: Situation["usually"] = random.chance(0.8) ? "customers" : "teammates";
  const clock = clockOf(time);
  const ledger = await memoryLedger();
  const intercom = { token: emulator.token, baseUrl: emulator.url, version: "2.15" };
  const library = createContentLibrary({
    intercom,
    concurrency: 2,
    log: quiet,
    clock,
    pacer: unpaced,
  });

  const shows = () =>
    all.flatMap((id) => (random.chance(0.4) ? [{ id, how: random.pick(["text", "title"] as const) }] : []));
  const someLabels = () => labels.filter(() => random.chance(0.25));
  const system = () => random.pick(["open", "open", "open", "teammates", "unpublished"] as const);
  const newPaper = (id: string): Paper => ({
    id,
    folder: random.pick(folders),
    labels: someLabels(),
    system: system(),
    edition: 1,
    shows: shows(),
  });
  const newRule = (): PaperRule => ({
    by: random.chance(0.6)
      ? { path: random.pick(Object.keys(patterns) as Pattern[]) }
      : { label: random.pick(labels) },
    effect: random.pick(["exclude", "teammates", "teammates", "customers"] as const),
  });
  const change = () => {
    const id = random.pick(all);
    const paper = papers.get(id);
    const what = random.below(8);
    if (what === 0 || !paper) papers.set(id, { ...newPaper(id), edition: (paper?.edition ?? 1) + 1 });
    else if (what === 1) paper.edition += 1;
    else if (what === 2) paper.labels = someLabels();
    else if (what === 3) paper.folder = random.pick(folders);
    else if (what === 4) paper.system = system();
    else if (what === 5) {
      paper.shows = shows();
      paper.edition += 1;
    } else if (what === 6) rules = Array.from({ length: random.below(3) }, newRule);
    else if (random.chance(0.5)) papers.delete(id);
    else usually = usually === "customers" ? "teammates" : "customers";
  };

  for (const id of all) papers.set(id, newPaper(id));
  const violations: string[] = [];
  const steps = 2 + random.below(4);
  try {
    for (let step = 0; step < steps && violations.length === 0; step += 1) {
      for (let n = random.below(4); n > 0; n -= 1) change();
      time.now += 25 * 3_600_000;
      const situation: Situation = { papers, rules, usually };
      const source = sourceOver(situation, seed);
      const run = contextOf({ source, intercom, ledger, library, clock });
      await runSources(run, "nightly", (one) => syncSource(run, one, { removals: true }));
      const standing = standingIn(emulator, seed);
      violations.push(...wrongs(standing, situation, all).map((wrong) => `step ${step}: ${wrong}`));
    }
  } finally {
    await library.close();
    ledger.close();
  }
  return violations;
}

/** Intercom and the program have the same time, which the histories set. */
interface Time {
  now: number;
}

const clockOf = (time: Time): Clock => ({ ...systemClock, now: () => time.now });

const urlOf = (seed: number): string => `https://docs-${seed}.example.com`;

function standingIn(emulator: Emulator, seed: number): Standing[] {
  const source = emulator.state.sources().find(({ url }) => url === urlOf(seed));
  return [...emulator.state.pages()]
    .filter(({ sourceId }) => sourceId === source?.id)
    .map(({ externalId, title, html, agent, copilot }) => ({
      id: externalId,
      who: agent ? "customers" : copilot ? "teammates" : "nobody",
      words: `${title} ${html}`,
    }));
}

const ruleOf = ({ by, effect }: PaperRule, line: number): Rule => ({
  match: by,
  effect: effect === "exclude" ? { exclude: true } : { visibleTo: effect },
  line,
  optional: true,
});

const sourceOver = (situation: Situation, seed: number): SourceConfig => ({
  name: "docs",
  connector: mixingConnector(situation),
  options: {},
  publicOptions: {},
  url: urlOf(seed),
  visibleTo: situation.usually,
  removals: { mode: "sync", graceMs: 7 * 24 * 3_600_000 },
  locale: "en",
  maxDocumentBytes: 5_000_000,
  rules: situation.rules.map(ruleOf),
});

function contextOf({
  source,
  intercom,
  ...parts
}: Pick<RunContext, "ledger" | "library" | "clock"> & {
  readonly source: SourceConfig;
  readonly intercom: RunContext["config"]["intercom"];
}): RunContext {
  return {
    ...parts,
    config: {
      file: "/nowhere/config.yaml",
      baseDir: "/nowhere",
      stateDir: "/nowhere/state",
      intercom,
      sources: [source],
      secrets: [],
    },
    sources: [source],
    normalizer: inProcessNormalizer(),
    log: quiet,
    signal: new AbortController().signal,
    progress: () => {},
    limits: { concurrency: 2 },
    // Removals by the shape of a listing are another matter (test/sync/history.ts).
    overrides: { allowEmpty: true, acceptScopeChange: true },
  };
}
