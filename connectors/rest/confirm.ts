import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { parseUrl } from "../../src/http/url.ts";
import { type Answer, type Ask, createClient, questionFor, refusalOf, statusOf } from "./client.ts";
import { firstThatHolds, lenient } from "./condition.ts";
import type { ConfirmRequest, RestOptions } from "./options.ts";

/** Gone only if every `confirm` request says so; unknown without such a request. */
export async function confirm(options: RestOptions, io: Io, externalId: string): Promise<Presence> {
  const requests = [options.confirm ?? []].flat();
  const { ask } = createClient(options, io);
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
    const question = questionFor(request, { id: request.id_is === "number" ? Number(id) : id }, "confirm");
    answer = await ask(question, "confirm", signal);
    if (leadsToAnother(question.url, answer.http.url, id)) return "gone";
  } catch (error) {
    signal.throwIfAborted();
    const status = statusOf(error);
    if (status !== undefined && isInconclusive(status)) return "unknown";
    if (status !== undefined && request.gone_status?.includes(status)) return "gone";
    return holdsOf(request, refusalOf(error)) ? "gone" : "unknown";
  }
  return holdsOf(request, answer.json) ? "gone" : "present";
}

/**
 * Whether the system redirected to another record: the same address with another id in it, as after two were merged. Other
 * redirects prove nothing, nor does one that adds a title to the id.
 */
function leadsToAnother(asked: URL, answered: string, id: string): boolean {
  const target = parseUrl(answered);
  const own = encodeURIComponent(id);
  const [before, after, ...more] = addressIn(asked).split(own);
  if (!target || before === undefined || after === undefined || more.length > 0) return false;
  const there = addressIn(target);
  const isSameKind = there.startsWith(before) && there.endsWith(after);
  if (target.origin !== asked.origin || !isSameKind) return false;
  const other = there.slice(before.length, there.length - after.length);
  if (!/^[^/?&=#]+$/.test(other) || other.startsWith(own)) return false;
  return /^\d+$/.test(id) ? /^\d/.test(other) : !isForEverybody.test(other);
}

/** What systems put in the place of any record. */
const isForEverybody =
  /log-?in|sign-?in|auth|session|error|denied|forbidden|maintenance|unavailable|^(?:index|home|40[0-9]|50[0-9])\b/i;

const addressIn = ({ pathname, search }: URL): string => `${pathname}${search}`;

function holdsOf({ gone }: ConfirmRequest, json: unknown): boolean {
  return json !== undefined && firstThatHolds(lenient(gone), json) !== undefined;
}
