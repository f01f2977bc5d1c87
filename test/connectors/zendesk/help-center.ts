import { readFileSync } from "node:fs";
import path from "node:path";
import {
  type ApiReply,
  type ApiRequest,
  type ApiServer,
  startApiServer,
} from "../../../src/connector-kit/testing/index.ts";

interface Translation {
  title: string;
  body: string;
  draft: boolean;
  edited_at: string;
}
export interface SiteArticle {
  id: number;
  section_id: number;
  user_segment_id: number | null;
  user_segment_ids?: number[];
  label_names: string[];
  source_locale: string;
  created_at: string;
  updated_at: string;
  translations: Record<string, Translation>;
}
interface Site {
  locales: { locales: string[]; default_locale: string };
  me: { user: { id: number | null; role: string; name: string } };
  categories: { id: number; name: string }[];
  sections: { id: number; name: string; category_id: number; parent_section_id: number | null }[];
  user_segments: { id: number; name: string; user_type: string; built_in: boolean }[];
  articles: SiteArticle[];
  attachments: { id: number; article_id: number; file_name: string; inline: boolean }[];
}

/** A help center that stands for the tests, whose content they change. */
export interface HelpCenterFixture {
  readonly server: ApiServer;
  readonly site: Site;
  /** Paths of containers that answer 403: `/categories/40`, `/sections/210`, ``. */
  readonly forbidden: Set<string>;
  /** Articles and files that were given out one by one. */
  bodyReads: number;
}

export const email = "fin@example.com";
export const apiToken = "6wiIBWbGkBMo1mRDMuVwkw1EPsNkeUj95PIz2akv-test";
export const accessToken = "gErypPlm4dOVgGRvA1ZzMH5MQ3nLo8bo-test";
export const clientSecret = "client-secret-3c2a-test";
const basic = `Basic ${Buffer.from(`${email}/token:${apiToken}`).toString("base64")}`;
const file = path.resolve(import.meta.dirname, "../../fixtures/connectors/zendesk/acme.json");
const perPage = 3;
const help = "/api/v2/help_center";
const notFound: ApiReply = { status: 404, json: { error: "RecordNotFound", description: "Not found" } };
const refused: ApiReply = { status: 403, json: { errors: [{ title: "Forbidden" }] } };

/**
 * Zendesk Guide with its documented manners: cursor pages, 401, 403 and 404, lists filtered by locale, attachments.
 * https://developer.zendesk.com/api-reference/help_center/help-center-api/introduction/
 */
export async function startHelpCenter(): Promise<HelpCenterFixture> {
  const site = JSON.parse(readFileSync(file, "utf8")) as Site;
  const forbidden = new Set<string>();
  let url = "";

  const guarded =
    (handle: (request: ApiRequest) => ApiReply) =>
    (request: ApiRequest): ApiReply => {
      const { authorization } = request.headers;
      return authorization === basic || authorization === `Bearer ${accessToken}`
        ? handle(request)
        : { status: 401, json: { error: "Couldn't authenticate you" } };
    };

  function page(request: ApiRequest, key: string, items: readonly unknown[]): ApiReply {
    const wished = Number(request.query.get("page[size]"));
    if (!wished) return { status: 400, json: { error: "the tests use cursors only" } };
    const size = Math.min(wished, perPage);
    const from = Number(request.query.get("page[after]") ?? 0);
    const next = from + size;
    const has_more = next < items.length;
    const query = new URLSearchParams({ "page[size]": String(wished), "page[after]": String(next) });
    return {
      json: {
        [key]: items.slice(from, next),
        meta: { has_more, after_cursor: has_more ? String(next) : null, before_cursor: String(from) },
        // As behind a host mapping: another origin, where credentials have no business.
        links: { next: has_more ? `https://help.example.com${request.path}?${query}` : null, prev: null },
      },
    };
  }

  function articleIn(article: SiteArticle, locale: string): unknown {
    const { translations, ...rest } = article;
    const translation = translations[locale];
    if (!translation) return undefined;
    const slug = translation.title.replaceAll(/[^A-Za-z0-9]+/g, "-");
    const place = `${url}${help}/${locale}/articles/${article.id}.json`;
    return {
      ...rest,
      ...translation,
      locale,
      url: place,
      html_url: `${url}/hc/${locale}/articles/${article.id}-${slug}`,
    };
  }
  function articles(
    request: ApiRequest,
    container: string,
    isIn: (article: SiteArticle) => boolean,
  ): ApiReply {
    if (forbidden.has(container)) return refused;
    const { locale = "" } = request.params;
    const found = site.articles
      .filter(isIn)
      .map((article) => articleIn(article, locale))
      .filter((article) => article !== undefined);
    return page(request, "articles", found);
  }
  const categoryOf = (section: number) => site.sections.find(({ id }) => id === section)?.category_id;
  const attachment = (one: Site["attachments"][number]) => ({
    ...one,
    url: `${url}${help}/articles/attachments/${one.id}`,
    content_url: `${url}/hc/article_attachments/${one.id}/${one.file_name}`,
  });

  const server = await startApiServer({
    "GET /api/v2/users/me": guarded(() => ({ json: site.me })),
    [`GET ${help}/locales`]: guarded(() => (forbidden.has("") ? refused : { json: site.locales })),
    [`GET ${help}/categories`]: guarded((request) => page(request, "categories", site.categories)),
    [`GET ${help}/sections`]: guarded((request) => page(request, "sections", site.sections)),
    [`GET ${help}/user_segments`]: guarded((request) => page(request, "user_segments", site.user_segments)),
    [`GET ${help}/:locale/articles`]: guarded((request) => articles(request, "", () => true)),
    [`GET ${help}/:locale/categories/:id/articles`]: guarded((request) => {
      const { id = "" } = request.params;
      return articles(request, `/categories/${id}`, (one) => String(categoryOf(one.section_id)) === id);
    }),
    [`GET ${help}/:locale/sections/:id/articles`]: guarded((request) => {
      const { id = "" } = request.params;
      return articles(request, `/sections/${id}`, (one) => String(one.section_id) === id);
    }),
    [`GET ${help}/:locale/articles/:id`]: guarded(({ params: { id, locale = "" } }) => {
      const found = site.articles.find((one) => String(one.id) === id);
      const article = found && articleIn(found, locale);
      if (!article) return notFound;
      fixture.bodyReads += 1;
      return { json: { article } };
    }),
    [`GET ${help}/articles/:id/attachments`]: guarded((request) => {
      const { id } = request.params;
      const found = site.attachments.filter((one) => String(one.article_id) === id);
      return page(request, "article_attachments", found.map(attachment));
    }),
    [`GET ${help}/articles/attachments/:id`]: guarded(({ params: { id } }) => {
      const found = site.attachments.find((one) => String(one.id) === id);
      return found ? { json: { article_attachment: attachment(found) } } : notFound;
    }),
    "GET /hc/article_attachments/:id/:name": guarded(({ params: { id, name } }) => {
      fixture.bodyReads += 1;
      return { body: `%PDF-1.4 ${id} ${name}`, headers: { "content-type": "application/octet-stream" } };
    }),
    "POST /oauth/tokens": ({ body }) => {
      const { client_secret, ...asked } = Object.fromEntries(new URLSearchParams(body));
      if (client_secret !== clientSecret) return { status: 401, json: { error: "invalid_client" } };
      if (asked.grant_type !== "client_credentials" || asked.scope !== "read")
        return { status: 400, json: { error: "invalid_request" } };
      return { json: { access_token: accessToken, token_type: "bearer", scope: "read", expires_in: 1800 } };
    },
  });
  url = server.url;
  const fixture: HelpCenterFixture = { server, site, forbidden, bodyReads: 0 };
  return fixture;
}

/** The article under a number; the fixture has it. */
export function articleOf({ site }: Pick<HelpCenterFixture, "site">, id: number): SiteArticle {
  const found = site.articles.find((one) => one.id === id);
  if (!found) throw new Error(`the fixture has no article ${id}`);
  return found;
}

/** Saves another text, as the editor does. */
export function edit(fixture: HelpCenterFixture, id: number, body: string): void {
  const article = articleOf(fixture, id);
  const translation = article.translations["en-us"];
  if (!translation) throw new Error(`article ${id} has no translation`);
  translation.body = body;
  const day = Date.parse(article.updated_at) + 86_400_000;
  translation.edited_at = new Date(day).toISOString();
  article.updated_at = translation.edited_at;
}

/** Archives or deletes an article: the API does not have it any more. */
export function removeArticle({ site }: HelpCenterFixture, id: number): void {
  site.articles = site.articles.filter((one) => one.id !== id);
}
