/** A request to a host's API that was refused, or that had no answer. Names no header: they hold the token. */
export class ApiError extends Error {
  /** HTTP status; 0: there was no answer. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Sends a request and returns the JSON of its answer. */
export type Api = (
  method: "GET" | "POST" | "PUT" | "PATCH",
  path: string,
  body?: unknown,
) => Promise<unknown>;

const MAX_ATTEMPTS = 3;
const MAX_MILLISECONDS = 30_000;
/** Before the second attempt and the third, in milliseconds. */
const pauses = [500, 2_000];

/**
 * A host's API at an address. A read is repeated where the host is busy; a write only where the host said that it did
 * nothing (429), so that no note is written twice. Follows no redirect: it could take the token elsewhere.
 */
export function apiAt(base: string, headers: Readonly<Record<string, string>>): Api {
  return async (method, path, body) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await once(`${base}${path}`, method, headers, body);
      if (typeof answer !== "number") return answer.json;
      const isLater = answer === 429 || (method === "GET" && (answer >= 500 || answer === 0));
      if (!isLater || attempt === MAX_ATTEMPTS)
        throw new ApiError(`${method} ${path}: ${answer === 0 ? "no answer" : `status ${answer}`}`, answer);
      await new Promise((resolve) => setTimeout(resolve, pauses[attempt - 1] ?? 0));
    }
  };
}

/** The JSON of an answer, or the status of a refusal. */
async function once(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<{ readonly json: unknown } | number> {
  try {
    const response = await fetch(url, {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(MAX_MILLISECONDS),
      headers: {
        accept: "application/json",
        "user-agent": "fin-ingest",
        ...headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return { json: await response.json() };
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}
