import { documentLimit, type Io } from "../../src/connector-kit/io.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { documentName, isBinaryType, mediaTypeOfName } from "../../src/normalize/index.ts";
import type { Store } from "./client.ts";

/** The `load` of all objects of a store: one function for all of them, so that nothing is kept for each. */
export function loaderOf(store: Store, io: Io): Listed["load"] {
  return async function load(this: Pick<Listed, "externalId" | "title" | "url">, signal) {
    signal.throwIfAborted();
    const { externalId, title, url } = this;
    const mediaType = mediaTypeOfName(externalId);
    if (mediaType === undefined) throw new FinIngestError(`${externalId} has no format that can be read`);
    const bytes = await store.read(externalId, signal, documentLimit(io));
    const body = isBinaryType(mediaType) ? bytes : Buffer.from(bytes);
    return { body, mediaType, name: documentName(externalId), title, url };
  };
}
