import type { Explained } from "../sync/explain/explain.ts";
import type { Explanation, LedgerFacts, NextStep } from "../sync/explain/explanation.ts";
import { audienceText } from "./audience.ts";
import { block, type Context, contextOf, type TextOptions } from "./blocks.ts";
import { signs } from "./change-line.ts";
import { hiddenSince } from "./hidden.ts";
import { count, minute } from "./numbers.ts";
import { oneLine, pad, wrap } from "./terminal-text.ts";

/** One screen for each document. */
export function explainedText({ documents, incomplete }: Explained, options: TextOptions): string {
  const context = contextOf(options);
  const unknown = incomplete.map(
    ({ source, why }) =>
      `${block("!", "alarm", `not all of ${source} is known: ${why}`, undefined, context).join("\n")}\n`,
  );
  return [...documents.map((one) => `${screen(one, context).join("\n")}\n`), ...unknown].join("\n");
}

const labelWidth = 11;

function screen(one: Explanation, context: Context): string[] {
  const row = (label: string, text: string | undefined) => labelled(label, text, context);
  const { audience, holds, listed, hidden, sent } = one;
  return [
    context.paint("strong", oneLine(one.title ?? one.externalId)),
    ...row("source", one.source),
    ...row("id", one.externalId),
    ...row("path", one.path !== one.externalId ? (one.path ?? undefined) : undefined),
    ...row("address", one.url ?? (listed?.as === "document" ? "none: Fin cites nothing" : undefined)),
    ...row("listed", listed ? listedText(listed) : "its source was not listed"),
    ...row("rule", one.decidedBy),
    ...row("answers", audienceText(audience) || "nobody: it has no page"),
    ...row("ledger", one.ledger ? ledgerText(one.ledger) : "nothing was sent"),
    ...row("last sent", sent ? `${minute(sent.at)}: ${sent.why.join(", ")}` : undefined),
    ...row("hidden", hidden ? `${hidden.why}; ${hiddenSince(hidden)}` : undefined),
    ...one.next.flatMap((step, at) => row(at === 0 ? "next run" : "", stepText(step, one))),
    ...holds.flatMap(({ rule, message, resolve, by }) => [
      ...row("held", `by the ${by}, ${rule}: ${message}`),
      ...row("", `→ ${resolve}`),
    ]),
  ];
}

function labelled(label: string, text: string | undefined, { width, paint }: Context): string[] {
  if (text === undefined) return [];
  const lines = wrap(oneLine(text), width - labelWidth - 2);
  return lines.map((line, at) => `  ${paint("quiet", pad(at === 0 ? label : "", labelWidth))}${line}`);
}

function listedText({ as, why }: NonNullable<Explanation["listed"]>): string {
  const words = {
    document: "yes",
    unpublished: "not published",
    gone: "gone",
    unreadable: "not readable",
    absent: "no",
  };
  return why === null ? words[as] : `${words[as]}: ${why}`;
}

function ledgerText({ state, intercomId, sourceId, words, parts, ...row }: LedgerFacts): string {
  return [
    state,
    intercomId === null ? "no page in Intercom is known" : `page ${intercomId} of source ${sourceId}`,
    count(words, "word"),
    ...(parts > 0 ? [`${count(parts, "further page")}`] : []),
    ...(row.firstSentAt === null ? [] : [`first sent ${minute(row.firstSentAt)}`]),
    ...(row.missedListings > 0 ? [`missed by ${count(row.missedListings, "listing")}`] : []),
    ...(row.unresolved ? ["the outcome of a write is not known"] : []),
  ].join(" · ");
}

function stepText({ kind, externalId, why }: NextStep, one: Explanation): string {
  const done = kind === "unchanged" ? "nothing" : why.includes("sent again") ? "sent again" : kind;
  const part = externalId === one.externalId ? "" : ` ${externalId}`;
  const reasons = why.filter((reason) => reason !== "sent again").join(", ");
  const sign = kind === "unchanged" ? "" : `${signs[kind].sign} `;
  return `${sign}${done}${part}${reasons ? `: ${reasons}` : ""}`;
}

/** What to try for a document that nobody knows; undefined where no name is near and all was listed. */
export function adviceText({ incomplete, ...explained }: Explained): string | undefined {
  const sentences = [
    ...incomplete.map(({ source, why }) => `Not all of ${source} is known: ${why}.`),
    nearestText(explained),
  ].filter((sentence) => sentence !== undefined);
  return sentences.length === 0 ? undefined : sentences.join(" ");
}

function nearestText({ nearest }: Pick<Explained, "nearest">): string | undefined {
  if (nearest.length === 0) return undefined;
  const named = nearest.map(({ source, externalId, title }) =>
    title === null || title === externalId
      ? `${externalId} (${source})`
      : `${externalId} ("${title}", ${source})`,
  );
  return `${nearest.length === 1 ? "The nearest is" : "The nearest are"} ${named.join("; ")}.`;
}
