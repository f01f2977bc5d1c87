import { pipelines } from "../../fleet/file/types.ts";
import { UsageError } from "../fail.ts";
import type { GlobalArguments } from "../global-options.ts";
import { type Cli, defineVerb } from "../verb.ts";

export const fleetActions = ["init", "schedule", "worker", "status", "run", "retry", "drain"] as const;
type Action = (typeof fleetActions)[number];

export const verb = defineVerb({
  options: {
    concurrency: {
      type: "number",
      default: 2,
      describe: "worker: runs at once, each a process of its own",
      requiresArg: true,
    },
    once: { type: "boolean", default: false, describe: "worker: end when nothing is due any more" },
    pipeline: {
      choices: pipelines,
      default: "nightly",
      describe: "run: what is run",
      requiresArg: true,
    },
    serve: {
      type: "boolean",
      default: false,
      describe: "status: show it in a browser, on this machine; changes nothing",
    },
    port: {
      type: "number",
      describe: "Port on 127.0.0.1 for --serve",
      defaultDescription: "a free one",
      requiresArg: true,
    },
  },
  positionals: {
    action: {
      choices: fleetActions,
      demandOption: true,
      describe:
        "init: write fleet.yaml, or make the tables in its database; schedule: enter its schedules; worker: run what is due; status: workspaces, queue, workers; run: put a run into the queue; retry: what was given up again; drain: have all workers end",
    },
    workspace: { type: "string", describe: "run, retry: the workspace; retry without one means all" },
  },
  examples: [
    ["$0 fleet init", "writes fleet.yaml; called again, it makes the tables"],
    ["$0 fleet schedule", "after every change of the fleet file"],
    ["$0 fleet worker --concurrency 4", "on each machine; SIGTERM hands back what it runs"],
    ["$0 fleet run acme", "now, before what a schedule put there"],
    ["$0 fleet status", "who ran, who waits, who needs somebody"],
  ],
  exits: {
    5: "run: one of the workspace waits or runs already. drain: workers still run.",
    143: "worker: ended by SIGTERM; what it ran is in the queue again.",
  },
  // Each action loads what it needs: pg-boss is an optional package.
  async run(args, cli) {
    checkFlags(args);
    return (await actions[args.action]())(args, cli);
  },
});

/** The arguments of the verb. */
export interface FleetArguments extends GlobalArguments {
  readonly action: Action;
  readonly workspace: string | undefined;
  readonly concurrency: number;
  readonly once: boolean;
  readonly pipeline: (typeof pipelines)[number];
  readonly serve: boolean;
  readonly port: number | undefined;
}

const actions: Readonly<Record<Action, () => Promise<(args: FleetArguments, cli: Cli) => Promise<number>>>> =
  {
    init: async () => (await import("../fleet/init.ts")).initFleet,
    schedule: async () => (await import("../fleet/init.ts")).scheduleFleet,
    worker: async () => (await import("../fleet/worker.ts")).fleetWorker,
    status: async () => (await import("../fleet/status.ts")).fleetStatus,
    run: async () => (await import("../fleet/queue.ts")).runWorkspace,
    retry: async () => (await import("../fleet/queue.ts")).retryRuns,
    drain: async () => (await import("../fleet/queue.ts")).drainWorkers,
  };

function checkFlags(args: FleetArguments): void {
  const { action, workspace } = args;
  if (action === "run" && workspace === undefined)
    throw new UsageError(
      "fleet run needs a workspace",
      "fin-ingest fleet run NAME; fin-ingest fleet status lists them.",
    );
  if (workspace !== undefined && action !== "run" && action !== "retry")
    throw new UsageError(`fleet ${action} takes no workspace`);
  if (args.port !== undefined && !args.serve) throw new UsageError("--port goes with --serve");
  if (args.serve && action !== "status") throw new UsageError("--serve goes with fleet status");
  if (args.once && action !== "worker") throw new UsageError("--once goes with fleet worker");
  if (args.source.length > 0) throw new UsageError("fleet takes no --source: it runs whole workspaces");
  if (args.env !== undefined)
    throw new UsageError(
      "fleet takes no --env",
      "Each workspace of the fleet file may have its own: env: staging.",
    );
}
