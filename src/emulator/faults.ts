import { errorReply } from "./errors.ts";
import type { Fault } from "./fault-rules.ts";
import type { Reply } from "./model.ts";

/** How an answer is sent. */
export type Delivery =
  | {
      readonly as: "answer";
      readonly reply: Reply;
      /** Sent instead of the reply's JSON. */
      readonly raw?: { readonly contentType: string; readonly text: string };
      readonly delayMs?: number;
      readonly bytesPerSecond?: number;
    }
  /** Half of the answer, then the connection is cut. */
  | { readonly as: "broken"; readonly reply: Reply }
  | { readonly as: "reset" }
  | { readonly as: "hang" };

/** What a fault does to a request. Pure: `deliver.ts` carries it out. */
export interface Course {
  /** False: the request has no effect, and `deliver` is given an empty reply with the headers it would have had. */
  readonly handled: boolean;
  readonly shift: number;
  readonly sourceDeleted: boolean;
  /** @param nowSeconds the answer's own time, UNIX seconds */
  readonly deliver: (reply: Reply, nowSeconds: number) => Delivery;
}

/** A request without a fault. */
export const undisturbed: Course = {
  handled: true,
  shift: 0,
  sourceDeleted: false,
  deliver: (reply) => ({ as: "answer", reply }),
};

type Table = { readonly [Kind in Fault["kind"]]: (fault: Extract<Fault, { kind: Kind }>) => Partial<Course> };

const table: Table = {
  status: (fault) => ({
    handled: fault.when === "after",
    deliver: (reply, now) => ({ as: "answer", reply: statusReply(fault, reply, now) }),
  }),
  reset: ({ when }) => ({
    handled: when !== "before",
    deliver: (reply) => (when === "mid-answer" ? { as: "broken", reply } : { as: "reset" }),
  }),
  hang: ({ when }) => ({ handled: when === "after", deliver: () => ({ as: "hang" }) }),
  delay: ({ ms }) => ({ deliver: (reply) => ({ as: "answer", reply, delayMs: ms }) }),
  slow: ({ bytesPerSecond }) => ({ deliver: (reply) => ({ as: "answer", reply, bytesPerSecond }) }),
  truncated: ({ part }) => ({
    deliver: (reply) => {
      const text = JSON.stringify(reply.body ?? {});
      const raw = {
        contentType: "application/json; charset=utf-8",
        text: text.slice(0, Math.floor(text.length * part)),
      };
      return { as: "answer", reply, raw };
    },
  }),
  html: ({ status, when, html }) => ({
    handled: when === "after",
    deliver: (reply) => ({
      as: "answer",
      reply: { ...reply, status },
      raw: { contentType: "text/html; charset=utf-8", text: html },
    }),
  }),
  echo: ({ fields, items }) => ({
    deliver: (reply) => {
      const body = objectOf(reply.body);
      const data = Array.isArray(body.data) ? body.data : [];
      const changed = items ? { data: data.map((item) => ({ ...objectOf(item), ...fields })) } : fields;
      return { as: "answer", reply: { ...reply, body: { ...body, ...changed } } };
    },
  }),
  next: ({ url }) => ({
    deliver: (reply) => {
      const body = objectOf(reply.body);
      const pages = { ...objectOf(body.pages), next: url };
      return { as: "answer", reply: { ...reply, body: { ...body, pages } } };
    },
  }),
  shift: ({ by }) => ({ shift: by }),
  "source-deleted": () => ({ sourceDeleted: true }),
};

/** The course of a request with this fault. */
export function courseOf(fault: Fault): Course {
  // The table is keyed by kind, which TypeScript cannot follow through an index.
  const row = table[fault.kind] as (fault: Fault) => Partial<Course>;
  return { ...undisturbed, ...row(fault) };
}

const usualCodes: Readonly<Record<number, string>> = {
  400: "parameter_invalid",
  401: "unauthorized",
  403: "api_plan_restricted",
  404: "not_found",
  409: "conflict",
  422: "parameter_invalid",
  429: "rate_limit_exceeded",
};

function statusReply(fault: Extract<Fault, { kind: "status" }>, reply: Reply, now: number): Reply {
  const headers = new Map(Object.entries(reply.headers ?? {}));
  if (fault.rate !== "as-metered") {
    for (const name of [...headers.keys()]) if (/^x-ratelimit-/i.test(name)) headers.delete(name);
    if (fault.rate !== "none") {
      headers.set("X-RateLimit-Limit", reply.headers?.["X-RateLimit-Limit"] ?? "1667");
      headers.set("X-RateLimit-Remaining", String(fault.rate.remaining));
      headers.set("X-RateLimit-Reset", String(Math.round(now + fault.rate.resetIn)));
    }
  }
  if (fault.retryAfter !== undefined) headers.set("Retry-After", String(fault.retryAfter));
  for (const [name, value] of Object.entries(fault.headers ?? {})) {
    for (const present of [...headers.keys()]) {
      if (present.toLowerCase() === name.toLowerCase()) headers.delete(present);
    }
    if (value !== null) headers.set(name, value);
  }
  const code = fault.code ?? usualCodes[fault.status] ?? "server_error";
  const { body } = errorReply(fault.status, { code, message: fault.message ?? `Injected ${fault.status}` });
  return { ...reply, status: fault.status, body, headers: Object.fromEntries(headers) };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
