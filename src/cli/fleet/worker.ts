import { statSync } from "node:fs";
import type { Env } from "../../config/read/env.ts";
import { toFailure } from "../../errors.ts";
import { type Conversions, startConversions } from "../../fleet/conversions/open.ts";
import type { Fleet, Workspace } from "../../fleet/file/types.ts";
import { queues } from "../../fleet/queue/names.ts";
import { enqueueDue } from "../../fleet/schedule/due.ts";
import { runChild, statusOf } from "../../fleet/worker/child.ts";
import { type WorkerParts, work } from "../../fleet/worker/worker.ts";
import type { Log } from "../../log/log.ts";
import { logFor } from "../run-context.ts";
import { wholeNumber } from "../values.ts";
import type { Cli } from "../verb.ts";
import type { FleetArguments } from "../verbs/fleet.ts";
import { fleetEnv, readFleetFile, withFleet } from "./fleet-file.ts";

/** Runs what is due until a signal or `fleet drain` ends it. */
export function fleetWorker(args: FleetArguments, cli: Cli): Promise<number> {
  const concurrency = wholeNumber("--concurrency", args.concurrency, 1);
  return withFleet(
    args,
    cli,
    async (open, first) => {
      const { database, engine, jobs, workers, workspaces } = open;
      const log = await logFor(args, cli);
      const fleet = fleetAsItStands(args, cli, first, log);
      const env = fleetEnv(first.file, cli);
      const upkeep = async () => {
        for (const name of await enqueueDue(database, first, jobs)) log.info(`${name}: a run is due`);
        await open.conversions.purge();
      };
      const others = await workers.otherHosts();
      if (others.length > 0)
        log.warn(
          `workers run on other machines, too (${others.join(", ")}): the \`state\` of every workspace must be where all of them reach it; a folder is not`,
        );
      await upkeep();
      await engine.boss.work(queues.tick, upkeep);
      const conversions =
        first.conversions &&
        startConversions(open, first.conversions, { clock: cli.clock, signal: cli.signal, log });
      const runs = runsOf(args, cli, { fleet, env, conversions });
      const working = work(
        { jobs, workers, workspaces, policy: first.policy, clock: cli.clock, log, ...runs },
        { concurrency, once: args.once, signal: cli.signal },
      );
      // To its end: runs that `fleet drain` lets end may wait for conversions.
      await working.finally(() => conversions?.close());
      cli.signal.throwIfAborted();
      return 0;
    },
    // Each run that ends at once with others has a transaction, and conversions have some; the renewals must get through.
    { isWorker: true, connections: concurrency + 6 },
  );
}

/** How a worker runs a workspace, and asks for its status: as processes of this program. */
function runsOf(
  args: FleetArguments,
  cli: Cli,
  parts: { readonly fleet: () => Fleet; readonly env: Env; readonly conversions: Conversions | undefined },
): Pick<WorkerParts, "run" | "statusOf"> {
  const { fleet, env, conversions } = parts;
  const find = (name: string) => fleet().workspaces.find((one) => one.name === name);
  return {
    async run({ workspace: name, pipeline }, signal) {
      const workspace = find(name);
      if (!workspace) return { kind: "unknown" };
      const say = sayFor(workspace, args, cli);
      const { maxDuration } = fleet();
      const logFormat = args["log-format"];
      return runChild({ workspace, pipeline, env, say, signal, maxDuration, logFormat, conversions });
    },
    async statusOf(name) {
      const workspace = find(name);
      return workspace && statusOf(workspace, env);
    },
  };
}

/** The fleet file, read again when it changed: a worker need not be started anew for a new workspace. */
function fleetAsItStands(args: FleetArguments, cli: Cli, first: Fleet, log: Log): () => Fleet {
  let last = first;
  let readAt = changedAt(first.file);
  return () => {
    const changed = changedAt(first.file);
    if (changed === readAt) return last;
    readAt = changed;
    try {
      last = readFleetFile(args, cli);
    } catch (error) {
      log.warn(`the fleet file is as it was before its last change: ${toFailure(error).message}`);
    }
    return last;
  };
}

function changedAt(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/** What a run says, with its workspace. */
function sayFor({ name }: Workspace, args: FleetArguments, { terminal }: Cli): (line: string) => void {
  if (args["log-format"] === "pretty") return (line) => terminal.note(`${name}: ${line}`);
  return (line) => terminal.note(withWorkspace(line, name));
}

function withWorkspace(line: string, workspace: string): string {
  try {
    return JSON.stringify({ workspace, ...JSON.parse(line) });
  } catch {
    return JSON.stringify({ level: "info", workspace, msg: line });
  }
}
