import { z } from "zod";
import type { Io } from "../../src/connector-kit/io.ts";
import { FinIngestError } from "../../src/errors.ts";
import { defaultMaxDocumentBytes } from "../../src/limits.ts";
import { type Client, isRefusal, loginHint, type Query } from "./client.ts";
import type { ConfluenceOptions } from "./options.ts";
import type { Details, Readers } from "./types.ts";

/** https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-users/#api-wiki-rest-api-user-current-get */
export const Me = z.object({
  type: z.string(),
  displayName: z.string().optional(),
  publicName: z.string().optional(),
  username: z.string().optional(),
});

/**
 * Confluence answers whom it does not know as a visitor: with less, not with an error. A listing made so would look
 * like deletions.
 * @throws FinIngestError for a visitor
 */
export function knownAnnouncement(me: z.output<typeof Me>, options: ConfluenceOptions): string {
  if (me.type === "anonymous")
    throw new FinIngestError("Confluence does not know who asks: it takes us for a visitor, not logged in", {
      hint: loginHint(options),
    });
  return me.displayName || me.publicName || me.username || "an account";
}

/** A user's name; undefined where the user is gone or hides it. */
export async function readUser(
  client: Client,
  query: Query,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { displayName, publicName } = await client.ask("/rest/api/user", query, Me, signal);
    return displayName || publicName;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** Labels and readers, each unknown where it is refused. */
export async function detailsFrom(
  readReaders: () => Promise<Readers>,
  readLabels: () => Promise<readonly string[]>,
): Promise<Details> {
  const readers = await readReaders().catch((error: unknown): Readers => {
    if (isRefusal(error)) return { kind: "unknown", why: `Confluence answered ${error.status}` };
    throw error;
  });
  const labels = await readLabels().catch((error: unknown) => {
    if (isRefusal(error)) return undefined;
    throw error;
  });
  return labels === undefined ? { readers } : { readers, labels };
}

/** The largest attached file. */
export const fileLimit = ({ maxDocumentBytes = defaultMaxDocumentBytes }: Io): number => maxDocumentBytes;

/** The largest answer that may hold a body: JSON doubles what it escapes. */
export const bodyLimit = ({ maxDocumentBytes = defaultMaxDocumentBytes }: Io): number =>
  2 * maxDocumentBytes + 65_536;
