import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { type Answer, type Ask, createAsk, questionFor, refusalOf, statusOf } from "./client.ts";
import { firstThatHolds } from "./condition.ts";
import type { ConfirmRequest, RestOptions } from "./options.ts";

/** Gone only if every `confirm` request says so; unknown without such a request. */
export async function confirm(options: RestOptions, io: Io, externalId: string): Promise<Presence> {
  const requests = [options.confirm ?? []].flat();
  const ask = createAsk(options, io);
  let answer: Presence = requests.length === 0 ? "unknown" : "gone";
  for (const request of requests) {
    const one = await probe(request, ask, io.signal, externalId);
    if (one === "present") return "present";
    if (one === "unknown") answer = "unknown";
  }
  return answer;
}

/** Statuses that prove nothing about the document. */
const isInconclusive = (status: number): boolean => status >= 500 || [401, 403, 408, 429].includes(status);

async function probe(request: ConfirmRequest, ask: Ask, signal: AbortSignal, id: string): Promise<Presence> {
  let answer: Answer;
  try {
    answer = await ask(questionFor(request, { id }, "confirm"), "confirm", signal);
  } catch (error) {
    signal.throwIfAborted();
    const status = statusOf(error);
    if (status !== undefined && isInconclusive(status)) return "unknown";
    if (status !== undefined && request.gone_status?.includes(status)) return "gone";
    return holdsOf(request, refusalOf(error)) ? "gone" : "unknown";
  }
  return holdsOf(request, answer.json) ? "gone" : "present";
}

function holdsOf({ gone }: ConfirmRequest, json: unknown): boolean {
  const conditions = [gone ?? []].flat().map((one) => ({ ...one, when_missing: "no-match" as const }));
  return json !== undefined && firstThatHolds(conditions, json) !== undefined;
}
