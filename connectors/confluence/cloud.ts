import { z } from "zod";
import type { Io } from "../../src/connector-kit/io.ts";
import { toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import { type Client, isRefusal } from "./client.ts";
import { cloudDetails } from "./cloud-details.ts";
import { bodyLimit, fileLimit, knownAnnouncement, Me, readUser } from "./common.ts";
import type { ConfluenceOptions } from "./options.ts";
import { mixesOthersIn } from "./storage/others.ts";
import type { Attachment, Body, ConfluenceApi, Content, ContentType, Node, Space, State } from "./types.ts";

/** https://developer.atlassian.com/cloud/confluence/rest/v2/api-group-space/#api-spaces-get */
const SpaceItem = z.object({ id: z.string(), key: z.string(), status: z.string().optional() });

/** https://developer.atlassian.com/cloud/confluence/rest/v2/api-group-page/#api-spaces-id-pages-get */
const Item = z.object({
  id: z.string().min(1),
  title: z.string(),
  parentId: z.string().nullish(),
  parentType: z.string().nullish(),
  version: z.object({ number: z.number(), createdAt: z.string().optional() }),
  _links: z.object({ webui: z.string() }),
});

const Single = z.object({
  id: z.string(),
  status: z.string(),
  title: z.string(),
  spaceId: z.string().optional(),
  parentId: z.string().nullish(),
  parentType: z.string().nullish(),
});

const Value = z.object({ value: z.string() }).optional();
const WithBody = z.object({
  body: z.object({ storage: Value, view: Value, export_view: Value, styled_view: Value }),
});

const AttachmentItem = z.object({
  id: z.string(),
  title: z.string(),
  pageId: z.string().nullish(),
  blogPostId: z.string().nullish(),
  mediaType: z.string(),
  version: z.object({ number: z.number() }),
  webuiLink: z.string().optional(),
});

/** More of the trash than this is not asked for: it is further evidence only, newest first. */
const trashPages = 4;
const v2 = "/api/v2";

/** Confluence Cloud: REST API v2, and v1 for what v2 has not (restrictions, labels of many, users). */
export function cloud(options: ConfluenceOptions, client: Client, io: Io): ConfluenceApi {
  const pathOf = (type: string) => (type === "blogpost" ? "blogposts" : `${type}s`);

  async function* contents(space: Space, type: ContentType, status: string, signal: AbortSignal) {
    const query = { status, limit: 250, ...(status === "trashed" ? { sort: "-modified-date" } : {}) };
    let read = 0;
    for await (const { results, base } of client.pages(
      `${v2}/spaces/${space.id}/${pathOf(type)}`,
      query,
      Item,
      signal,
    )) {
      for (const item of results) yield contentOf(item, { space, type, base: base ?? client.site });
      read += 1;
      if (status === "trashed" && read >= trashPages) return;
    }
  }

  async function body(content: Content, signal: AbortSignal): Promise<Body> {
    const read = async (format: ConfluenceOptions["body"]) => {
      const path = `${v2}/${pathOf(content.type)}/${content.id}`;
      const answer = await client.ask(path, { "body-format": format }, WithBody, signal, bodyLimit(io));
      return answer.body[format]?.value;
    };
    const storage = (await read("storage")) ?? "";
    if (options.body === "storage" || mixesOthersIn(storage)) return { storage };
    const rendered = await read(options.body).catch((error: unknown) => {
      if (!isUnrenderable(error)) throw error;
      io.log.debug("no rendering; storage format is read instead", {
        id: content.id,
        why: toFailure(error).message,
      });
      return undefined;
    });
    return rendered === undefined ? { storage } : { storage, rendered };
  }

  async function* allAttachments(_: readonly Content[], mediaTypes: readonly string[], signal: AbortSignal) {
    for (const mediaType of mediaTypes) {
      const query = { mediaType, status: "current", limit: 250 };
      for await (const slice of client.pages(`${v2}/attachments`, query, AttachmentItem, signal)) {
        for (const item of slice.results) yield attachmentOf(item, slice.base ?? client.site);
      }
    }
  }

  return {
    whoAmI: async (signal) =>
      knownAnnouncement(await client.ask("/rest/api/user/current", {}, Me, signal), options),
    async spaces(keys, signal) {
      const found: Space[] = [];
      const query = { keys: keys.join(","), limit: 250 };
      for await (const { results } of client.pages(`${v2}/spaces`, query, SpaceItem, signal)) {
        for (const { id, key, status } of results) {
          if (keys.includes(key)) found.push({ id, key, archived: status === "archived" });
        }
      }
      return found;
    },
    contents,
    details: (nodes, signal) => cloudDetails(client, io, nodes, signal),
    async node(above, signal) {
      return nodeOf(
        await client.ask(`${v2}/${pathOf(above.type)}/${above.id}`, {}, Single, signal),
        above.type,
      );
    },
    async state(id, types, signal): Promise<State> {
      for (const type of types) {
        for (const status of ["", "archived", "trashed", "draft"]) {
          const query: Record<string, string> = status === "" ? {} : { status };
          try {
            const found = await client.ask(`${v2}/${pathOf(type)}/${id}`, query, Single, signal);
            const spaceId = found.spaceId ?? "";
            return { kind: "there", status: found.status, spaceId, node: nodeOf(found, type) };
          } catch (error) {
            if (!isNotThere(error, status)) throw error;
          }
        }
      }
      return { kind: "absent" };
    },
    body,
    userName: ({ by, value }, signal) =>
      by === "accountId" ? readUser(client, { accountId: value }, signal) : Promise.resolve(undefined),
    async attachments(content, signal) {
      const found: Attachment[] = [];
      const path = `${v2}/${pathOf(content.type)}/${content.id}/attachments`;
      for await (const { results, base } of client.pages(path, { limit: 250 }, AttachmentItem, signal))
        found.push(...results.map((item) => attachmentOf(item, base ?? client.site)));
      return found;
    },
    allAttachments,
    async attachmentPage(id, signal) {
      const schema = AttachmentItem.extend({ status: z.string() });
      try {
        const found = await client.ask(`${v2}/attachments/${id}`, {}, schema, signal);
        return { status: found.status, pageId: found.pageId ?? found.blogPostId ?? "" };
      } catch (error) {
        if (error instanceof HttpError && error.status === 404) return undefined;
        throw error;
      }
    },
    download: ({ id, pageId }, signal) =>
      client.file(`/rest/api/content/${pageId}/child/attachment/${id}/download`, signal, fileLimit(io)),
  };
}

/** A status that cannot be asked for (400) finds nothing; without one, only 404 and 410 say so. */
function isNotThere(error: unknown, status: string): boolean {
  if (!(error instanceof HttpError)) return false;
  return [404, 410, ...(status === "" ? [] : [400])].includes(error.status ?? 0);
}

/** The gateway gives no rendering to some tokens; a page may have none. Faults that may pass are not among them. */
function isUnrenderable(error: unknown): boolean {
  return isRefusal(error) || (error instanceof HttpError && [400, 415, 422, 501].includes(error.status ?? 0));
}

function contentOf(
  { id, title, parentId, parentType, version, _links }: z.output<typeof Item>,
  { space, type, base }: { space: Space; type: ContentType; base: string },
): Content {
  const updatedAt = Date.parse(version.createdAt ?? "");
  return {
    id,
    type,
    title,
    space,
    version: version.number,
    url: `${base}${_links.webui}`,
    base,
    ...(parentId ? { parent: { id: parentId, type: parentType ?? "page" } } : {}),
    ...(Number.isNaN(updatedAt) ? {} : { updatedAt }),
  };
}

function nodeOf({ id, title, parentId, parentType }: z.output<typeof Single>, type: string): Node {
  return { id, type, title, ...(parentId ? { parent: { id: parentId, type: parentType ?? "page" } } : {}) };
}

function attachmentOf(item: z.output<typeof AttachmentItem>, base: string): Attachment {
  const pageId = item.pageId ?? item.blogPostId ?? "";
  const link = item.webuiLink ?? `/pages/viewpageattachments.action?pageId=${pageId}`;
  const { id, title: name, mediaType, version } = item;
  return { id, pageId, name, mediaType, version: version.number, url: `${base}${link}` };
}
