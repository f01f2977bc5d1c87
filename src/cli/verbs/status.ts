import type { Config, SourceConfig } from "../../config/types.ts";
import { claimForEnvironment } from "../../ledger/environment.ts";
import type { Ledger, RunRow } from "../../ledger/ledger.ts";
import { lockHolder } from "../../ledger/lock.ts";
import { openLedger } from "../../ledger/sqlite.ts";
import { json } from "../../report/json.ts";
import { type SourceStatus, type Status, statusText } from "../../report/status.ts";
import { type EndedSource, endedSources } from "../../sync/explain/ended.ts";
import { hiddenPages } from "../../sync/explain/hidden.ts";
import { orphansOf } from "../../sync/lifecycle/orphans.ts";
import { lastOf } from "../../sync/run-summary.ts";
import { configuration, selectedSources } from "../configuration.ts";
import { runStatus } from "../run-status.ts";
import { defineVerb } from "../verb.ts";

const DISPLAYED_RUNS = 10;
/** Runs that are searched for the last one that included a source. */
const SEARCHED_RUNS = 100;

export const verb = defineVerb({
  options: {},
  positionals: {},
  examples: [
    ["$0 status", "pages per source, the last runs, what is hidden and what is held"],
    ["$0 status --json", "for monitoring"],
  ],
  async run(args, cli) {
    const config = await configuration(args, cli, "optional");
    const sources = selectedSources(config, args.source);
    const ledger = await openLedger(config.stateDir, { readOnly: true });
    try {
      claimForEnvironment(ledger, config, { stateDir: config.stateDir, records: false });
      const ended = args.source.length === 0 ? endedSources(ledger, config) : [];
      const status = read(ledger, config, sources, ended);
      const text = { width: cli.terminal.width, colours: cli.terminal.colours };
      await cli.terminal.result(args.json ? json(status) : statusText(status, text));
    } finally {
      ledger.close();
    }
    return 0;
  },
});

function read(
  ledger: Ledger,
  config: Config,
  sources: readonly SourceConfig[],
  ended: readonly EndedSource[],
): Status {
  const runs = ledger.runs(SEARCHED_RUNS);
  const statuses = sources.map((source) => sourceStatus(ledger, source, runs));
  return {
    running: lockHolder(config.stateDir) ?? null,
    sources: statuses,
    orphans: orphansOf(ledger, config).map(({ name, live, hidden }) => ({ name, live, hidden })),
    hidden: [...sources, ...ended].flatMap((source) => hiddenPages(ledger, source)),
    holds: statuses.flatMap(({ name, holds }) => holds.map((hold) => ({ source: name, ...hold }))),
    runs: runs.slice(0, DISPLAYED_RUNS).map(runStatus),
  };
}

function sourceStatus(ledger: Ledger, { name, url }: SourceConfig, runs: readonly RunRow[]): SourceStatus {
  const row = ledger.source(name);
  const backfill = ledger.openBackfill(name);
  const last = lastOf(runs, name);
  return {
    name,
    url,
    sourceId: row?.sourceId ?? null,
    ...ledger.countPages(name),
    foreign: ledger.sourceHistory(name).foreign?.pages ?? 0,
    lastComplete: row?.lastComplete ? iso(row.lastComplete.at) : null,
    openBackfill: backfill ? iso(backfill.startedAt) : null,
    holds: last?.holds ?? [],
  };
}

const iso = (time: number): string => new Date(time).toISOString();
