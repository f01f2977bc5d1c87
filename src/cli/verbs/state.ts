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
  options: {},
  positionals: {
    action: {
      choices: ["audit", "rebuild", "export"],
      demandOption: true,
      describe:
        "audit: compare the ledger with Intercom; rebuild: make a new ledger from Intercom's listing; export: print its rows as JSON Lines",
    },
  },
  examples: [
    ["$0 state audit", "what somebody changed in Intercom by hand; changes nothing itself"],
    ["$0 state rebuild", "after the state folder was lost; the old ledger is kept under another name"],
    ["$0 state export > ledger.jsonl", "every page that was sent, one per line"],
  ],
  exits: {
    3: "audit: not every page could be compared.",
    5: "Another run is under way.",
  },
  run: (args, cli) => actions[args.action](args, cli),
});

const actions = { audit: auditState, rebuild: rebuildState, export: exportState };

/** Only reports: the next `nightly` with an audit corrects what it finds. */
function auditState(args: GlobalArguments, cli: Cli): Promise<number> {
  return withRun(args, cli, { asksIntercom: true }, async (run) => {
    const { lockHolder } = await import("../../ledger/lock.ts");
    const holder = lockHolder(run.config.stateDir);
    if (holder) {
      throw new TryLaterError(`a run is under way (${holder.pipeline}, process ${holder.pid})`, {
        hint: "An audit now would see that run half done: try again when it has ended.",
      });
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
  return withRun(args, cli, { lock: "state rebuild", ledger: "none" }, async (run) => {
    const { rebuildLedger } = await import("../../sync/lifecycle/rebuild.ts");
    const rebuilt = await rebuildLedger(run);
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
