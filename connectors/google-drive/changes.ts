import { systemClock } from "../../src/clock.ts";
import { cached } from "../../src/connector-kit/cached.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { paginate } from "../../src/connector-kit/paginate.ts";
import { hashOf } from "../../src/hash.ts";
import type { Client } from "./client.ts";
import { type ChangePage, Remembered } from "./schema.ts";

const WEEK_MS = 7 * 24 * 60 * 60_000;

/**
 * The state of the last complete listing, if nothing changed since: each shared drive has a log with an entry for every
 * item that changed, and the logs of all of them have none. Once a week everything is listed nevertheless.
 * @see https://developers.google.com/workspace/drive/api/guides/about-changes
 */
export async function heldState(key: string, client: Client, io: Io): Promise<Remembered | undefined> {
  const last = io.isUnchanged ? cached(io.cache, Remembered).get(keyOf(key)) : undefined;
  const holds =
    last !== undefined && last.week === thisWeek() && (await nothingChanged(last.tokens, client, io));
  return holds ? last : undefined;
}

/** Remembers the state that a listing began with, once it was read to its end without a gap. */
export function keepState(key: string, state: Remembered, io: Pick<Io, "cache">): void {
  cached(io.cache, Remembered).set(keyOf(key), state);
}

const keyOf = (key: string): string => `changes ${key}`;
const thisWeek = (): number => Math.floor(systemClock.now() / WEEK_MS);

async function nothingChanged(
  tokens: Readonly<Record<string, string>>,
  client: Client,
  { signal }: Pick<Io, "signal">,
): Promise<boolean> {
  for (const [driveId, first] of Object.entries(tokens)) {
    const pages = paginate<ChangePage, string>({
      what: "Google's log of changes",
      first,
      read: (token) => client.changes(driveId, token, signal),
      next: ({ nextPageToken }) => nextPageToken || undefined,
    });
    try {
      let isWhole = false;
      for await (const { changes, newStartPageToken } of pages) {
        if (changes.length > 0) return false;
        isWhole = Boolean(newStartPageToken);
      }
      if (!isWhole) return false;
    } catch (error) {
      signal.throwIfAborted();
      if (!isAboutOneObject(error)) throw error;
      return false;
    }
  }
  return true;
}

/**
 * Where the logs end now; undefined where one does not say.
 * @param driveIds undefined where a folder lies outside of shared drives: a user's log does not have all of its changes
 */
export async function currentState(
  driveIds: readonly string[] | undefined,
  client: Client,
  io: Io,
): Promise<Remembered | undefined> {
  if (!io.isUnchanged || driveIds === undefined) return undefined;
  try {
    const tokens: Record<string, string> = {};
    for (const id of new Set(driveIds)) tokens[id] = await client.startToken(id, io.signal);
    const week = thisWeek();
    return { tokens, week, mark: hashOf([tokens, week]) };
  } catch (error) {
    io.signal.throwIfAborted();
    if (!isAboutOneObject(error)) throw error;
    return undefined;
  }
}
