import type { Config } from "../config/types.ts";
import { toFailure } from "../errors.ts";
import type { PageRow } from "../ledger/ledger.ts";
import { storeFor } from "../ledger/stores/open.ts";
import { BodyStore } from "../runs/bodies.ts";
import type { PageText } from "../status/pages.ts";
import { startStatus } from "../status/server.ts";
import type { GlobalArguments } from "./global-options.ts";
import { libraryFor, logFor } from "./run-context.ts";
import { serveUntilStopped } from "./until-stopped.ts";
import { wholeNumber } from "./values.ts";
import type { Cli } from "./verb.ts";

/** Serves the status of the ledger to a browser until a signal stops it, which is the normal end. */
export async function serveStatus(
  args: GlobalArguments & { readonly port: number | undefined },
  config: Config,
  cli: Cli,
): Promise<number> {
  const { terminal, signal, clock } = cli;
  const port = args.port === undefined ? 0 : wholeNumber("--port", args.port, 0);
  const store = await storeFor(config);
  // What is wrong with it is said in the terminal, before a browser is opened.
  (await store.read()).close();
  const log = await logFor(args, cli);
  const library = await libraryFor(config, cli, log, { concurrency: 2 }, { retries: { attempts: 2 } });
  try {
    const textOf = pageTexts(config, (row) => library.getPage(row.intercomId ?? "", signal));
    const redact = (text: string) => terminal.redact(text);
    const server = await startStatus({ config, store, textOf, clock, port, redact });
    const welcome = `What Fin knows, at ${server.url}\nThe address holds a token: it is for you alone. It ends with Ctrl-C.\n`;
    return await serveUntilStopped(server, welcome, args, cli);
  } finally {
    await library.close();
  }
}

/** A page's text as it was kept, else as Intercom has it. */
function pageTexts(
  { stateDir, intercom }: Config,
  ask: (row: PageRow) => Promise<{ readonly html: string } | undefined>,
): (row: PageRow) => Promise<PageText> {
  const bodies = new BodyStore(stateDir);
  return async (row) => {
    const kept = row.bodyHash === undefined ? undefined : bodies.get(row.bodyHash);
    if (kept !== undefined) return { kind: "kept", html: kept };
    if (row.state === "deleted") return { kind: "none", why: "It has been deleted." };
    if (!intercom || row.intercomId === undefined) {
      const why =
        "Its text is not kept here. With an access token it is read from Intercom; keep_bodies keeps it.";
      return { kind: "none", why };
    }
    try {
      const page = await ask(row);
      return page
        ? { kind: "intercom", html: page.html }
        : { kind: "none", why: "Intercom does not have it any more." };
    } catch (error) {
      return { kind: "none", why: `Intercom did not answer: ${toFailure(error).message}` };
    }
  };
}
