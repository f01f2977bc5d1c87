import { documentLimit, type Io } from "../../../src/connector-kit/io.ts";
import { isAboutOneObject } from "../../../src/connector-kit/one-object.ts";
import { toFailure } from "../../../src/errors.ts";
import { HttpError } from "../../../src/http/errors.ts";
import type { ConfluenceApi } from "../api.ts";
import type { Client } from "../client.ts";
import type { ConfluenceOptions } from "../options.ts";
import { readersOf } from "../permissions.ts";
import {
  Label,
  Restriction,
  ServerAttachment,
  ServerBlogPost,
  ServerItem,
  type ServerListed,
  ServerPage,
  ServerSpace,
  WithBody,
} from "../schema.ts";
import { includesOtherPages } from "../storage/references.ts";
import type { Attachment, Body, Content, ContentType, Details, Node, Space, State } from "../types.ts";
import { serverConvert, tryConversion } from "./convert.ts";
import { serverBodies, serverBodiesAtOnce } from "./server-bodies.ts";
import { accountName, bodyLimit, detailsFrom, labelNames, readUser } from "./shared.ts";

const expandTree = "ancestors,space,version";
const expandAll = `${expandTree},metadata.labels,restrictions.read.restrictions.user,restrictions.read.restrictions.group`;
/** The most that Confluence answers of an expanded listing. */
const limit = 100;
const MAX_EXPANDED_LABELS = 25;
const MAX_TRASH_PAGES = 4;

/** Confluence Data Center: REST API v1. */
export function dataCenter(options: ConfluenceOptions, client: Client, io: Io): ConfluenceApi {
  const downloads = new Map<string, string>();

  async function* contents(space: Space, type: ContentType, status: string, signal: AbortSignal) {
    // Data Center archives spaces, not pages.
    if (status === "archived") return;
    const query = { spaceKey: space.key, type, status, limit, expand: expandAll };
    let read = 0;
    const schema = type === "page" ? ServerPage : ServerBlogPost;
    for await (const { results, odd, base } of client.pages("/rest/api/content", query, schema, signal)) {
      yield {
        contents: results.map((item) => contentOf(item, { space, type, base: base ?? client.site })),
        odd,
      };
      read += 1;
      if (status === "trashed" && read >= MAX_TRASH_PAGES) return;
    }
  }

  async function details(nodes: readonly Node[], signal: AbortSignal): Promise<Map<string, Details>> {
    const all = new Map<string, Details>();
    for (const node of nodes) all.set(node.id, node.details ?? (await readDetails(client, node.id, signal)));
    return all;
  }

  async function* filesOf({ id }: Pick<Content, "id">, signal: AbortSignal) {
    const query = { limit: 200, expand: "version" };
    const path = `/rest/api/content/${id}/child/attachment`;
    for await (const { results, odd, base } of client.pages(path, query, ServerAttachment, signal)) {
      for (const item of results) downloads.set(item.id, item._links.download);
      yield { attachments: results.map((item) => attachmentOf(item, id, base ?? client.site)), odd };
    }
  }

  const read = (id: string, expand: string, signal: AbortSignal) =>
    client.ask(`/rest/api/content/${id}`, { status: "any", expand }, ServerItem, signal);

  return {
    whoAmI: (signal) => accountName(client, options, signal),
    async spaces(keys, signal) {
      const found: Space[] = [];
      for (const key of keys) {
        try {
          const space = await client.ask(
            `/rest/api/space/${encodeURIComponent(key)}`,
            {},
            ServerSpace,
            signal,
          );
          found.push({ id: key, key, archived: space.status?.toLowerCase() === "archived" });
        } catch (error) {
          if (!isAboutOneObject(error)) throw error;
        }
      }
      return found;
    },
    contents,
    details,
    async node({ id, type }, signal) {
      return nodeOf(await read(id, expandAll, signal), type);
    },
    async state(id, _types, signal): Promise<State> {
      try {
        const found = await read(id, expandAll, signal);
        const spaceId = found.space?.key ?? "";
        return {
          kind: "there",
          status: found.status ?? "current",
          spaceId,
          node: nodeOf(found, found.type ?? "page"),
        };
      } catch (error) {
        if (error instanceof HttpError && error.status === 404) return { kind: "absent" };
        throw error;
      }
    },
    async body({ id }, signal): Promise<Body> {
      const formats = [...new Set(["storage", options.body])].map((format) => `body.${format}`);
      const query = { expand: formats.join(",") };
      const { body } = await client.ask(
        `/rest/api/content/${id}`,
        query,
        WithBody,
        signal,
        2 * bodyLimit(io),
      );
      const storage = body.storage?.value ?? "";
      const rendered = body[options.body]?.value;
      if (options.body === "storage" || rendered === undefined || includesOtherPages(storage))
        return { storage };
      return { storage, rendered };
    },
    bodiesAtOnce: serverBodiesAtOnce,
    bodies: serverBodies(options, client, io),
    convert: tryConversion(serverConvert(client), io),
    userName: ({ by, value }, signal) =>
      by === "accountId" ? Promise.resolve(undefined) : readUser(client, { [by]: value }, signal),
    async attachments(content, signal) {
      const found: Attachment[] = [];
      for await (const { attachments } of filesOf(content, signal)) found.push(...attachments);
      return found;
    },
    async *allAttachments(pages, mediaTypes, signal) {
      for (const page of pages) {
        try {
          for await (const { attachments, odd } of filesOf(page, signal)) {
            const wanted = attachments.filter(({ mediaType }) => mediaTypes.includes(mediaType));
            yield { attachments: wanted, odd };
          }
        } catch (error) {
          if (!isAboutOneObject(error)) throw error;
          const gap = { part: `attachments of page ${page.id}`, reason: toFailure(error).message };
          yield { attachments: [], odd: [], gap };
        }
      }
    },
    async attachmentPage(id, signal) {
      const query = { status: "any", expand: "container,version" };
      try {
        const found = await client.ask(`/rest/api/content/${id}`, query, ServerAttachment, signal);
        return { status: found.status ?? "current", pageId: found.container?.id ?? "" };
      } catch (error) {
        if (error instanceof HttpError && error.status === 404) return undefined;
        throw error;
      }
    },
    download: ({ id }, signal) => client.file(downloads.get(id) ?? "", signal, documentLimit(io)),
  };
}

function readDetails(client: Client, id: string, signal: AbortSignal): Promise<Details> {
  const path = `/rest/api/content/${id}`;
  const query = { expand: "restrictions.user,restrictions.group" };
  return detailsFrom(
    async () =>
      readersOf(await client.ask(`${path}/restriction/byOperation/read`, query, Restriction, signal)),
    async () => {
      const labels: string[] = [];
      for await (const slice of client.pages(`${path}/label`, { limit: 200 }, Label, signal))
        labels.push(...labelNames(slice));
      return labels;
    },
  );
}

function contentOf(
  item: ServerListed,
  { space, type, base }: { space: Space; type: ContentType; base: string },
): Content {
  const updatedAt = Date.parse(item.version.when ?? "");
  const webui = item._links?.webui ?? `/pages/viewpage.action?pageId=${item.id}`;
  return {
    ...nodeOf(item, type),
    type,
    space,
    version: item.version.number,
    url: `${base}${webui}`,
    base,
    updatedAt: Number.isNaN(updatedAt) ? undefined : updatedAt,
  };
}

function nodeOf({ id, title, ancestors = [], metadata, restrictions }: ServerItem, type: string): Node {
  const parent = ancestors.at(-1);
  const labels = metadata?.labels.results.map(({ name }) => name);
  const isComplete = restrictions && labels && labels.length < MAX_EXPANDED_LABELS;
  return {
    id,
    type,
    title,
    parent: parent && { id: parent.id, type: "page" },
    details: isComplete ? { labels, readers: readersOf(restrictions.read) } : undefined,
  };
}

function attachmentOf(
  { id, title: name, metadata, version, _links }: ServerAttachment,
  pageId: string,
  base: string,
): Attachment {
  const link = _links.webui ?? `/pages/viewpageattachments.action?pageId=${pageId}`;
  return { id, pageId, name, mediaType: metadata.mediaType, version: version.number, url: `${base}${link}` };
}
