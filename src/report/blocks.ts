import { type Failure, requestNote } from "../errors.ts";
import type { Hold } from "../sync/changes.ts";
import { oneLine, type Paint, painter, wrap } from "./terminal-text.ts";

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colours: boolean;
  /** Changes of one kind that are listed per source; the rest are counted. Default 20. */
  readonly maxPerKind?: number;
}

/** What rendering a part needs to know. */
export interface Context {
  readonly width: number;
  readonly paint: Paint;
  /** Items of one kind that are listed; the rest are counted. */
  readonly maxPerKind: number;
}

/** @param defaultMax items of one kind where the options name none */
export const contextOf = (
  { width, colours, maxPerKind }: TextOptions,
  defaultMax = Number.POSITIVE_INFINITY,
): Context => ({ width, paint: painter(colours), maxPerKind: maxPerKind ?? defaultMax });

/** A hold and what to do about it. */
export function holdLines(hold: Hold, context: Context): string[] {
  return block("!", "alarm", `hold ${hold.rule}: ${hold.message}`, hold.resolve, context);
}

/** A failure and what to do about it. */
export function failureLines(what: string, failure: Failure, context: Context): string[] {
  const request = requestNote(failure);
  return block("x", "alarm", `fail ${what}: ${failure.message}${request}`, failure.hint, context);
}

/** A wrapped sentence behind its sign, and what to do about it. */
export function block(
  sign: string,
  tone: "alarm",
  sentence: string,
  advice: string | undefined,
  { width, paint }: Context,
): string[] {
  const indented = (text: string) => wrap(oneLine(text), width - 4);
  const [first = "", ...rest] = indented(sentence);
  return [
    `  ${paint(tone, sign)} ${paint(tone, first)}`,
    ...rest.map((line) => `    ${paint(tone, line)}`),
    ...(advice ? indented(`→ ${advice}`).map((line) => `    ${line}`) : []),
  ];
}
