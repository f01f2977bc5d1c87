import { afterEach } from "vitest";
import type { CallerOptions } from "../../src/intercom/caller.ts";
import { createContentLibrary } from "../../src/intercom/client.ts";
import { IntercomError } from "../../src/intercom/errors.ts";
import type { ContentLibrary } from "../../src/intercom/types.ts";
import { type Reply, type ScriptedServer, scriptedServer } from "../http/scripted-server.ts";

const servers: ScriptedServer[] = [];
const libraries: ContentLibrary[] = [];

afterEach(async () => {
  await Promise.all(libraries.splice(0).map((library) => library.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

export const token = "dG9rOnRlc3QtdG9rZW4=";

export async function serve(...replies: Reply[]): Promise<ScriptedServer> {
  const server = await scriptedServer(replies);
  servers.push(server);
  return server;
}

/** Timeouts that no test lives to see: what ends a request is then something else. */
export const never = { headers: 2_000_000_000, idle: 2_000_000_000, total: 2_000_000_000 };

/** A client with short waits, closed after the test. */
export function libraryAt(
  baseUrl: string,
  {
    version = "2.15",
    token: own = token,
    ...options
  }: Partial<CallerOptions> & { version?: string; token?: string } = {},
): ContentLibrary {
  const library = createContentLibrary({
    intercom: { token: own, baseUrl, version },
    concurrency: 4,
    log: { debug: () => {}, info: () => {}, warn: () => {} },
    retries: { backoff: { baseMs: 1, capMs: 2 } },
    ...options,
  });
  libraries.push(library);
  return library;
}

/** The IntercomError that a call ends with. */
export async function failure(promise: Promise<unknown>): Promise<IntercomError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof IntercomError)) throw new Error(`no IntercomError but ${error}`);
  return error;
}

export const pageBody = (more: Readonly<Record<string, unknown>> = {}) => ({
  type: "external_page",
  id: "21",
  title: "Title",
  html: "<p>Text</p>",
  url: "https://docs.example.com/a",
  ai_agent_availability: true,
  ai_copilot_availability: false,
  fin_availability: true,
  locale: "en",
  source_id: 44,
  external_id: "a.md",
  created_at: 1_734_537_273,
  updated_at: 1_734_537_274,
  last_ingested_at: 1_734_537_274,
  ...more,
});

export const sourceBody = (more: Readonly<Record<string, unknown>> = {}) => ({
  type: "content_import_source",
  id: 44,
  url: "https://docs.example.com",
  sync_behavior: "api",
  status: "active",
  created_at: 1,
  updated_at: 1,
  last_synced_at: 1,
  audience_ids: [],
  ...more,
});

export const errorBody = (code: string, message?: string, field?: string) => ({
  type: "error.list",
  request_id: "req-1",
  errors: [{ code, ...(message ? { message } : {}), ...(field ? { field } : {}) }],
});
