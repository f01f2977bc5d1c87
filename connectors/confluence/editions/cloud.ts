import { isRefusal } from "../../../src/connector-kit/auth.ts";
import { documentLimit, type Io } from "../../../src/connector-kit/io.ts";
import { toFailure } from "../../../src/errors.ts";
import { HttpError } from "../../../src/http/errors.ts";
import type { ConfluenceApi } from "../api.ts";
import type { Client } from "../client.ts";
import type { ConfluenceOptions } from "../options.ts";
import {
  CloudAttachment,
  CloudAttachmentWithStatus,
  CloudItem,
  CloudNode,
  CloudSpace,
  WithBody,
} from "../schema.ts";
import { includesOtherPages } from "../storage/references.ts";
import type { Attachment, Body, Content, ContentType, Node, Space, State } from "../types.ts";
import { cloudBodies, cloudBodiesAtOnce } from "./cloud-bodies.ts";
import { cloudDetails } from "./cloud-details.ts";
import { cloudConvert, tryConversion } from "./convert.ts";
import { accountName, bodyLimit, readUser } from "./shared.ts";

/** Pages of the trash that are read, newest first: it is additional evidence only. */
const MAX_TRASH_PAGES = 4;
const v2 = "/api/v2";

/** Confluence Cloud: REST API v2, and v1 for what v2 lacks (restrictions, labels of many contents, users). */
export function cloud(options: ConfluenceOptions, client: Client, io: Io): ConfluenceApi {
  const pathOf = (type: string) => (type === "blogpost" ? "blogposts" : `${type}s`);

  async function* contents(space: Space, type: ContentType, status: string, signal: AbortSignal) {
    const query = { status, limit: 250, ...(status === "trashed" ? { sort: "-modified-date" } : {}) };
    let read = 0;
    const path = `${v2}/spaces/${space.id}/${pathOf(type)}`;
    for await (const { results, odd, base } of client.pages(path, query, CloudItem, signal)) {
      yield {
        contents: results.map((item) => contentOf(item, { space, type, base: base ?? client.site })),
        odd,
      };
      read += 1;
      if (status === "trashed" && read >= MAX_TRASH_PAGES) return;
    }
  }

  async function body(content: Content, signal: AbortSignal): Promise<Body> {
    const read = async (format: ConfluenceOptions["body"]) => {
      const path = `${v2}/${pathOf(content.type)}/${content.id}`;
      const answer = await client.ask(path, { "body-format": format }, WithBody, signal, bodyLimit(io));
      return answer.body[format]?.value;
    };
    const storage = (await read("storage")) ?? "";
    if (options.body === "storage" || includesOtherPages(storage)) return { storage };
    const rendered = await read(options.body).catch((error: unknown) => {
      if (!isUnrenderable(error)) throw error;
      io.log.debug("no rendering; storage format is read instead", {
        id: content.id,
        why: toFailure(error).message,
      });
      return undefined;
    });
    return { storage, rendered };
  }

  async function* allAttachments(_: readonly Content[], mediaTypes: readonly string[], signal: AbortSignal) {
    for (const mediaType of mediaTypes) {
      const query = { mediaType, status: "current", limit: 250 };
      for await (const slice of client.pages(`${v2}/attachments`, query, CloudAttachment, signal)) {
        const base = slice.base ?? client.site;
        yield { attachments: slice.results.map((item) => attachmentOf(item, base)), odd: slice.odd };
      }
    }
  }

  return {
    whoAmI: (signal) => accountName(client, options, signal),
    async spaces(keys, signal) {
      const found: Space[] = [];
      const query = { keys: keys.join(","), limit: 250 };
      for await (const { results } of client.pages(`${v2}/spaces`, query, CloudSpace, signal)) {
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
        await client.ask(`${v2}/${pathOf(above.type)}/${above.id}`, {}, CloudNode, signal),
        above.type,
      );
    },
    async state(id, types, signal): Promise<State> {
      for (const type of types) {
        for (const status of ["", "archived", "trashed", "draft"]) {
          const query: Record<string, string> = status === "" ? {} : { status };
          try {
            const found = await client.ask(`${v2}/${pathOf(type)}/${id}`, query, CloudNode, signal);
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
    bodiesAtOnce: cloudBodiesAtOnce,
    bodies: cloudBodies(options, client, io),
    convert: tryConversion(cloudConvert(client), io),
    userName: ({ by, value }, signal) =>
      by === "accountId" ? readUser(client, { accountId: value }, signal) : Promise.resolve(undefined),
    async attachments(content, signal) {
      const found: Attachment[] = [];
      const path = `${v2}/${pathOf(content.type)}/${content.id}/attachments`;
      for await (const { results, base } of client.pages(path, { limit: 250 }, CloudAttachment, signal))
        found.push(...results.map((item) => attachmentOf(item, base ?? client.site)));
      return found;
    },
    allAttachments,
    async attachmentPage(id, signal) {
      try {
        const found = await client.ask(`${v2}/attachments/${id}`, {}, CloudAttachmentWithStatus, signal);
        return { status: found.status, pageId: found.pageId ?? found.blogPostId ?? "" };
      } catch (error) {
        if (error instanceof HttpError && error.status === 404) return undefined;
        throw error;
      }
    },
    download: ({ id, pageId }, signal) =>
      client.file(`/rest/api/content/${pageId}/child/attachment/${id}/download`, signal, documentLimit(io)),
  };
}

/** With a status that cannot be asked for, the answer 400 means absent too; without one, only 404 and 410 do. */
function isNotThere(error: unknown, status: string): boolean {
  if (!(error instanceof HttpError)) return false;
  return [404, 410, ...(status === "" ? [] : [400])].includes(error.status ?? 0);
}

/** The gateway refuses renderings to some tokens, and a page may have none. Temporary errors are not among these. */
function isUnrenderable(error: unknown): boolean {
  return isRefusal(error) || (error instanceof HttpError && [400, 415, 422, 501].includes(error.status ?? 0));
}

function contentOf(
  { id, title, parentId, parentType, version, _links }: CloudItem,
  { space, type, base }: { space: Space; type: ContentType; base: string },
): Content {
  const updatedAt = Date.parse(version.createdAt ?? "");
  return {
    id,
    type,
    title,
    space,
    version: version.number,
    url: `${base}${_links?.webui ?? `/pages/viewpage.action?pageId=${id}`}`,
    base,
    parent: parentOf(parentId, parentType),
    updatedAt: Number.isNaN(updatedAt) ? undefined : updatedAt,
  };
}

function nodeOf({ id, title, parentId, parentType }: CloudNode, type: string): Node {
  return { id, type, title, parent: parentOf(parentId, parentType) };
}

function parentOf(id: string | null | undefined, type: string | null | undefined): Node["parent"] {
  return id ? { id, type: type ?? "page" } : undefined;
}

function attachmentOf(item: CloudAttachment, base: string): Attachment {
  const pageId = item.pageId ?? item.blogPostId ?? "";
  const link = item.webuiLink ?? `/pages/viewpageattachments.action?pageId=${pageId}`;
  const { id, title: name, mediaType, version } = item;
  return { id, pageId, name, mediaType, version: version.number, url: `${base}${link}` };
}
