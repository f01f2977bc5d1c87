import path from "node:path";
import { remoteStoreFor } from "../ledger/stores/open.ts";
import { json } from "../report/json.ts";
import { count } from "../report/numbers.ts";
import { configuration } from "./configuration.ts";
import { UsageError } from "./fail.ts";
import type { GlobalArguments } from "./global-options.ts";
import { logFor } from "./run-context.ts";
import type { Cli } from "./verb.ts";

interface Arguments extends GlobalArguments {
  readonly action: "push" | "pull";
  readonly folder: string | undefined;
}

/** Moves a ledger between a folder of this machine and the store that `state` names. Intercom is not asked. */
export async function migrateState(args: Arguments, cli: Cli): Promise<number> {
  const { action } = args;
  if (args.source.length > 0)
    throw new UsageError(`state ${action} takes no --source: it moves the whole ledger`);
  const config = await configuration(args, cli, "optional");
  const { store } = config;
  if (!store)
    throw new UsageError(
      `state ${action} needs a \`state\` beyond this machine, and that of this configuration is a folder`,
      "Write `state: postgres://…` or `state: s3://…` first; --folder names the folder that it was before.",
    );
  const folder =
    args.folder === undefined ? path.join(config.baseDir, ".fin-ingest") : path.resolve(args.folder);
  const ledgers = await remoteStoreFor({ ...config, store }, await logFor(args, cli));
  const lease = await ledgers.lease({ pipeline: `state ${action}` });
  try {
    const moved = action === "push" ? await lease.take(folder) : await lease.give(folder);
    const [from, to] = action === "push" ? [folder, ledgers.place] : [ledgers.place, folder];
    const { setAside = null, ...facts } = moved;
    const text = [
      `${count(moved.pages, "page")} of ${count(moved.sources, "source")}, from ${from} to ${to}`,
      ...(setAside === null ? [] : [`The ledger that stood there is kept as ${setAside}.`]),
      action === "push"
        ? "Runs use it there from now on. The folder is not used any more: remove it, so that nobody takes it for the ledger."
        : "It is used once `state` names the folder; the store's is left as it is.",
      "",
    ].join("\n");
    await cli.terminal.result(args.json ? json({ from, to, ...facts, setAside }) : text);
    return 0;
  } finally {
    await lease.release();
  }
}
