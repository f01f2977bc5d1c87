import { z } from "zod";
import {
  type ApiFixture,
  type ApiReply,
  type ApiRequest,
  startApiServer,
} from "../../../src/connector-kit/testing/index.ts";
import type { NightlyFixture } from "../nightly.ts";
import { recorded, sourceYaml, withRecipeOf } from "./support.ts";

const Help = z.object({
  categories: z.array(z.object({ id: z.number(), name: z.string() })),
  folders: z.array(
    z.object({ id: z.number(), category_id: z.number(), name: z.string(), visibility: z.number() }),
  ),
  articles: z.array(
    z.object({
      id: z.number(),
      folder_id: z.number(),
      status: z.number(),
      title: z.string(),
      updated_at: z.string(),
      tags: z.array(z.string()),
      description: z.string(),
    }),
  ),
});
const key = "kEy4Tests0only";
const perPage = 2;

/** A Freshdesk, https://developers.freshdesk.com/api/#solutions: two records an answer, whatever is asked for. */
export async function startFreshdesk(): Promise<ApiFixture & NightlyFixture> {
  const { categories, folders, articles } = recorded("freshdesk.json", Help);
  let bodyReads = 0;
  let edits = 0;
  let closed: number | undefined;

  function paged(request: ApiRequest, all: readonly unknown[]): ApiReply {
    if (!isKnown(request)) return { status: 401, json: { code: "invalid_credentials", message: "no" } };
    const page = Number(request.query.get("page") ?? 1);
    const hasMore = all.length > page * perPage;
    const next = `<${server.url}${request.path}?per_page=100&page=${page + 1}>; rel="next"`;
    return { headers: hasMore ? { link: next } : {}, json: all.slice((page - 1) * perPage, page * perPage) };
  }

  function foldersOf(request: ApiRequest): ApiReply {
    if (request.params.id === String(closed)) return { status: 403, json: { code: "access_denied" } };
    return paged(
      request,
      folders.filter(({ category_id: id }) => String(id) === request.params.id),
    );
  }

  const articlesOf = (request: ApiRequest): ApiReply =>
    paged(
      request,
      articles
        .filter(({ folder_id: id }) => String(id) === request.params.id)
        .map(({ description: _description, ...article }) => article),
    );

  function article(request: ApiRequest): ApiReply {
    const found = articles.find(({ id }) => String(id) === request.params.id);
    if (found === undefined) return { status: 404 };
    bodyReads += 1;
    return { json: found };
  }

  const server = await startApiServer({
    "GET /api/v2/solutions/categories": (request) => paged(request, categories),
    "GET /api/v2/solutions/categories/:id/folders": foldersOf,
    "GET /api/v2/solutions/folders/:id/articles": articlesOf,
    "GET /api/v2/solutions/articles/:id": article,
  });
  const secrets = { FRESHDESK_API_KEY: key };
  const use = { recipe: "freshdesk", settings: { site: server.url }, auth: { basic_key: key } };
  const options = withRecipeOf(use);
  const articleOf = (id: number) => {
    const found = articles.find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is no ${id}`);
    return found;
  };
  return {
    server,
    options,
    baseDir: "/",
    isOwnFailure: ({ path }) => path === "/api/v2/solutions/categories",
    secrets: [key],
    refused: [{ ...Object(options), list: { url: `${server.url}/x/{parent.id}`, records: "$" } }],
    broken: [{ ...Object(options), auth: { basic_key: "another-key-1" } }],
    async retitle() {
      Object.assign(articleOf(4001), { title: "Refunds", updated_at: "2025-04-01T08:00:00Z" });
    },
    async edit() {
      edits += 1;
      Object.assign(articleOf(4011), {
        updated_at: `2025-04-02T08:00:0${edits}Z`,
        description: `<p>Edition ${edits}: three days inside the country.</p>`,
      });
      return "4011";
    },
    async remove() {
      articles.splice(articles.indexOf(articleOf(4002)), 1);
      return "4002";
    },
    bodyReads: () => bodyReads,
    source: sourceYaml({ ...use, requests_per_second: 1000 }, { FRESHDESK_API_KEY: key }),
    env: secrets,
    // Those in folders for agents are pages as well, for teammates.
    ids: articles.filter(({ status }) => status === 2).map(({ id }) => String(id)),
    loads: () => bodyReads,
    async withdraw() {
      articleOf(4111).status = 1;
      return "4111";
    },
    async forbid() {
      closed = 11;
    },
    close: () => server.close(),
  };
}

const isKnown = ({ headers }: ApiRequest): boolean =>
  headers.authorization === `Basic ${Buffer.from(`${key}:X`).toString("base64")}`;
