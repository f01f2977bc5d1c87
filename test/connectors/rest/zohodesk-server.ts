import { type ApiReply, type ApiRequest, startApiServer } from "../../../src/connector-kit/testing/index.ts";
import type { NightlyFixture } from "../nightly.ts";
import { sourceYaml } from "./support.ts";

const secrets = {
  ZOHO_CLIENT_SECRET: "zoho-made-up-secret-1",
  ZOHO_REFRESH_TOKEN: "1000.made-up-refresh-token-1",
};
const ORGANIZATION = "1234567890";
const PER_PAGE = 4;

interface Article {
  readonly id: string;
  readonly permalink: string;
  title: string;
  answer: string;
  status: string;
  latestPublishedVersion: string;
  modifiedTime: number;
  readonly permission: "ALL" | "REGISTEREDUSERS" | "AGENTS";
}

const article = (nth: number, permission: Article["permission"]): Article => ({
  id: `400000001905${nth}`,
  permalink: `article-${nth}`,
  title: `Article ${nth}`,
  answer: `<p>The ${nth}th of all articles in this help center.</p>`,
  status: "Published",
  latestPublishedVersion: "1.0",
  modifiedTime: 1_592_999_203_000 + nth,
  permission,
});

/** Zoho Desk as documented: tokens for a refresh token, lists by `from`, and 204 after the last article. */
export async function startZohoDesk(): Promise<NightlyFixture> {
  const articles = [
    ...[1, 2, 3, 4].map((nth) => article(nth, "ALL")),
    article(5, "AGENTS"),
    article(6, "REGISTEREDUSERS"),
    article(7, "ALL"),
  ];
  let closed = false;
  let loads = 0;
  let edits = 0;
  let tokens = 0;

  function token({ body }: ApiRequest): ApiReply {
    const form = Object.fromEntries(new URLSearchParams(body));
    const isRight =
      form.grant_type === "refresh_token" &&
      form.refresh_token === secrets.ZOHO_REFRESH_TOKEN &&
      form.client_secret === secrets.ZOHO_CLIENT_SECRET;
    if (!isRight) return { status: 400, json: { error: "invalid_code" } };
    tokens += 1;
    return { json: { access_token: `1000.token-${tokens}`, token_type: "Bearer", expires_in: 3600 } };
  }

  const guarded =
    (answer: (request: ApiRequest) => ApiReply) =>
    (request: ApiRequest): ApiReply => {
      const isKnown = request.headers.authorization === `Zoho-oauthtoken 1000.token-${tokens}`;
      if (!isKnown) return { status: 401, json: { errorCode: "INVALID_OAUTH" } };
      if (request.query.get("orgId") !== ORGANIZATION) return { status: 403, json: {} };
      return answer(request);
    };

  function listed({ query }: ApiRequest): ApiReply {
    const start = Number(query.get("from")) - 1;
    if (closed && start > 0) return { status: 403, json: { errorCode: "FORBIDDEN" } };
    const shown = articles.slice(start, start + PER_PAGE);
    if (shown.length === 0) return { status: 204, body: "" };
    return {
      json: { data: shown.map(({ answer: _answer, ...one }) => ({ ...about(one.permalink), ...one })) },
    };
  }

  const about = (permalink: string) => ({
    isTrashed: false,
    isTemplate: false,
    category: { name: "General", id: "4000000017287" },
    portalUrl: `https://desk.example.com/portal/zylker/en/kb/articles/${permalink}`,
  });

  function one({ params, query }: ApiRequest): ApiReply {
    const found = articles.find(({ id }) => id === params.id);
    if (found === undefined) return { status: 404, json: { errorCode: "URL_NOT_FOUND" } };
    if (query.has("version")) loads += 1;
    return { json: { ...about(found.permalink), ...found } };
  }

  const server = await startApiServer({
    "POST /oauth/v2/token": token,
    "GET /api/v1/articles": guarded(listed),
    "GET /api/v1/articles/:id": guarded(one),
  });
  const use = {
    recipe: "zohodesk",
    audience: "customers",
    settings: { organization: ORGANIZATION, api: server.url },
    auth: {
      oauth: {
        token_url: `${server.url}/oauth/v2/token`,
        client_id: "1000.ABC",
        client_secret: secrets.ZOHO_CLIENT_SECRET,
        refresh_token: secrets.ZOHO_REFRESH_TOKEN,
      },
    },
    requests_per_second: 1000,
  };
  const articleOf = (nth: number) => {
    const found = articles.find(({ permalink }) => permalink === `article-${nth}`);
    if (found === undefined) throw new Error(`there is no article ${nth}`);
    return found;
  };
  return {
    source: sourceYaml(use, secrets),
    env: secrets,
    ids: articles.map(({ id }) => id),
    loads: () => loads,
    async edit() {
      edits += 1;
      const changed = {
        answer: `<p>Edition ${edits} of the second article.</p>`,
        latestPublishedVersion: `${edits + 1}.0`,
      };
      return Object.assign(articleOf(2), changed, { modifiedTime: 1_700_000_000_000 + edits }).id;
    },
    async remove() {
      const gone = articleOf(3);
      articles.splice(articles.indexOf(gone), 1);
      return gone.id;
    },
    async withdraw() {
      return Object.assign(articleOf(4), { status: "Unpublished" }).id;
    },
    async forbid() {
      closed = true;
    },
    close: () => server.close(),
  };
}
