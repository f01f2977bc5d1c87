import type { Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { toFailure } from "../../src/errors.ts";
import { hashOf } from "../../src/hash.ts";
import { currentState, heldState, keepState } from "./changes.ts";
import { type Client, createClient } from "./client.ts";
import { type Container, containerIds, type Opened, openContainers } from "./containers.ts";
import { Listing } from "./listing.ts";
import type { GoogleDriveOptions } from "./options.ts";
import { walk } from "./walk.ts";

/** All files of the drives and folders, then what their shortcuts lead to; nothing where the change logs are empty. */
export async function* list(options: GoogleDriveOptions, io: Io): AsyncGenerator<ListingEntry> {
  io.signal.throwIfAborted();
  const client = createClient(options, io);
  const key = hashOf(containerIds(options));
  const held = await heldState(key, client, io);
  if (held && io.isUnchanged?.(held.mark)) return;
  const opened = await openContainers(options, client, io);
  const state = held ?? (await currentState(drivesOf(opened), client, io));
  if (state && !held && io.isUnchanged?.(state.mark)) return;
  const listing = new Listing(options, client, io);
  let isWhole = true;
  for await (const entry of entriesOf(opened, listing, client, io)) {
    if (entry.kind === "gap" || (entry.kind === "unreadable" && !entry.isPermanent)) isWhole = false;
    yield entry;
  }
  listing.report();
  if (state && isWhole && !listing.leadsOutside) keepState(key, state, io);
}

/** The shared drives of all containers; undefined where one lies in none. */
function drivesOf({ containers }: Opened): string[] | undefined {
  const drives = containers.flatMap(({ driveId }) => driveId ?? []);
  return drives.length === containers.length ? drives : undefined;
}

async function* entriesOf(
  { containers, refused }: Opened,
  listing: Listing,
  client: Client,
  io: Io,
): AsyncGenerator<ListingEntry> {
  yield* refused;
  const isOnly = containers.length + refused.length === 1;
  for (const container of containers) yield* ofContainer(container, isOnly, listing, client, io);
  yield* listing.remaining();
}

/** A container that cannot be listed at all is a gap, unless it is the only one. */
async function* ofContainer(
  container: Container,
  isOnly: boolean,
  listing: Listing,
  client: Client,
  io: Io,
): AsyncGenerator<ListingEntry> {
  try {
    yield* listing.entriesOf(walk(container, client, io));
  } catch (error) {
    io.signal.throwIfAborted();
    if (isOnly || !isAboutOneObject(error)) throw error;
    yield { kind: "gap", part: `${container.kind} "${container.name}"`, reason: toFailure(error).message };
  }
}
