import { createHash } from "node:crypto";
import { z } from "zod";

/**
 * Faults as data: rules that say which requests go wrong and how. `PUT /_emulator/faults` takes the same shape as
 * JSON. The first rule that fires decides; every rule counts the requests it matches, whether it fired or not.
 */
const whenSchema = z.enum(["before", "after"]).default("before");

const faultSchema = z.discriminatedUnion("kind", [
  /** An error status; `after`: although the request took effect. `null` takes a header away. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(200).max(599),
    when: whenSchema,
    code: z.string().optional(),
    message: z.string().optional(),
    headers: z.record(z.string(), z.string().nullable()).optional(),
    /** Seconds, or a date as HTTP writes it. */
    retryAfter: z.union([z.number(), z.string()]).optional(),
    /** X-RateLimit-*: as metered, left out, or stating a reset that many seconds from now (negative: past). */
    rate: z
      .union([
        z.literal("as-metered"),
        z.literal("none"),
        z.strictObject({ resetIn: z.number(), remaining: z.int().default(0) }),
      ])
      .default("as-metered"),
  }),
  /** The connection is cut before or after the request took effect, or in the middle of its answer. */
  z.strictObject({ kind: z.literal("reset"), when: z.enum(["before", "after", "mid-answer"]) }),
  /** No answer, ever; `after`: the request took effect. */
  z.strictObject({ kind: z.literal("hang"), when: whenSchema }),
  /** The true answer, after this delay. */
  z.strictObject({ kind: z.literal("delay"), ms: z.int().min(0) }),
  /** The true answer, at this speed. */
  z.strictObject({ kind: z.literal("slow"), bytesPerSecond: z.int().min(1) }),
  /** This share of the true answer, as a complete HTTP message. */
  z.strictObject({ kind: z.literal("truncated"), part: z.number().min(0).max(1).default(0.5) }),
  /** A proxy's or a login page instead of the answer. */
  z.strictObject({
    kind: z.literal("html"),
    status: z.int().min(200).max(599).default(200),
    when: whenSchema,
    html: z.string().default("<!doctype html><title>Sign in</title><p>Please sign in to continue.</p>"),
  }),
  /** The true answer with these fields replaced. */
  z.strictObject({
    kind: z.literal("echo"),
    fields: z.record(z.string(), z.unknown()),
    /** In each item of a listing instead of in the answer itself. */
    items: z.boolean().default(false),
  }),
  /** A listing whose `pages.next` points there. */
  z.strictObject({ kind: z.literal("next"), url: z.string() }),
  /** A listing that moved by this many places since its last page: items repeat, or (negative) are skipped. */
  z.strictObject({ kind: z.literal("shift"), by: z.int() }),
  /** The source that the request names is deleted just before the request is handled. */
  z.strictObject({ kind: z.literal("source-deleted") }),
]);

export const faultRuleSchema = z.strictObject({
  /** What the log calls it; the kind otherwise. */
  name: z.string().optional(),
  match: z
    .strictObject({
      method: z.string().optional(),
      /** A path, or its beginning with a `*` at the end. */
      path: z.string().optional(),
      externalId: z.string().optional(),
      sourceId: z.int().optional(),
      /** Only the nth matching request, or these; counts from 1. */
      nth: z.union([z.int().min(1), z.array(z.int().min(1))]).optional(),
      /** The nth matching request and all after it. */
      from: z.int().min(1).optional(),
      /** This share of the matching requests, drawn from the seed by request and attempt, whatever their order. */
      fraction: z.number().min(0).max(1).optional(),
      seed: z.int().default(0),
    })
    .prefault({}),
  fault: faultSchema,
  /** Fires at most this often. */
  times: z.int().min(1).optional(),
});

export type Fault = z.output<typeof faultSchema>;
export type FaultRule = z.output<typeof faultRuleSchema>;
export type FaultRuleInput = z.input<typeof faultRuleSchema>;

/** The part of a request that rules are matched against. */
export interface Requested {
  readonly method: string;
  readonly path: string;
  readonly externalId?: string | undefined;
  readonly sourceId?: number | undefined;
}

/** The rules in force and what they have counted. */
export class Faults {
  #rules: { readonly rule: FaultRule; seen: number; fired: number; attempts: Map<string, number> }[] = [];

  /** Replaces all rules and forgets what they counted. @throws ZodError for an invalid rule */
  set(rules: readonly FaultRuleInput[]): void {
    this.#rules = rules.map((rule) => ({
      rule: faultRuleSchema.parse(rule),
      seen: 0,
      fired: 0,
      attempts: new Map(),
    }));
  }

  clear(): void {
    this.#rules = [];
  }

  /** The rules in force with how many requests each matched and how often it fired. */
  list(): { rule: FaultRule; seen: number; fired: number }[] {
    return this.#rules.map(({ rule, seen, fired }) => ({ rule, seen, fired }));
  }

  /** The rule that fires for this request, if any. */
  pick(request: Requested): FaultRule | undefined {
    let picked: FaultRule | undefined;
    for (const state of this.#rules) {
      const { rule } = state;
      if (!matches(rule.match, request)) continue;
      state.seen++;
      if (picked || (rule.times !== undefined && state.fired >= rule.times)) continue;
      if (!isTurn(rule.match, state.seen) || !isDrawn(rule.match, request, state.attempts)) continue;
      state.fired++;
      picked = rule;
    }
    return picked;
  }
}

type Match = FaultRule["match"];

function matches(match: Match, request: Requested): boolean {
  const { path } = match;
  return (
    (match.method === undefined || match.method === request.method) &&
    (match.externalId === undefined || match.externalId === request.externalId) &&
    (match.sourceId === undefined || match.sourceId === request.sourceId) &&
    (path === undefined ||
      (path.endsWith("*") ? request.path.startsWith(path.slice(0, -1)) : request.path === path))
  );
}

function isTurn({ nth, from }: Match, seen: number): boolean {
  if (from !== undefined && seen < from) return false;
  return nth === undefined || (typeof nth === "number" ? nth === seen : nth.includes(seen));
}

/** The draw depends on what is asked for and on the attempt, not on the order in which requests arrive. */
function isDrawn({ fraction, seed }: Match, request: Requested, attempts: Map<string, number>): boolean {
  if (fraction === undefined) return true;
  const key = `${request.method} ${request.path} ${request.sourceId ?? ""} ${request.externalId ?? ""}`;
  const attempt = (attempts.get(key) ?? 0) + 1;
  attempts.set(key, attempt);
  const hash = createHash("sha256").update(`${seed} ${attempt} ${key}`).digest();
  return hash.readUInt32BE(0) / 2 ** 32 < fraction;
}
