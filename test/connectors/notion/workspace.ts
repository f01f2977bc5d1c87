import { readFileSync } from "node:fs";
import path from "node:path";
import { notionVersion } from "../../../connectors/notion/client.ts";
import {
  type ApiReply,
  type ApiRequest,
  type ApiServer,
  startApiServer,
} from "../../../src/connector-kit/testing/index.ts";

const file = path.resolve(import.meta.dirname, "../../fixtures/connectors/notion/workspace.json");
export const token = "ntn_514900000000-secret-of-the-integration";

type Json = Record<string, unknown>;
interface Stored extends Json {
  id: string;
  in_trash: boolean;
  last_edited_time: string;
  created_time: string;
  parent: Record<string, string>;
}
interface State {
  /** What exists, but is not shared with the integration. */
  unshared: string[];
  /** What the search leaves out. */
  unindexed: string[];
  pages: Stored[];
  databases: Stored[];
  data_sources: Stored[];
  children: Record<string, Stored[]>;
}

/** Ids of the workspace by what they are called there. */
export const ids = {
  handbook: uid(1),
  install: uid(2),
  ports: uid(3),
  releaseNotes: uid(4),
  firewall: uid(5),
  company: uid(6),
  old: uid(8),
  salaries: uid(9),
  issues: uid(0x21),
  issueRows: [uid(0x31), uid(0x32), uid(0x33), uid(0x34)],
  faq: uid(0x23),
  faqSource: uid(0x24),
  faqRows: [uid(0x41), uid(0x42), uid(0x43), uid(0x44)],
} as const;

function uid(n: number): string {
  return `${n.toString(16).padStart(8, "0")}-4c3a-4b1e-9d52-0000000000${n.toString(16).padStart(2, "0")}`;
}

/** A Notion workspace behind its API, with the manners that https://developers.notion.com/reference/intro documents. */
export interface Workspace {
  readonly server: ApiServer;
  readonly state: State;
  /** Pages whose blocks were given out from their beginning. */
  bodyReads(): number;
  page(id: string): Stored;
  edit(id: string, text: string): void;
  retitle(id: string, title: string): void;
  trash(id: string): void;
  unshare(id: string): void;
  /** Answers 403 to everything under these ids. */
  readonly forbidden: Set<string>;
  /** Rows that a query gives at most, as Notion's 10,000. */
  queryLimit: number;
  /** Things in one answer at most. */
  pageSize: number;
}

/** Starts the workspace of the fixture; every workspace is its own. */
export async function startWorkspace(): Promise<Workspace> {
  const state = JSON.parse(readFileSync(file, "utf8")) as State;
  const forbidden = new Set<string>();
  let reads = 0;
  let edits = 0;

  const find = (list: readonly Stored[], id: string | undefined) => list.find((one) => one.id === id);
  const allBlocks = () => Object.values(state.children).flat();
  const shown = (one: Stored | undefined): one is Stored =>
    one !== undefined && !state.unshared.includes(one.id);

  /** Everything but an authorised, versioned request for something shared is refused. */
  function guarded(answer: (request: ApiRequest) => ApiReply) {
    return (request: ApiRequest): ApiReply => {
      if (request.headers.authorization !== `Bearer ${token}`)
        return failure(401, "unauthorized", "API token is invalid.");
      if (request.headers["notion-version"] !== notionVersion)
        return failure(400, "missing_version", "Notion-Version header failed validation.");
      if (forbidden.has(request.params.id ?? ""))
        return failure(403, "restricted_resource", "Insufficient permissions for this endpoint.");
      return answer(request);
    };
  }
  const one = (kind: string, list: () => readonly Stored[]) =>
    guarded(({ params }) => {
      const found = find(list(), params.id);
      return shown(found)
        ? { json: resolved(found) }
        : failure(
            404,
            "object_not_found",
            `Could not find ${kind} with ID: ${params.id}. Make sure the relevant pages and databases are shared with your integration.`,
          );
    });
  const part = (all: readonly unknown[], asked: Asked) => partOf(all, asked, workspace.pageSize);
  const resolved = (one: unknown): unknown =>
    JSON.parse(JSON.stringify(one).replaceAll("{base}", server.url));

  const server: ApiServer = await startApiServer({
    "GET /v1/users/me": guarded(() => ({
      json: { object: "user", id: uid(0x99), type: "bot", name: "Fin", bot: { workspace_name: "Harbor" } },
    })),
    "POST /v1/search": guarded(({ body }) => {
      const all = [...state.pages, ...state.data_sources];
      const found = all.filter(
        (each) =>
          !each.in_trash &&
          shown(each) &&
          !state.unindexed.includes(each.id) &&
          !forbidden.has(each.parent.data_source_id ?? ""),
      );
      return { json: resolved(part(found, JSON.parse(body))) };
    }),
    "GET /v1/pages/:id": one("page", () => state.pages),
    "GET /v1/databases/:id": one("database", () => state.databases),
    "GET /v1/data_sources/:id": one("data source", () => state.data_sources),
    "GET /v1/blocks/:id": one("block", allBlocks),
    "POST /v1/data_sources/:id/query": guarded(({ params, body }) => {
      if (!shown(find(state.data_sources, params.id)))
        return failure(404, "object_not_found", "Could not find it.");
      const asked = JSON.parse(body);
      const since: string = asked.filter?.created_time.on_or_after ?? "";
      const rows = state.pages
        .filter(({ parent, in_trash }) => parent.data_source_id === params.id && !in_trash)
        .filter((row) => shown(row) && row.created_time >= since)
        .sort((a, b) => a.created_time.localeCompare(b.created_time));
      const cut = rows.length > workspace.queryLimit;
      const given = part(rows.slice(0, workspace.queryLimit), asked);
      const status = cut
        ? { type: "incomplete", incomplete_reason: "query_result_limit_reached" }
        : { type: "complete" };
      return { json: { ...given, request_status: status } };
    }),
    "GET /v1/blocks/:id/children": guarded(({ params, query }) => {
      const id = params.id ?? "";
      const page = find(state.pages, id);
      const block = find(allBlocks(), id);
      if (page ? !shown(page) : !block) return failure(404, "object_not_found", "Could not find block.");
      const cursor = query.get("start_cursor") ?? undefined;
      if (page && cursor === undefined) reads += 1;
      const live = (state.children[id] ?? []).filter((each) => !find(state.pages, each.id)?.in_trash);
      return {
        json: resolved(part(live, { page_size: Number(query.get("page_size")), start_cursor: cursor })),
      };
    }),
    "GET /files/:name": ({ headers }) =>
      headers.authorization === undefined
        ? { headers: { "content-type": "application/pdf" }, body: "%PDF-1.4 the manual" }
        : { status: 400, body: "Only one auth mechanism allowed" },
  });

  function pageOf(id: string): Stored {
    const page = find(state.pages, id);
    if (!page) throw new Error(`no page ${id}`);
    return page;
  }
  function touch(page: Stored): void {
    edits += 1;
    page.last_edited_time = `2025-06-01T10:${String(edits).padStart(2, "0")}:00.000Z`;
  }

  const workspace: Workspace = {
    server,
    state,
    forbidden,
    queryLimit: 10_000,
    pageSize: 3,
    bodyReads: () => reads,
    page: pageOf,
    edit(id, text) {
      touch(pageOf(id));
      const [first] = state.children[id] ?? [];
      if (first)
        first.paragraph = { rich_text: [{ type: "text", plain_text: text, href: null }], color: "default" };
    },
    retitle(id, title) {
      const page = pageOf(id);
      touch(page);
      for (const property of Object.values(page.properties as Record<string, Json>))
        if (property.type === "title") property.title = [{ type: "text", plain_text: title, href: null }];
    },
    trash(id) {
      pageOf(id).in_trash = true;
    },
    unshare(id) {
      state.unshared.push(id);
    },
  };
  return workspace;
}

interface Asked {
  readonly page_size?: number;
  readonly start_cursor?: string | undefined;
}

function partOf(all: readonly unknown[], asked: Asked, atMost: number) {
  const size = Math.min(asked.page_size || 100, atMost);
  const from = asked.start_cursor ? Number(asked.start_cursor.replace("cursor-", "")) : 0;
  const more = from + size < all.length;
  return {
    object: "list",
    results: all.slice(from, from + size),
    has_more: more,
    next_cursor: more ? `cursor-${from + size}` : null,
  };
}

function failure(status: number, code: string, message: string): ApiReply {
  return { status, json: { object: "error", status, code, message, request_id: "5d1b8b10" } };
}
