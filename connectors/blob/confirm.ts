import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { openStore } from "./client.ts";
import type { BlobOptions } from "./options.ts";

/**
 * Whether the store still lists an object of exactly this name. A listing tells it without the body, and says 403 where
 * it may not be asked, as a request for the object would say also of what is missing.
 * @throws FinIngestError where the store cannot be asked
 */
export async function confirm(options: BlobOptions, io: Io, externalId: string): Promise<Presence> {
  for await (const { objects } of openStore(options, io).pages(externalId, io.signal)) {
    const found = objects.filter(({ name }) => name === externalId);
    if (found.length > 0) return found.some(({ isDeleted }) => !isDeleted) ? "present" : "gone";
  }
  return "gone";
}
