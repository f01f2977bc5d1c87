import { textOf as domText } from "../../html/dom.ts";
import { parseHtml } from "../../html/parse.ts";
import type { FinReply } from "../../intercom/fin/ask.ts";
import type { Canary } from "../questions/question.ts";
import type { Tested } from "../questions/test.ts";

/** What Fin itself said to a canary question. */
export interface FinSaid {
  readonly state: FinReply["state"];
  /** As text; null: nothing. */
  readonly answer: string | null;
}

const whyNot: Readonly<Record<Exclude<FinReply["state"], "replied">, string>> = {
  escalated: "Fin handed it to a person",
  silent: "Fin did not answer in time",
  unheard: "Fin was asked, but its answer cannot be read: Intercom sent no sse_subscription_url",
};

/**
 * A tested question with what Fin said. It falls short where Fin said nothing, or not what `says` expects. That an answer
 * is right, or made from a certain page, Fin does not tell.
 */
export function withFin(tested: Tested, { says }: Canary, { state, html }: FinReply): Tested {
  const answer = html === null ? null : textOf(html);
  const fin = { state, answer };
  const why = state === "replied" ? unsaid(answer ?? "", says) : whyNot[state];
  if (why === null) return { ...tested, fin };
  return { ...tested, fin, passed: false, why: tested.why === null ? why : `${tested.why}; ${why}` };
}

function unsaid(answer: string, says: readonly string[]): string | null {
  const said = comparable(answer);
  const lacking = says.filter((words) => !said.includes(comparable(words)));
  return lacking.length === 0 ? null : `Fin's answer does not say ${lacking.join(" or ")}`;
}

const comparable = (text: string): string => text.toLowerCase().replace(/\s+/g, " ").trim();

/** The lines of an answer's HTML, which is Intercom's own and not as ours is. */
const textOf = (html: string): string =>
  domText(parseHtml(html.replace(/<\/(?:p|li|h\d|div|tr|pre)>|<br ?\/?>/gi, "$&\n")).tree)
    .replace(/[ \t]*\n\s*/g, "\n")
    .trim();
