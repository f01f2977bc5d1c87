import { exitCode, TryLaterError } from "../../errors.ts";
import { auditText } from "../../report/audit.ts";
import { json } from "../../report/json.ts";
import { count } from "../../report/numbers.ts";
import type { Rebuilt } from "../../sync/lifecycle/rebuild.ts";
import { UsageError } from "../fail.ts";
import type { GlobalArguments } from "../global-options.ts";
import { withRun } from "../run-context.ts";
import { type Cli, defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {
    folder: {
      type: "string",
      describe: "push, pull: the state folder of this machine",
      defaultDescription: ".fin-ingest",
      requiresArg: true,
    },
  },
  positionals: {
    action: {
      choices: ["audit", "rebuild", "export", "push", "pull"],
      demandOption: true,
      describe:
        "audit: compare the ledger with Intercom; rebuild: make a new ledger from Intercom's listing; export: print its rows as JSON Lines; push: take the ledger of a folder to where `state` says; pull: the other way",
    },
  },
  examples: [
    ["$0 state audit", "what somebody changed in Intercom by hand; changes nothing itself"],
    ["$0 state rebuild", "after the state folder was lost; the old ledger is kept under another name"],
    ["$0 state export > ledger.jsonl", "every page that was sent, one per line"],
    ["$0 state push", "from .fin-ingest to the database or object store that `state` names from now on"],
  ],
  exits: {
    3: "audit: not every page could be compared.",
    5: "Another run is under way.",
  },
  async run(args, cli) {
    const { action } = args;
    if (action === "push" || action === "pull") {
      const { migrateState } = await import("../migrate-state.ts");
      return migrateState({ ...args, action }, cli);
    }
    if (args.folder !== undefined) throw new UsageError("--folder goes with state push and state pull");
    return actions[action](args, cli);
  },
});

const actions = { audit: auditState, rebuild: rebuildState, export: exportState };

/** Only reports: the next `nightly` with an audit corrects what it finds. */
function auditState(args: GlobalArguments, cli: Cli): Promise<number> {
  return withRun(args, cli, { asksIntercom: true }, async (run, { store }) => {
    const holder = await store.holder();
    if (holder) {
      throw new TryLaterError(
        `a run is under way: ${holder.pipeline}, process ${holder.pid} on ${holder.host}`,
        {
          hint: "An audit now would see that run half done: try again when it has ended.",
        },
      );
    }
    const { audit } = await import("../../sync/audit/audit.ts");
    const audits = await audit(run, { record: false });
    const { width, colours } = cli.terminal;
    const sources = run.sources.map(({ name }) => {
      const found = audits.get(name);
      return { name, audit: found?.report ?? null, holds: found?.hold ? [found.hold] : [] };
    });
    const text = () =>
      sources.map(({ name, audit, holds }) => auditText(name, audit ?? undefined, holds, { width, colours }));
    await cli.terminal.result(args.json ? json({ sources }) : text().join("\n"));
    const complete = [...audits.values()].every(({ report }) => report.complete);
    return complete ? exitCode.ok : exitCode.partial;
  });
}

function rebuildState(args: GlobalArguments, cli: Cli): Promise<number> {
  if (args.source.length > 0)
    throw new UsageError("state rebuild takes no --source: it rebuilds the whole ledger");
  return withRun(args, cli, { lock: "state rebuild", ledger: "none" }, async (run, { lease }) => {
    if (!lease) throw new Error("a rebuild holds the lock");
    const { rebuildLedger } = await import("../../sync/lifecycle/rebuild.ts");
    const rebuilt = await rebuildLedger({ ...run, ledgers: lease });
    await cli.terminal.result(
      args.json ? json({ ...rebuilt, setAside: rebuilt.setAside ?? null }) : rebuiltText(rebuilt),
    );
    return 0;
  });
}

function rebuiltText({ sources, setAside }: Rebuilt): string {
  const lines = sources.map(({ name, sourceId, pages, hidden }) => {
    if (sourceId === null) return `${name}: nothing is in Intercom yet`;
    return `${name}: ${count(pages, "page")} found under source ${sourceId}${hidden > 0 ? `, ${hidden} of them hidden` : ""}`;
  });
  return [
    ...lines,
    ...(setAside === undefined ? [] : [`The old ledger is kept as ${setAside}.`]),
    "The next run sends every page once more; then the ledger knows them again. Nothing is removed before two complete listings.",
    "",
  ].join("\n");
}

function exportState(args: GlobalArguments, cli: Cli): Promise<number> {
  return withRun(args, cli, {}, async (run) => {
    for (const { name } of run.sources) {
      for (const row of run.ledger.pages(name, { deleted: true })) {
        if (cli.terminal.readerGone) return 0;
        await cli.terminal.result(`${JSON.stringify({ source: name, ...row })}\n`);
      }
    }
    return 0;
  });
}
