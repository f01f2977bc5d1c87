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
export const email = "fin@example.com";
export const apiToken = "cloud-api-token-7F3a";
const credentials = `Basic ${Buffer.from(`${email}:${apiToken}`).toString("base64")}`;

/** Confluence Cloud with its documented manners: v2 with cursors, v1 for search, restrictions, users and downloads. */
export async function startCloud(site: Site): Promise<ApiServer> {
  let url = "";
  const guarded = (handle: (request: ApiRequest) => ApiReply) => (request: ApiRequest) =>
    request.headers.authorization === credentials
      ? handle(request)
      : { status: 401, json: { code: 401, message: "Unauthorized; scope does not match" } };
  const conversions: { readonly html: string; asked: number }[] = [];
  const visible = (id: string | undefined) =>
    site.contents.find((one) => one.id === id && !site.forbidden.has(one.space));
  const notFound: ApiReply = { status: 404, json: { errors: [{ status: 404, code: "NOT_FOUND" }] } };
  const forbidden: ApiReply = { status: 403, json: { errors: [{ status: 403, code: "FORBIDDEN" }] } };

  function page<T>(request: ApiRequest, items: readonly T[]): ApiReply {
    const { results, next } = slice(items, Number(request.query.get("cursor") ?? 0), site.perPage);
    const query = new URLSearchParams(request.query);
    query.set("cursor", String(next));
    const links = next === undefined ? {} : { next: `${request.path}?${query}` };
    return { json: { results, _links: { base: `${url}/wiki`, ...links } } };
  }

  const itemOf = (one: SiteContent) => ({
    id: one.id,
    status: one.status,
    title: one.title,
    spaceId: site.spaces.find(({ key }) => key === one.space)?.id,
    parentId: one.parentId,
    parentType: one.parentId === null ? null : one.parentType,
    version: { number: one.version, createdAt: "2026-05-04T10:00:00.000Z", minorEdit: false },
    body: {},
    _links: { webui: `/spaces/${one.space}/pages/${one.id}/${encodeURIComponent(one.title)}` },
  });

  const contents = (type: string) => (request: ApiRequest) => {
    const space = site.spaces.find(({ id }) => id === request.params.id);
    if (!space) return notFound;
    if (site.forbidden.has(space.key)) return forbidden;
    const status = request.query.get("status") ?? "current";
    const found = site.contents.filter(
      (one) => one.space === space.key && one.type === type && one.status === status,
    );
    return page(request, found.map(itemOf));
  };

  const single = (type: string) => (request: ApiRequest) => {
    const found = visible(request.params.id);
    const wanted = (request.query.get("status") ?? "current,archived").split(",");
    if (!found || found.type !== type || !wanted.includes(found.status)) return notFound;
    const format = request.query.get("body-format");
    if (format === null) return { json: itemOf(found) };
    if (format === "storage") {
      site.bodyReads += 1;
      return {
        json: { ...itemOf(found), body: { storage: { representation: format, value: found.storage } } },
      };
    }
    if (found.view === null) return { status: 400, json: { errors: [{ title: "cannot be rendered" }] } };
    return { json: { ...itemOf(found), body: { [format]: { representation: format, value: found.view } } } };
  };

  /** Several by their ids, in the formats that the v2 API documents for more than one. */
  const several = (type: string) => (request: ApiRequest) => {
    const format = request.query.get("body-format") ?? "";
    if (!/^(?:storage|atlas_doc_format)$/.test(format))
      return { status: 400, json: { errors: [{ status: 400, code: "INVALID_REQUEST_PARAMETER" }] } };
    const ids = (request.query.get("id") ?? "").split(",");
    const found = site.contents.filter(
      (one) => ids.includes(one.id) && one.type === type && visible(one.id) && one.status !== "trashed",
    );
    const answer = page(
      request,
      found.map((one) => ({
        ...itemOf(one),
        body: { storage: { representation: format, value: one.storage } },
      })),
    );
    site.bodyReads += z.object({ results: z.array(z.unknown()) }).parse(answer.json).results.length;
    return answer;
  };

  const fileOf = (one: Site["attachments"][number]) => ({
    id: one.id,
    status: one.status,
    title: one.title,
    pageId: one.pageId,
    mediaType: one.mediaType,
    version: { number: one.version },
    webuiLink: `/pages/viewpageattachments.action?pageId=${one.pageId}&preview=${one.id}`,
    downloadLink: `/download/attachments/${one.pageId}/${one.title}`,
  });

  const server = await startApiServer({
    "GET /wiki/rest/api/user/current": guarded(() => ({
      json: { type: "known", accountId: "fin", displayName: "Fin reader" },
    })),
    "GET /wiki/rest/api/user": guarded(({ query }) => {
      const user = site.users.find(({ accountId }) => accountId === query.get("accountId"));
      return user ? { json: { type: "known", ...user } } : notFound;
    }),
    "GET /wiki/api/v2/spaces": guarded((request) => {
      const keys = (request.query.get("keys") ?? "").split(",");
      return page(
        request,
        site.spaces.filter(({ key }) => keys.includes(key)),
      );
    }),
    "GET /wiki/api/v2/spaces/:id/pages": guarded(contents("page")),
    "GET /wiki/api/v2/spaces/:id/blogposts": guarded(contents("blogpost")),
    "GET /wiki/api/v2/pages": guarded(several("page")),
    "GET /wiki/api/v2/blogposts": guarded(several("blogpost")),
    "GET /wiki/api/v2/pages/:id": guarded(single("page")),
    "GET /wiki/api/v2/blogposts/:id": guarded(single("blogpost")),
    "GET /wiki/api/v2/folders/:id": guarded(({ params }) => {
      const folder = site.folders.find(({ id }) => id === params.id);
      return folder ? { json: { ...folder, users: undefined, groups: undefined } } : notFound;
    }),
    "GET /wiki/rest/api/content/search": guarded((request) => {
      const users = macroUsers(site, request.query.get("cql") ?? "");
      if (users) return page(request, users);
      const ids = /^id in \(([\d,]+)\)$/.exec(request.query.get("cql") ?? "")?.[1]?.split(",");
      if (!ids) return { status: 400, json: { message: "Could not parse cql" } };
      const found = [...site.contents.filter(({ indexed }) => indexed), ...site.folders].filter(
        ({ id }) => ids.includes(id) && !site.secretive.has(id),
      );
      const format = /\bbody\.(\w+)/.exec(request.query.get("expand") ?? "")?.[1];
      return page(
        request,
        found.map((one) => ({
          id: one.id,
          type: "type" in one ? one.type : "folder",
          title: one.title,
          ...(format && "view" in one
            ? {
                version: { number: one.version },
                body: one.view === null ? {} : { [format]: { representation: format, value: one.view } },
              }
            : {}),
          restrictions: { read: restrictionOf(one) },
          metadata: {
            labels: {
              results: "labels" in one ? one.labels.map((name) => ({ prefix: "global", name })) : [],
            },
          },
        })),
      );
    }),
    "GET /wiki/rest/api/content/:id/restriction/byOperation/read": guarded(({ params }) => {
      const found = visible(params.id) ?? site.folders.find(({ id }) => id === params.id);
      if (!found) return notFound;
      return site.secretive.has(found.id) ? forbidden : { json: restrictionOf(found) };
    }),
    "GET /wiki/api/v2/pages/:id/labels": guarded((request) => {
      const found = visible(request.params.id);
      return found
        ? page(
            request,
            found.labels.map((name, id) => ({ id: String(id), prefix: "global", name })),
          )
        : notFound;
    }),
    "GET /wiki/api/v2/attachments": guarded((request) =>
      page(
        request,
        site.attachments
          .filter(
            ({ mediaType, status }) =>
              mediaType === request.query.get("mediaType") && status === request.query.get("status"),
          )
          .map(fileOf),
      ),
    ),
    "GET /wiki/api/v2/attachments/:id": guarded(({ params }) => {
      const found = site.attachments.find(({ id }) => id === params.id);
      return found ? { json: fileOf(found) } : notFound;
    }),
    "GET /wiki/api/v2/pages/:id/attachments": guarded((request) =>
      page(request, site.attachments.filter(({ pageId }) => pageId === request.params.id).map(fileOf)),
    ),
    "GET /wiki/rest/api/content/:page/child/attachment/:id/download": guarded(({ params }) => ({
      status: 302,
      headers: { location: `${url.replace("127.0.0.1", "localhost")}/media/${params.id}?token=signed` },
    })),
    // https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-content-body/
    "POST /wiki/rest/api/contentbody/convert/async/:to": guarded(({ query, body }) => {
      const { value } = Conversion.parse(JSON.parse(body));
      if (site.converts === false)
        return { status: 401, json: { code: 401, message: "scope does not match" } };
      conversions.push({
        html: rendering(site, value, visible(query.get("contentIdContext") ?? "")),
        asked: 0,
      });
      return { json: { asyncId: `task-${conversions.length - 1}` } };
    }),
    "GET /wiki/rest/api/contentbody/convert/async/:id": guarded(({ params }) => {
      const task = conversions[Number((params.id ?? "").slice(5))];
      if (!task) return notFound;
      task.asked += 1;
      const done = { representation: "export_view", value: task.html, status: "COMPLETED" };
      return { json: task.asked > 1 ? done : { status: "WORKING" } };
    }),
    "GET /media/:id": ({ params, headers }) => {
      const found = site.attachments.find(({ id }) => id === params.id);
      if (headers.authorization !== undefined || !found) return { status: 400 };
      return { headers: { "content-type": found.mediaType }, body: found.content };
    },
  });
  url = server.url;
  return server;
}
