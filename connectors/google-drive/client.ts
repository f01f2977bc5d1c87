import type { z } from "zod";
import { type Requester, withAuth, withToken } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { askJson } from "../../src/connector-kit/json.ts";
import { paginate } from "../../src/connector-kit/paginate.ts";
import { inSmallerPages } from "../../src/connector-kit/smaller-pages.ts";
import { FinIngestError, TryLaterError, toFailure } from "../../src/errors.ts";
import { GoogleDocument } from "./document/schema.ts";
import { type GoogleDriveOptions, serviceKeyOf } from "./options.ts";
import { explaining, httpErrorIn, readRefusal } from "./refusals.ts";
import {
  About,
  type ChangePage,
  ChangePage as ChangePageSchema,
  ExportLinks,
  Item,
  ItemPage,
  itemFields,
  SharedDrive,
  StartToken,
} from "./schema.ts";
import { serviceTokens } from "./service-tokens.ts";

type Query = Readonly<Record<string, string>>;

/** A listing: what is searched, and with which query. */
export interface Search {
  /** Names it in errors. */
  readonly what: string;
  readonly query: string;
  /** Absent: what the account sees outside of shared drives. */
  readonly driveId?: string | undefined;
  readonly withPermissions?: boolean;
}

/** Requests to Google with the source's credentials. */
export interface Client {
  about(signal: AbortSignal): Promise<z.output<typeof About>>;
  drive(id: string, signal: AbortSignal): Promise<SharedDrive>;
  item(id: string, signal: AbortSignal): Promise<Item>;
  /** All pages of a listing. */
  pages(search: Search, signal: AbortSignal): AsyncGenerator<ItemPage>;
  /** The place in a shared drive's log of changes where it ends now. */
  startToken(driveId: string, signal: AbortSignal): Promise<string>;
  changes(driveId: string, token: string, signal: AbortSignal): Promise<ChangePage>;
  /** An uploaded file's bytes. */
  media(id: string, signal: AbortSignal, maxBytes: number): Promise<Uint8Array>;
  /** A document of Google's own editors in another format. */
  exported(id: string, type: string, signal: AbortSignal, maxBytes: number): Promise<Uint8Array>;
  document(id: string, signal: AbortSignal, maxBytes: number): Promise<GoogleDocument>;
}

/** Where `exportLinks` lead. */
const exportOrigin = "https://docs.google.com";
const MAX_PER_PAGE = 1000;
const allDrives = { supportsAllDrives: "true" };

export function createClient(options: GoogleDriveOptions, { http }: Pick<Io, "http">): Client {
  const { base_url, docs_url, labels } = options;
  const origins = [...new Set([base_url, docs_url, exportOrigin].map((url) => new URL(url).origin))];
  const authorized = authorizedRequests(options, reading(http), origins);
  const labelIds = Object.keys(labels).join(",");
  const withLabels: Query = labelIds === "" ? {} : { includeLabels: labelIds };

  async function ask<T>(
    path: string,
    schema: z.ZodType<T>,
    signal: AbortSignal,
    query: Query = {},
    maxBytes?: number,
  ): Promise<T> {
    const url = urlOf(path.startsWith("/v1/") ? docs_url : base_url, path, query);
    return (await explaining(options, () => askJson(authorized, { url, signal, maxBytes }, schema))).value;
  }
  const file = (url: URL, signal: AbortSignal, maxBytes: number) =>
    explaining(options, async () => (await authorized.get(url, { signal, maxBytes })).body);

  async function exportedByLink(id: string, type: string, signal: AbortSignal, maxBytes: number) {
    const path = `/drive/v3/files/${encodeURIComponent(id)}`;
    const { exportLinks } = await ask(path, ExportLinks, signal, { ...allDrives, fields: "exportLinks" });
    const link = exportLinks?.[type];
    // The token is for Google alone.
    if (link === undefined || !origins.includes(new URL(link).origin))
      throw new FinIngestError("Google gives no link to export it by");
    return explaining(options, () =>
      readLink({ authorized, http: reading(http) }, new URL(link), origins, { signal, maxBytes }),
    );
  }

  return {
    about: (signal) => ask("/drive/v3/about", About, signal, { fields: "user(displayName,emailAddress)" }),
    drive: (id, signal) =>
      ask(`/drive/v3/drives/${encodeURIComponent(id)}`, SharedDrive, signal, { fields: "id,name" }),
    item: (id, signal) =>
      ask(`/drive/v3/files/${encodeURIComponent(id)}`, Item, signal, {
        ...allDrives,
        ...withLabels,
        fields: `${itemFields},permissionIds`,
      }),
    pages: (search, signal) =>
      readPages(search.what, (place) =>
        ask("/drive/v3/files", ItemPage, signal, { ...queryOf(search), ...withLabels, ...place }),
      ),
    startToken: async (driveId, signal) =>
      (await ask("/drive/v3/changes/startPageToken", StartToken, signal, { ...allDrives, driveId }))
        .startPageToken,
    changes: (driveId, pageToken, signal) =>
      ask("/drive/v3/changes", ChangePageSchema, signal, {
        ...allDrives,
        includeItemsFromAllDrives: "true",
        driveId,
        pageToken,
        pageSize: "1",
        fields: "changes(fileId),nextPageToken,newStartPageToken",
      }),
    media: (id, signal, maxBytes) =>
      file(
        urlOf(base_url, `/drive/v3/files/${encodeURIComponent(id)}`, { ...allDrives, alt: "media" }),
        signal,
        maxBytes,
      ),
    async exported(id, type, signal, maxBytes) {
      const url = urlOf(base_url, `/drive/v3/files/${encodeURIComponent(id)}/export`, { mimeType: type });
      try {
        return await file(url, signal, maxBytes);
      } catch (error) {
        if (httpErrorIn(error)?.code !== "exportSizeLimitExceeded") throw error;
        return exportedByLink(id, type, signal, maxBytes).catch((second: unknown) => {
          signal.throwIfAborted();
          throw second instanceof TryLaterError ? second : tooLarge(second);
        });
      }
    },
    document: (id, signal, maxBytes) =>
      ask(
        `/v1/documents/${encodeURIComponent(id)}`,
        GoogleDocument,
        signal,
        { suggestionsViewMode: "PREVIEW_WITHOUT_SUGGESTIONS", includeTabsContent: "true" },
        maxBytes,
      ),
  };
}

/** Where Google keeps what it made; such addresses need no credentials. */
const storedFiles = /\.googleusercontent\.com$/;

/** Follows a link to a made export, with credentials to the first address alone. */
async function readLink(
  { authorized, http }: { readonly authorized: Requester; readonly http: Requester },
  link: URL,
  origins: readonly string[],
  limits: { readonly signal: AbortSignal; readonly maxBytes: number },
): Promise<Uint8Array> {
  const first = await authorized.get(link, { ...limits, redirects: "return" });
  const { location } = first.headers;
  const target = first.status >= 300 && location !== undefined ? new URL(location, link) : undefined;
  if (target && !origins.includes(target.origin) && !storedFiles.test(target.hostname))
    throw new FinIngestError(`the link leads to ${target.origin}`);
  const { body, headers } = target ? await http.get(target, limits) : first;
  if (/^text\/html\b/i.test(headers["content-type"] ?? ""))
    throw new FinIngestError("the link leads to a web page");
  return body;
}

/** https://developers.google.com/workspace/drive/api/guides/manage-downloads: an export has at most 10 MB. */
const tooLarge = (second: unknown): FinIngestError =>
  new FinIngestError(
    `Google exports at most 10 MB, and the link that it gives for larger ones did not help: ${toFailure(second).message}`,
    { hint: "Divide the document, or put fewer pictures into it.", cause: second },
  );

function queryOf({ query, driveId, withPermissions = false }: Search): Query {
  return {
    ...allDrives,
    includeItemsFromAllDrives: "true",
    ...(driveId === undefined ? { corpora: "user" } : { corpora: "drive", driveId }),
    q: query,
    fields: `nextPageToken,incompleteSearch,files(${itemFields}${withPermissions ? ",permissionIds" : ""})`,
  };
}

function readPages(what: string, ask: (query: Query) => Promise<ItemPage>): AsyncGenerator<ItemPage> {
  const read = inSmallerPages(MAX_PER_PAGE, (place: Query, size) =>
    ask({ pageSize: String(size), ...place }),
  );
  return paginate<ItemPage, Query>({
    what: `Google's listing of ${what}`,
    first: {},
    read,
    itemsOf: ({ items }) => items,
    next: ({ next }) => (next === undefined ? undefined : { pageToken: next }),
  });
}

function urlOf(base: string, path: string, query: Query): URL {
  const url = new URL(`${base.replace(/\/$/, "")}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** Requests whose refusals are read as Google writes them. */
const reading = (http: Requester): Requester => ({
  get: (url, options) => http.get(url, { readRefusal, ...options }),
  post: (url, options) => http.post(url, { readRefusal, ...options }),
});

function authorizedRequests(
  options: GoogleDriveOptions,
  http: Requester,
  origins: readonly string[],
): Requester {
  const key = serviceKeyOf(options.auth);
  if (key === undefined) return withAuth(http, bearerOf(options), origins);
  return withToken(http, serviceTokens(http, key, options.delegate), origins);
}

const bearerOf = ({ auth: { bearer } }: GoogleDriveOptions) =>
  bearer === undefined ? undefined : { bearer };
