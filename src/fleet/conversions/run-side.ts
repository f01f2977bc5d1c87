import type { Clock } from "../../clock.ts";
import { FinIngestError } from "../../errors.ts";
import type { ConvertedPage, SharedConversions } from "../../normalize/index.ts";
import { MAX_WAIT_MS } from "./asking.ts";
import { type Conversion, isShared, type SharedFile } from "./conversion.ts";
import { type Channel, ConversionAnswer } from "./messages.ts";

/** For a worker that does not answer at all: it has a limit of its own, which is shorter. */
const NO_ANSWER_MS = MAX_WAIT_MS + 60_000;

/**
 * The conversions of a run that belongs to a fleet: it asks its worker, who has the database. So a run needs no right to that
 * database, and no run can put a result there under the name of a file.
 *
 * @param revision `pagesRevision()` of this program
 */
export function conversionsOfWorker(
  channel: Channel,
  revision: () => string,
  clock: Pick<Clock, "sleep">,
): SharedConversions {
  const waiting = new Map<number, (conversion: Conversion | undefined) => void>();
  let last = 0;
  channel.listen((message) => {
    const { success, data } = ConversionAnswer.safeParse(message);
    if (success) waiting.get(data.id)?.(data.conversion ?? undefined);
  });

  const ask = async ({ mediaType, body }: SharedFile, stop: AbortSignal) => {
    const id = ++last;
    const answer = new Promise<Conversion | undefined>((resolve) => waiting.set(id, resolve));
    try {
      channel.send({ kind: "convert", id, revision: revision(), mediaType, body });
      return await Promise.race([answer, clock.sleep(NO_ANSWER_MS, stop).then(() => undefined)]);
    } finally {
      waiting.delete(id);
    }
  };
  return {
    async convert(file, signal) {
      if (!isShared(file)) return undefined;
      signal?.throwIfAborted();
      const over = new AbortController();
      const stop = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
      try {
        return pagesOf(await ask(file, stop));
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      } finally {
        // The timer keeps the process alive while it waits, and must not afterwards.
        over.abort();
      }
    },
  };
}

/** @throws FinIngestError where the file was refused, as its conversion here would have been */
function pagesOf(conversion: Conversion | undefined): readonly ConvertedPage[] | undefined {
  if (conversion?.kind === "refused") throw new FinIngestError(conversion.message, { hint: conversion.hint });
  return conversion?.kind === "pages" ? conversion.pages : undefined;
}
