import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { FinIngestError } from "../../src/errors.ts";
import { type Client, createClient } from "./client.ts";
import { containerIds, openContainers } from "./containers.ts";
import type { GoogleDriveOptions } from "./options.ts";
import { httpErrorIn } from "./refusals.ts";
import type { Item } from "./schema.ts";

/** One look at the drives and folders serves all questions of a run. */
const answering = new WeakMap<Io, Promise<boolean>>();
/** No folder lies deeper than 100 levels: https://support.google.com/a/users/answer/7338880 */
const MAX_LEVELS = 100;

/**
 * Whether a file that was not listed is gone: in the trash, moved out of the drives and folders, or answered with 404
 * while all of these answer. Google says 404 of what was deleted and of what this account may no longer read; either
 * way nobody is to be answered from it. Whatever else is refused or fails is "unknown".
 */
export async function confirm(options: GoogleDriveOptions, io: Io, externalId: string): Promise<Presence> {
  io.signal.throwIfAborted();
  const client = createClient(options, io);
  try {
    const item = await client.item(externalId, io.signal);
    if (item.trashed) return "gone";
    if (await liesInside(item, options, client, io.signal)) return "present";
    // Elsewhere, it may be what a shortcut leads to that was not listed.
    return options.restricted_items === "exclude" ? "gone" : "unknown";
  } catch (error) {
    io.signal.throwIfAborted();
    if (!(error instanceof FinIngestError)) throw error;
    if (httpErrorIn(error)?.status !== 404) return "unknown";
    return (await allAnswer(options, client, io)) ? "gone" : "unknown";
  }
}

function allAnswer(options: GoogleDriveOptions, client: Client, io: Io): Promise<boolean> {
  const known = answering.get(io);
  if (known) return known;
  const asked = openContainers(options, client, io).then(
    ({ refused }) => refused.length === 0,
    () => {
      io.signal.throwIfAborted();
      return false;
    },
  );
  answering.set(io, asked);
  return asked;
}

async function liesInside(
  item: Item,
  options: GoogleDriveOptions,
  client: Client,
  signal: AbortSignal,
): Promise<boolean> {
  const ids = new Set(containerIds(options).map(({ id }) => id));
  if (item.driveId && ids.has(item.driveId)) return true;
  let parent = item.parents?.[0];
  for (let level = 0; parent !== undefined && level < MAX_LEVELS; level += 1) {
    if (ids.has(parent)) return true;
    parent = (await parentItem(parent, client, signal))?.parents?.[0];
  }
  return false;
}

/** A folder above; undefined where this account may not see it, as it may not where only the file is shared. */
async function parentItem(id: string, client: Client, signal: AbortSignal): Promise<Item | undefined> {
  try {
    return await client.item(id, signal);
  } catch (error) {
    if (httpErrorIn(error)?.status !== 404) throw error;
    return undefined;
  }
}
