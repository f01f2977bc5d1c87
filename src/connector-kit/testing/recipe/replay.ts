import { isDeepStrictEqual } from "node:util";
import { type ApiReply, type ApiRequest, type ApiServer, startApiServer } from "../api-server.ts";
import type { Exchange } from "./examples.ts";

/** A server that plays examples; tests change their answers. */
export interface Replay extends ApiServer {
  /** The exchange that answers a request now; undefined where there is none. */
  find(request: Pick<ApiRequest, "method" | "path" | "query" | "body">): Exchange | undefined;
}

/**
 * Serves exchanges literally: a request is known by its method, its path, all of its parameters and its JSON. One with
 * other credentials than those of the examples is refused.
 *
 * @param exchanges read at each request
 * @param headers what the examples' credentials send
 */
export async function startReplay(
  exchanges: () => readonly Exchange[],
  headers: () => Readonly<Record<string, string>>,
  paths: readonly string[],
): Promise<Replay> {
  const played = new Set<Exchange>();
  const unknown: string[] = [];
  const find: Replay["find"] = (request) => exchanges().find((one) => fits(one, request));

  function answer(request: ApiRequest): ApiReply {
    if (Object.entries(headers()).some(([name, value]) => request.headers[name] !== value))
      return { status: 401, json: { error: "unauthorized" } };
    const found = find(request);
    if (found === undefined) {
      unknown.push(`${request.method} ${request.path}?${request.query} ${request.body}`);
      return { status: 404, json: { error: "there is no such example" } };
    }
    played.add(found);
    const { status, headers: sent, text } = found;
    return text === undefined
      ? { status, headers: sent, json: found.answer }
      : { status, headers: sent, body: text };
  }

  const routes = Object.fromEntries(paths.map((route) => [route, answer]));
  const server = await startApiServer(routes);
  return {
    ...server,
    find,
    get unknown() {
      return [...unknown, ...server.unknown];
    },
    unused: () =>
      exchanges()
        .filter((one) => !played.has(one))
        .map(({ request }) => request),
  };
}

/** The routes of exchanges, each once. */
export const routesOf = (exchanges: readonly Exchange[]): string[] => [
  ...new Set(exchanges.map(({ request }) => request.replace(/\?.*$/, ""))),
];

function fits(
  { request, json }: Exchange,
  asked: Pick<ApiRequest, "method" | "path" | "query" | "body">,
): boolean {
  const [method, address = ""] = request.split(" ");
  const url = new URL(address, "http://127.0.0.1");
  return (
    method === asked.method &&
    url.pathname === asked.path &&
    isDeepStrictEqual(parametersOf(url.searchParams), parametersOf(asked.query)) &&
    (json === undefined || isDeepStrictEqual(json, parsed(asked.body)))
  );
}

const parametersOf = (query: URLSearchParams): string[] =>
  [...query].map(([name, value]) => `${name}=${value}`).sort();

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
