/** What an answer says of the hour's points, which apps with OAuth have. */
export interface Quota {
  readonly points: number;
  /** Milliseconds until the hour is over. */
  readonly leftMs: number;
  /** Whether less than a fifth is left. */
  readonly isNearLimit: boolean;
}

type Headers = Readonly<Record<string, string | undefined>>;

/** The longest pause before one request, milliseconds. */
const MAX_PAUSE_MS = 60_000;
const NEAR_LIMIT = 0.2;

/**
 * `RateLimit: "global-app-quota";r=12000;t=1800` and its policy (`q=65000;w=3600`), in the first months with `Beta-` before
 * their names; `X-RateLimit-Remaining`, `-Reset` (ISO 8601) and `-NearLimit`. Undefined for traffic without such a quota.
 * https://developer.atlassian.com/cloud/confluence/rate-limiting/
 *
 * @param now epoch milliseconds, by the answer's clock where it tells the time
 */
export function quotaIn(headers: Headers, now: number): Quota | undefined {
  const stated = headers.ratelimit ?? headers["beta-ratelimit"];
  const policy = headers["ratelimit-policy"] ?? headers["beta-ratelimit-policy"];
  const reset = Date.parse(headers["x-ratelimit-reset"] ?? "");
  const points = parameter(stated, "r") ?? numberIn(headers["x-ratelimit-remaining"]);
  const seconds = parameter(stated, "t");
  const leftMs = seconds === undefined ? reset - now : seconds * 1000;
  if (points === undefined || Number.isNaN(leftMs)) return undefined;
  const all = parameter(policy, "q");
  const isLow = all !== undefined && points < NEAR_LIMIT * all;
  const isNearLimit = isLow || headers["x-ratelimit-nearlimit"]?.toLowerCase() === "true";
  return { points, leftMs: Math.max(0, leftMs), isNearLimit };
}

const parameter = (header: string | undefined, name: string): number | undefined =>
  numberIn(new RegExp(`(?:^|[;,\\s])${name}=(\\d{1,12})`).exec(header ?? "")?.[1]);

const numberIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;

/**
 * Milliseconds to wait before the next request, so that what is left lasts until the hour is over; 0 while there is plenty.
 * Where nothing is left, the next answer says how long to wait.
 *
 * @param before what the answer before said: the difference is what a request costs, other apps' included
 */
export function pauseFor(quota: Quota, before: Quota | undefined): number {
  if (!quota.isNearLimit || quota.points === 0) return 0;
  const cost = Math.max(1, (before?.points ?? quota.points) - quota.points);
  return Math.min(MAX_PAUSE_MS, (quota.leftMs * cost) / quota.points);
}
