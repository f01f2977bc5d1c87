import { type Clock, systemClock } from "../../src/clock.ts";
import { FinIngestError } from "../../src/errors.ts";
import { displayUrl, parseUrl } from "../../src/http/url.ts";
import { type Answer, type Client, statusOf } from "./client.ts";
import { firstThatHolds, holds, lenient } from "./condition.ts";
import { valueAt } from "./jsonpath.ts";
import type { Job } from "./options-detail.ts";

/**
 * Waits until the system has made a document's text: asks at the address that the first answer names, again and again. A job
 * that is not known yet (404) counts as one that is not done.
 * @param started the answer to the request that started it
 * @returns the answer that says that it is done
 * @throws FinIngestError where it failed or takes longer than `max_wait`; the signal's reason when it fires
 */
export async function finished(
  job: Job,
  started: Answer,
  { ask }: Pick<Client, "ask">,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<Answer> {
  const url = addressIn(started, job.status, "detail.job.status");
  const deadline = clock.monotonic() + job.max_wait;
  for (;;) {
    const answer = await ask({ url }, "detail.job", signal).catch((error: unknown) => {
      if (statusOf(error) === 404 && clock.monotonic() < deadline) return undefined;
      throw error;
    });
    if (answer !== undefined) {
      const failure = firstThatHolds(lenient(job.failed), answer.json);
      if (failure !== undefined)
        throw new FinIngestError(`detail.job: the system could not make the text: ${failure}`);
      if (holds(job.done, answer.json)) return answer;
    }
    if (clock.monotonic() >= deadline)
      throw new FinIngestError(`detail.job: ${displayUrl(url)} is not done after ${job.max_wait / 1000} s`, {
        hint: "It is tried again in the next run. If the system always takes longer, raise detail.job.max_wait.",
      });
    await clock.sleep(job.every, signal);
  }
}

/**
 * The text at the address that a job's last answer names. UTF-8.
 * @throws FinIngestError for an address on a host that the options do not name
 */
export async function downloaded(
  path: string,
  answer: Answer,
  { fetchText }: Pick<Client, "fetchText">,
  signal: AbortSignal,
  maxBytes: number | undefined,
): Promise<string> {
  return fetchText(addressIn(answer, path, "detail.job.download"), "detail.job.download", signal, maxBytes);
}

function addressIn({ json, http }: Answer, path: string, option: string): URL {
  const value = valueAt(path, json);
  const url = typeof value === "string" ? parseUrl(value, http.url) : undefined;
  if (url !== undefined) return url;
  throw new FinIngestError(`${option}: ${path} is no address in the answer of ${displayUrl(http.url)}`);
}
