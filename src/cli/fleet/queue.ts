import { setTimeout as sleep } from "node:timers/promises";
import { didYouMean } from "../../config/errors/suggest.ts";
import { exitCode, TryLaterError } from "../../errors.ts";
import { readFleet } from "../../fleet/status/read.ts";
import { json } from "../../report/json.ts";
import { count } from "../../report/numbers.ts";
import { UsageError } from "../fail.ts";
import type { Cli } from "../verb.ts";
import type { FleetArguments } from "../verbs/fleet.ts";
import { withFleet } from "./fleet-file.ts";

/** Puts one workspace's run into the queue, before those of the schedules. */
export function runWorkspace(args: FleetArguments, cli: Cli): Promise<number> {
  return withFleet(args, cli, async ({ jobs }, fleet) => {
    const { workspace = "", pipeline } = args;
    expectWorkspace(workspace, fleet.workspaces);
    if (!(await jobs.enqueue({ workspace, pipeline, failed: 0 }, { isUrgent: true }))) {
      const other = await jobs.waiting(workspace);
      throw new TryLaterError(`${workspace}: ${other ?? "a run"} waits or runs already`, {
        hint: "fin-ingest fleet status says since when; a workspace has one run at a time.",
      });
    }
    const told = `${workspace}: ${pipeline} is in the queue; fin-ingest fleet status shows how it goes.\n`;
    await cli.terminal.result(args.json ? json({ workspace, pipeline }) : args.quiet ? "" : told);
    return 0;
  });
}

/** Puts what was given up into the queue again. */
export function retryRuns(args: FleetArguments, cli: Cli): Promise<number> {
  return withFleet(args, cli, async ({ jobs }, fleet) => {
    if (args.workspace !== undefined) expectWorkspace(args.workspace, fleet.workspaces);
    const workspaces = await jobs.retry(args.workspace);
    const told =
      workspaces.length === 0 ? "Nothing was given up.\n" : `In the queue again: ${workspaces.join(", ")}.\n`;
    await cli.terminal.result(args.json ? json({ workspaces }) : args.quiet ? "" : told);
    return 0;
  });
}

/** Between two looks at who still works. */
const DRAIN_POLL_MS = 1_000;

/** Asks every worker to take nothing more, and waits until the last run has ended. */
export function drainWorkers(args: FleetArguments, cli: Cli): Promise<number> {
  return withFleet(args, cli, async ({ workers, database }, fleet) => {
    const asked = await workers.drainAll();
    for (;;) {
      const left = (await readFleet(database, fleet)).workers.filter(({ state }) => state !== "lost");
      if (left.length === 0) break;
      if (cli.signal.aborted)
        throw new TryLaterError(`${count(left.length, "worker")} still run${left.length === 1 ? "s" : ""}`, {
          hint: "They end when their runs have. Ctrl-C ended the waiting alone.",
        });
      await sleep(DRAIN_POLL_MS, undefined, { signal: cli.signal }).catch(() => {});
    }
    const told = asked === 0 ? "No worker runs.\n" : `${count(asked, "worker")} ended.\n`;
    await cli.terminal.result(args.json ? json({ workers: asked }) : args.quiet ? "" : told);
    return exitCode.ok;
  });
}

function expectWorkspace(name: string, workspaces: readonly { readonly name: string }[]): void {
  const names = workspaces.map((one) => one.name);
  if (names.includes(name)) return;
  throw new UsageError(
    `the fleet file has no workspace "${name}"${didYouMean(name, names)}`,
    names.length > 20 ? "fin-ingest fleet status lists them." : `Its workspaces: ${names.join(", ")}.`,
  );
}
