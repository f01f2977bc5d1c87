import { readFileSync } from "node:fs";
import { z } from "zod";
import { type ApiReply, type ApiRequest, startApiServer } from "../../../src/connector-kit/testing/index.ts";

export const token = "dG9rOmFub3RoZXItd29ya3NwYWNl";
const file = new URL("../../fixtures/connectors/intercom/workspace.json", import.meta.url);

export type Stored = Record<string, unknown> & { id: string; updated_at?: number };
const Workspace = z.object({
  me: z.unknown(),
  help_centers: z.array(z.custom<Stored>()),
  collections: z.array(z.custom<Stored>()),
  articles: z.array(z.custom<Stored>()),
  internal_articles: z.array(z.custom<Stored>()),
});
export type Workspace = z.output<typeof Workspace>;

/** How the list of articles names its next page. */
export type Paging = "number" | "address" | "cursor";

const refusal = (status: number, code: string, message: string): ApiReply => ({
  status,
  json: {
    type: "error.list",
    request_id: "2e760b85-9020-471b-89dc-f579ec8a0104",
    errors: [{ code, message }],
  },
});

/** A workspace, by Intercom's OpenAPI description 2.16: lists in descending order of their change, in pages. */
export async function startWorkspace(paging: Paging = "number", perPage = 4) {
  const workspace = Workspace.parse(JSON.parse(readFileSync(file, "utf8")));
  /** Kinds that the token may not read. */
  const closed = new Set<string>();
  const counts = { reads: 0 };
  const guarded =
    (kind: string, handle: (request: ApiRequest) => ApiReply) =>
    (request: ApiRequest): ApiReply => {
      if (request.headers.authorization !== `Bearer ${token}`)
        return refusal(401, "unauthorized", "Access Token Invalid");
      if (request.headers["intercom-version"] !== "2.16")
        return refusal(400, "intercom_version_invalid", "The requested version could not be found");
      return closed.has(kind)
        ? refusal(403, "api_plan_restricted", "Active subscription needed.")
        : handle(request);
    };
  const nextOf = (from: number, path: string) => ({
    number: {},
    address: { next: `https://api.elsewhere.example${path}?page=${from / perPage + 1}&per_page=${perPage}` },
    cursor: { next: { per_page: perPage, starting_after: `from-${from}` } },
  });
  const list = (items: readonly Stored[], { query, path }: ApiRequest): ApiReply => {
    const after = query.get("starting_after");
    const from = after ? Number(after.replace("from-", "")) : (Number(query.get("page") ?? 1) - 1) * perPage;
    const sorted = [...items].sort((a, b) => (b.updated_at ?? 0) - (a.updated_at ?? 0));
    const more = from + perPage < items.length ? nextOf(from + perPage, path)[paging] : {};
    const pages = {
      type: "pages",
      page: from / perPage + 1,
      per_page: perPage,
      total_pages: Math.ceil(items.length / perPage),
      ...more,
    };
    return {
      json: { type: "list", data: sorted.slice(from, from + perPage), total_count: items.length, pages },
    };
  };
  const one = (items: readonly Stored[], id: string | undefined): ApiReply => {
    const found = items.find((item) => item.id === id);
    if (found) counts.reads += 1;
    return found ? { json: found } : refusal(404, "not_found", "Resource Not Found");
  };
  const server = await startApiServer({
    "GET /me": guarded("me", () => ({ json: workspace.me })),
    "GET /help_center/help_centers": guarded("help_centers", () => ({
      json: { type: "list", data: workspace.help_centers },
    })),
    "GET /help_center/collections": guarded("collections", (request) => list(workspace.collections, request)),
    "GET /articles": guarded("articles", (request) => list(workspace.articles, request)),
    "GET /articles/:id": guarded("articles", ({ params }) => one(workspace.articles, params.id)),
    "GET /internal_articles": guarded("internal_articles", (request) =>
      list(workspace.internal_articles, request),
    ),
    "GET /internal_articles/:id": guarded("internal_articles", ({ params }) =>
      one(workspace.internal_articles, params.id),
    ),
  });
  const find = (id: string): Stored => {
    const found = [...workspace.articles, ...workspace.internal_articles].find((item) => item.id === id);
    if (!found) throw new Error(`the fixture has no ${id}`);
    return found;
  };
  const change = (id: string, changes: Record<string, unknown>): void => {
    const item = find(id);
    Object.assign(item, { updated_at: (item.updated_at ?? 0) + 1 }, changes);
  };
  const remove = (id: string): void => {
    workspace.articles = workspace.articles.filter((item) => item.id !== id);
    workspace.internal_articles = workspace.internal_articles.filter((item) => item.id !== id);
  };
  return { server, workspace, closed, counts, change, remove };
}
