import { z } from "zod";
import {
  type ApiFixture,
  type ApiReply,
  type ApiRequest,
  startApiServer,
} from "../../../src/connector-kit/testing/index.ts";
import type { NightlyFixture } from "../nightly.ts";
import { recorded, sourceYaml, withRecipeOf } from "./support.ts";

const Item = z.object({
  id: z.number(),
  type: z.enum(["page", "post"]),
  status: z.string(),
  slug: z.string(),
  modified_gmt: z.string(),
  title: z.object({ rendered: z.string() }),
  content: z.object({ rendered: z.string(), protected: z.boolean() }),
});
type Item = z.output<typeof Item>;
const password = "abcd EFGH 1234 ijkl MNOP 6789";
const most = 3;

/** A WordPress, https://developer.wordpress.org/rest-api/: at most three items an answer, whatever is asked for. */
export async function startWordPress(): Promise<ApiFixture & NightlyFixture> {
  const { items } = recorded("wordpress.json", z.object({ items: z.array(Item) }));
  let bodyReads = 0;
  let edits = 0;
  let forbidden = false;
  const failure = (status: number, code: string, message: string): ApiReply => ({
    status,
    json: { code, message, data: { status } },
  });
  const letIn = ({ headers }: ApiRequest) =>
    headers.authorization === `Basic ${Buffer.from(`fin-ingest:${password}`).toString("base64")}`;

  function collection(type: Item["type"], request: ApiRequest): ApiReply {
    const { query } = request;
    if (query.has("status") && !letIn(request))
      return failure(401, "rest_invalid_param", "Invalid parameter(s): status");
    if (type === "post" && forbidden) return failure(403, "rest_forbidden", "Sorry, not for you.");
    const wanted = (query.get("status") ?? "publish").split(",");
    const all = items.filter((item) => item.type === type && wanted.includes(item.status));
    const page = Number(query.get("page") ?? 1);
    const pages = Math.ceil(all.length / most);
    if (page > pages && all.length > 0)
      return failure(400, "rest_post_invalid_page_number", "The page number requested is larger than …");
    const next = `<${server.url}/wp-json/wp/v2/${type}s?page=${page + 1}>; rel="next"`;
    return {
      headers: {
        "x-wp-total": String(all.length),
        "x-wp-totalpages": String(pages),
        ...(page < pages ? { link: next } : {}),
      },
      json: all.slice((page - 1) * most, page * most).map((item) => chosen(item, query)),
    };
  }

  function single(type: Item["type"], request: ApiRequest): ApiReply {
    const item = items.find(({ id, type: own }) => String(id) === request.params.id && own === type);
    if (!item) return failure(404, "rest_post_invalid_id", "Invalid post ID.");
    if (item.status !== "publish" && !letIn(request))
      return failure(401, "rest_forbidden", "Sorry, you are not allowed to do that.");
    if (request.query.get("_fields") === "content") bodyReads += 1;
    return { json: chosen(item, request.query) };
  }

  /** https://developer.wordpress.org/rest-api/using-the-rest-api/global-parameters/#_fields */
  function chosen(item: Item, query: URLSearchParams): Record<string, unknown> {
    const whole: Record<string, unknown> = {
      ...item,
      link: `${server.url}/${item.slug || `?page_id=${item.id}`}/`,
    };
    const fields = query.get("_fields")?.split(",") ?? Object.keys(whole);
    return Object.fromEntries(
      fields.map((field) =>
        field === "content.protected"
          ? ["content", { protected: item.content.protected }]
          : [field, whole[field]],
      ),
    );
  }

  const server = await startApiServer({
    "GET /wp-json/wp/v2/pages": (request) => collection("page", request),
    "GET /wp-json/wp/v2/posts": (request) => collection("post", request),
    "GET /wp-json/wp/v2/pages/:id": (request) => single("page", request),
    "GET /wp-json/wp/v2/posts/:id": (request) => single("post", request),
  });
  const secrets = { WP_APPLICATION_PASSWORD: password };
  const use = {
    recipe: "wordpress",
    settings: { site: server.url },
    auth: { basic: { username: "fin-ingest", password } },
  };
  const options = withRecipeOf(use);
  const item = (id: number) => {
    const found = items.find((one) => one.id === id);
    if (!found) throw new Error(`there is no ${id}`);
    return found;
  };
  return {
    server,
    options,
    baseDir: "/",
    // Of two lists, either one goes on without the other.
    isOwnFailure: () => false,
    secrets: [password],
    refused: [
      { ...Object(options), withheld: { is: "draft" } },
      { ...Object(options), list: { records: "$" } },
    ],
    broken: [
      { ...Object(options), auth: { basic: { username: "fin-ingest", password: "wrong password 1" } } },
    ],
    async retitle() {
      item(2).title.rendered = "Money back";
    },
    async edit() {
      edits += 1;
      Object.assign(item(3), { modified_gmt: `2025-04-01T10:00:0${edits}` });
      item(3).content.rendered = `\n<p>Edition ${edits}: three days inside the country.</p>\n`;
      return "3";
    },
    async remove() {
      items.splice(items.indexOf(item(4)), 1);
      return "4";
    },
    bodyReads: () => bodyReads,
    async reachOtherRoutes() {
      await fetch(`${server.url}/wp-json/wp/v2/posts/21`);
    },
    source: sourceYaml(use, secrets),
    env: secrets,
    ids: items
      .filter(({ status, content }) => status === "publish" && !content.protected)
      .map(({ id }) => String(id)),
    loads: () => bodyReads,
    async withdraw() {
      item(22).status = "draft";
      return "22";
    },
    async forbid() {
      forbidden = true;
    },
    close: () => server.close(),
  };
}
