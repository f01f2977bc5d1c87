import type { z } from "zod";
import { documentLimit, type Io } from "../../../src/connector-kit/io.ts";
import { isAboutOneObject } from "../../../src/connector-kit/one-object.ts";
import { FinIngestError } from "../../../src/errors.ts";
import { HttpError } from "../../../src/http/errors.ts";
import { type Client, loginHint, type Query } from "../client.ts";
import type { ConfluenceOptions } from "../options.ts";
import { type Label, User } from "../schema.ts";
import type { Slice } from "../slices.ts";
import type { Details, Readers } from "../types.ts";

/**
 * The name of the account that is logged in. Confluence answers anonymous users with less, not with an error: their
 * listing would look like deletions.
 * @throws FinIngestError for an anonymous user
 */
export async function accountName(
  client: Client,
  options: ConfluenceOptions,
  signal: AbortSignal,
): Promise<string> {
  const me = await client.ask("/rest/api/user/current", {}, User, signal);
  if (me.type === "anonymous")
    throw new FinIngestError("Confluence treats the requests as anonymous: the credentials do not log in", {
      hint: loginHint(options),
    });
  return me.displayName || me.publicName || me.username || "an account";
}

/** A user's name; undefined where the user was deleted or hides it. */
export async function readUser(
  client: Client,
  query: Query,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { displayName, publicName } = await client.ask("/rest/api/user", query, User, signal);
    return displayName || publicName || undefined;
  } catch (error) {
    if (isAboutOneObject(error)) return undefined;
    throw error;
  }
}

/** Labels and readers, each unknown where Confluence does not tell it: what cannot be read is never public. */
export async function detailsFrom(
  readReaders: () => Promise<Readers>,
  readLabels: () => Promise<readonly string[]>,
): Promise<Details> {
  const readers = await readReaders().catch((error: unknown): Readers => {
    if (!isAboutOneObject(error)) throw error;
    const status = error instanceof HttpError ? error.status : undefined;
    return {
      kind: "unknown",
      reason: status === undefined ? error.message : `Confluence answered ${status}`,
    };
  });
  const labels = await readLabels().catch((error: unknown) => {
    if (!isAboutOneObject(error)) throw error;
    return undefined;
  });
  return { readers, labels };
}

/** @throws FinIngestError for a label that cannot be read: `rules` may decide by it */
export function labelNames({ results, odd: [odd] }: Slice<z.output<typeof Label>>): string[] {
  if (odd) throw new FinIngestError(`a label cannot be read: ${odd.reason}`);
  return results.map(({ name }) => name);
}

/** The largest answer that may contain a body: JSON doubles what it escapes. */
export const bodyLimit = (io: Pick<Io, "maxDocumentBytes">): number => 2 * documentLimit(io) + 65_536;
