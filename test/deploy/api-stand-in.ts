import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A comment as the stand-in keeps it, for any of the hosts. */
export interface StoredNote {
  readonly id: number;
  readonly review: number;
  readonly author: "job" | "person";
  body: string;
}

interface Logged {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly status: number;
}

/** The comments of pull and merge requests, as the APIs of GitHub, GitLab and Bitbucket give them. */
export interface ApiStandIn {
  readonly url: string;
  readonly notes: StoredNote[];
  readonly log: Logged[];
  /** Commit of each open pull request. */
  readonly heads: Map<number, string>;
  /** Requests that change something. */
  writes(): string[];
}

type Answer = { readonly status: number; readonly json: unknown };

/** @param token what the job is given; requests with another one are refused */
export async function startApi(token: string): Promise<ApiStandIn> {
  const notes: StoredNote[] = [];
  const log: Logged[] = [];
  const heads = new Map<number, string>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://stand-in");
    const body = await bodyOf(request);
    const given = String(request.headers["private-token"] ?? request.headers.authorization ?? "");
    const isKnown = given === token || given === `Bearer ${token}`;
    const { status, json } = isKnown
      ? answer(request.method ?? "", url, body, { notes, heads })
      : { status: 401, json: {} };
    log.push({ method: request.method ?? "", path: url.pathname, token: given, status });
    send(response, status, json);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const writes = () =>
    log
      .filter(({ method }) => method !== "GET")
      .map(({ method, path, status }) => `${method} ${path} ${status}`);
  return { url: `http://127.0.0.1:${port}`, notes, log, heads, writes };
}

interface Store {
  readonly notes: StoredNote[];
  readonly heads: ReadonlyMap<number, string>;
}

function answer(method: string, { pathname, searchParams }: URL, body: unknown, store: Store): Answer {
  const found = (pattern: RegExp) => pattern.exec(pathname)?.slice(1).map(Number);
  if (pathname === "/user") return { status: 200, json: { id: 7 } };
  const pull = found(/^\/repos\/acme\/docs\/pulls\/(\d+)$/);
  if (pull) return pullRequest(pull[0] ?? 0, store);
  const text = textOf(body);
  const many = found(
    /^\/(?:repos\/acme\/docs\/issues|projects\/42\/merge_requests|repositories\/acme\/docs\/pullrequests)\/(\d+)\/(?:comments|notes)$/,
  );
  if (many) {
    const [review = 0] = many;
    if (method === "POST") return created(review, text, store);
    return { status: 200, json: page(review, pathname, searchParams, store) };
  }
  const one = found(
    /^\/(?:repos\/acme\/docs\/issues|projects\/42\/merge_requests\/\d+|repositories\/acme\/docs\/pullrequests\/\d+)\/(?:comments|notes)\/(\d+)$/,
  );
  const note = store.notes.find(({ id }) => id === one?.[0]);
  if (!note || (method !== "PATCH" && method !== "PUT")) return { status: 404, json: {} };
  // As at Bitbucket; at GitHub and GitLab a token with enough rights could.
  if (pathname.startsWith("/repositories/") && note.author !== "job") return { status: 403, json: {} };
  note.body = text;
  return { status: 200, json: { id: note.id } };
}

function pullRequest(number: number, { heads }: Store): Answer {
  const sha = heads.get(number);
  return sha === undefined
    ? { status: 404, json: {} }
    : { status: 200, json: { number, state: "open", head: { sha } } };
}

function created(review: number, body: string, { notes }: Store): Answer {
  // GitHub's limit: https://docs.github.com/en/rest/issues/comments
  if (body === "" || body.length > 65_536) return { status: 422, json: {} };
  const note: StoredNote = { id: 100 + notes.length, review, author: "job", body };
  notes.push(note);
  return { status: 201, json: { id: note.id } };
}

function page(review: number, pathname: string, query: URLSearchParams, { notes }: Store): unknown {
  const size = Number(query.get("per_page") ?? query.get("pagelen") ?? 30);
  const number = Number(query.get("page") ?? 1);
  const all = notes.filter((note) => note.review === review);
  const some = all.slice((number - 1) * size, number * size);
  if (pathname.startsWith("/repositories/"))
    return {
      values: some.map(({ id, body }) => ({ id, content: { raw: body } })),
      ...(number * size < all.length ? { next: "https://elsewhere.example/next" } : {}),
    };
  return some.map(({ id, body, author }) => ({
    id,
    body,
    user: { type: author === "job" ? "Bot" : "User" },
    author: { id: author === "job" ? 7 : 8 },
  }));
}

const textOf = (body: unknown): string => {
  const { body: own, content } = Object(body) as { body?: string; content?: { raw?: string } };
  return own ?? content?.raw ?? "";
};

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text === "" ? undefined : JSON.parse(text);
}

function send(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
}
