import { stat } from "node:fs/promises";
import { type Collection, together } from "../../preview/collection.ts";
import { startPreview } from "../../preview/server.ts";
import { connectorIo } from "../../sync/list/io.ts";
import { configuration, selectedSources } from "../configuration.ts";
import { UsageError } from "../fail.ts";
import type { GlobalArguments } from "../global-options.ts";
import { logFor } from "../run-context.ts";
import { serveUntilStopped } from "../until-stopped.ts";
import { wholeNumber } from "../values.ts";
import type { Cli } from "../verb.ts";
import { addressInput } from "./address-input.ts";
import { folderCollection, inputCollection, sourceCollection } from "./collections.ts";
import { checkUrl, fileInput, isAddress } from "./inputs.ts";

type Arguments = GlobalArguments & {
  readonly files: string[];
  readonly url: string | undefined;
  readonly out: string | undefined;
  readonly port: number | undefined;
};

/** Serves source and result side by side to a browser until a signal stops it, which is the normal end. */
export async function servePreview(args: Arguments, cli: Cli): Promise<number> {
  const { terminal } = cli;
  if (args.out !== undefined) throw new UsageError("--serve and --out exclude each other: choose one");
  const port = args.port === undefined ? 0 : wholeNumber("--port", args.port, 0);
  const { collection, close } = await collectionOf(args, cli);
  try {
    const server = await startPreview({ collection, port, redact: (text) => terminal.redact(text) });
    return await serveUntilStopped(server, welcome(collection, server.url), args, cli);
  } finally {
    await close();
  }
}

const welcome = ({ name }: Collection, url: string): string =>
  `${name}: source and what Fin would read of it, at ${url}\nIt ends with Ctrl-C.\n`;

interface Opened {
  readonly collection: Collection;
  close(): Promise<void>;
}

/** What the command line names. Files and folders are found now, so that a slip is reported at once. */
async function collectionOf(args: Arguments, cli: Cli): Promise<Opened> {
  const { files, url } = args;
  checkUrl(url);
  const log = await logFor(args, cli);
  if (args.source.length > 0) {
    const config = await configuration(args, cli, "optional");
    const [source, ...others] = selectedSources(config, args.source);
    if (!source || others.length > 0) throw new UsageError("preview takes one --source");
    if (url !== undefined)
      throw new UsageError("--url does not go with --source", "The source's documents have their addresses.");
    const io = connectorIo({ config, log, signal: cli.signal }, source);
    return { collection: sourceCollection(config, source, files, io), close: () => io.http.close() };
  }
  if (files.length === 0)
    throw new UsageError(
      "preview --serve needs documents",
      "Name files, folders or addresses, or a configured source with --source NAME.",
    );
  if (url !== undefined && files.length > 1)
    throw new UsageError("--url is the address of one document or one folder", "Preview one.");
  const several = files.length > 1;
  const collections = files.map(async (file) => {
    if (isAddress(file)) return inputCollection(addressInput(file, url, log, cli));
    if ((await stat(file).catch(() => undefined))?.isDirectory())
      return folderCollection(file, { url, prefixed: several, log });
    return inputCollection(await fileInput(file, url));
  });
  return { collection: together(await Promise.all(collections)), close: async () => {} };
}
