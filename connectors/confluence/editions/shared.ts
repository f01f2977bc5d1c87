import { isRefusal } from "../../../src/connector-kit/auth.ts";
import { documentLimit, type Io } from "../../../src/connector-kit/io.ts";
import { FinIngestError } from "../../../src/errors.ts";
import { type Client, loginHint, type Query } from "../client.ts";
import type { ConfluenceOptions } from "../options.ts";
import { User } from "../schema.ts";
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
    return displayName || publicName;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** Labels and readers, each unknown where Confluence refuses it. */
export async function detailsFrom(
  readReaders: () => Promise<Readers>,
  readLabels: () => Promise<readonly string[]>,
): Promise<Details> {
  const readers = await readReaders().catch((error: unknown): Readers => {
    if (isRefusal(error)) return { kind: "unknown", reason: `Confluence answered ${error.status}` };
    throw error;
  });
  const labels = await readLabels().catch((error: unknown) => {
    if (isRefusal(error)) return undefined;
    throw error;
  });
  return { readers, labels };
}

/** The largest answer that may contain a body: JSON doubles what it escapes. */
export const bodyLimit = (io: Pick<Io, "maxDocumentBytes">): number => 2 * documentLimit(io) + 65_536;
