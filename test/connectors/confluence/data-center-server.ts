import { z } from "zod";
import {
  type ApiReply,
  type ApiRequest,
  type ApiServer,
  startApiServer,
} from "../../../src/connector-kit/testing/index.ts";
import { rendering } from "./rendering.ts";
import { macroUsers, restrictionOf, type Site, type SiteContent, slice } from "./site.ts";

const Conversion = z.object({ value: z.string(), representation: z.literal("storage") });
export const accessToken = "data-center-pat-Zk91";

/** Confluence Data Center with its documented manners: v1 with start and limit, expansions, `status`. */
export async function startDataCenter(site: Site): Promise<ApiServer> {
  let url = "";
  const guarded = (handle: (request: ApiRequest) => ApiReply) => (request: ApiRequest) =>
    request.headers.authorization === `Bearer ${accessToken}` ? handle(request) : { status: 401, json: {} };
  const notFound: ApiReply = { status: 404, json: { statusCode: 404, message: "No content found" } };
  const forbidden: ApiReply = { status: 403, json: { statusCode: 403, message: "not permitted" } };

  function page<T>(request: ApiRequest, items: readonly T[]): ApiReply {
    const start = Number(request.query.get("start") ?? 0);
    const { results, next } = slice(items, start, site.perPage);
    const query = new URLSearchParams(request.query);
    query.set("start", String(next));
    const links = next === undefined ? {} : { next: `/rest/api/content?${query}` };
    const _links = { base: url, context: "", ...links };
    return { json: { results, start, limit: site.perPage, size: results.length, _links } };
  }

  function ancestorsOf(one: { parentId: string | null }): { id: string }[] {
    const above =
      site.contents.find(({ id }) => id === one.parentId) ??
      site.folders.find(({ id }) => id === one.parentId);
    if (!above) return [];
    const isPage = "labels" in above;
    return [...ancestorsOf(above), ...(isPage ? [{ id: above.id }] : [])];
  }

  function itemOf(one: SiteContent, expand: string) {
    const expanded = (name: string) => expand.split(",").some((part) => part.startsWith(name));
    return {
      id: one.id,
      type: one.type,
      status: one.status,
      title: one.title,
      ...(expanded("space") ? { space: { key: one.space } } : {}),
      ...(expanded("version") ? { version: { number: one.version, when: "2026-05-04T10:00:00.000Z" } } : {}),
      ...(expanded("ancestors") ? { ancestors: ancestorsOf(one) } : {}),
      ...(expanded("metadata.labels")
        ? { metadata: { labels: { results: one.labels.map((name) => ({ prefix: "global", name })) } } }
        : {}),
      // A content that the search index lacks stands for an answer without its expansion.
      ...(expanded("restrictions") && one.indexed && !site.secretive.has(one.id)
        ? { restrictions: { read: restrictionOf(one) } }
        : {}),
      ...(expanded("body")
        ? {
            body: {
              storage: { value: one.storage, representation: "storage" },
              ...(one.view === null ? {} : { export_view: { value: one.view } }),
            },
          }
        : {}),
      _links: { webui: `/display/${one.space}/${encodeURIComponent(one.title)}` },
    };
  }

  const fileOf = (one: Site["attachments"][number]) => ({
    id: one.id,
    status: one.status,
    title: one.title,
    version: { number: one.version },
    metadata: { mediaType: one.mediaType },
    container: { id: one.pageId },
    _links: {
      webui: `/pages/viewpageattachments.action?pageId=${one.pageId}`,
      download: `/download/attachments/${one.pageId}/${one.title}?version=${one.version}`,
    },
  });

  const server = await startApiServer({
    "GET /rest/api/user/current": guarded(() => ({
      json: { type: "known", username: "fin", displayName: "Fin reader" },
    })),
    "GET /rest/api/user": guarded(({ query }) => {
      const user = site.users.find(({ userKey }) => userKey === query.get("key"));
      return user ? { json: { type: "known", ...user } } : notFound;
    }),
    "GET /rest/api/space/:key": guarded(({ params }) => {
      const space = site.spaces.find(({ key }) => key === params.key);
      return space ? { json: { ...space, status: space.status.toUpperCase() } } : notFound;
    }),
    "GET /rest/api/content": guarded((request) => {
      const { query } = request;
      const key = query.get("spaceKey") ?? "";
      if (site.forbidden.has(key)) return forbidden;
      const found = site.contents.filter(
        (one) => one.space === key && one.type === query.get("type") && one.status === query.get("status"),
      );
      return page(
        request,
        found.map((one) => itemOf(one, query.get("expand") ?? "")),
      );
    }),
    "GET /rest/api/content/search": guarded((request) => {
      const users = macroUsers(site, request.query.get("cql") ?? "");
      if (users) return page(request, users);
      const ids = /^id in \(([\d,]+)\)$/.exec(request.query.get("cql") ?? "")?.[1]?.split(",");
      if (!ids) return { status: 400, json: { message: "Could not parse cql" } };
      const expand = request.query.get("expand") ?? "";
      const found = site.contents.filter(
        (one) =>
          one.indexed && ids.includes(one.id) && one.status === "current" && !site.forbidden.has(one.space),
      );
      const start = Number(request.query.get("start") ?? 0);
      if (expand.includes("body")) site.bodyReads += found.slice(start, start + site.perPage).length;
      return page(
        request,
        found.map((one) => itemOf(one, expand)),
      );
    }),
    "GET /rest/api/content/:id": guarded(({ params, query }) => {
      const file = site.attachments.find(({ id }) => id === params.id);
      if (file) return { json: fileOf(file) };
      const found = site.contents.find(({ id }) => id === params.id);
      const any = query.get("status") === "any";
      if (!found || site.forbidden.has(found.space) || (!any && found.status !== "current")) return notFound;
      const expand = query.get("expand") ?? "";
      if (expand.includes("body")) site.bodyReads += 1;
      return { json: itemOf(found, expand) };
    }),
    "GET /rest/api/content/:id/restriction/byOperation/read": guarded(({ params }) => {
      const found = site.contents.find(({ id }) => id === params.id);
      if (!found) return notFound;
      return site.secretive.has(found.id) ? forbidden : { json: restrictionOf(found) };
    }),
    "GET /rest/api/content/:id/label": guarded((request) =>
      page(
        request,
        (site.contents.find(({ id }) => id === request.params.id)?.labels ?? []).map((name) => ({ name })),
      ),
    ),
    "GET /rest/api/content/:id/child/attachment": guarded((request) =>
      page(request, site.attachments.filter(({ pageId }) => pageId === request.params.id).map(fileOf)),
    ),
    // https://developer.atlassian.com/server/confluence/rest/v930/api-group-content-body: it is not told which page it is.
    "POST /rest/api/contentbody/convert/:to": guarded(({ params, body }) => {
      const { value } = Conversion.parse(JSON.parse(body));
      if (site.converts === false) return { status: 404, json: { statusCode: 404 } };
      return { json: { value: rendering(site, value, undefined), representation: params.to } };
    }),
    "GET /download/attachments/:page/:name": guarded(({ params }) => {
      const found = site.attachments.find(
        ({ title, pageId }) => title === params.name && pageId === params.page,
      );
      return found ? { body: found.content } : notFound;
    }),
  });
  url = server.url;
  return server;
}
