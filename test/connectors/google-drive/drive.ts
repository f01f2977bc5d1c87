import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { type ApiReply, type ApiRequest, startApiServer } from "../../../src/connector-kit/testing/index.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
export const accessToken = "ya29.token-of-the-tests";
export const account = "reader@acme-docs.iam.gserviceaccount.com";
export const delegate = "docs@acme.example";

const folder = "application/vnd.google-apps.folder";
const types = {
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
const golden = (name: string) => readFileSync(new URL(`../../goldens/${name}`, import.meta.url));

/** A file as the API describes it, with its text, which the API gives apart. */
export interface StoredItem {
  id: string;
  name: string;
  mimeType: string;
  parents: string[];
  driveId?: string;
  trashed?: boolean;
  modifiedTime?: string;
  headRevisionId?: string;
  webViewLink?: string;
  inheritedPermissionsDisabled?: boolean;
  permissionIds?: string[];
  shortcutDetails?: { targetId: string; targetMimeType: string };
  capabilities?: Record<string, boolean>;
  text?: string;
  labels?: Record<string, Record<string, string[]>>;
  /** Elements of the document's last paragraph, as the Docs API has them. */
  elements?: unknown[];
}

const Stored = z.object({
  drives: z.array(z.object({ id: z.string(), name: z.string() })),
  items: z.array(z.custom<StoredItem>()),
});

/** A Drive with its change logs. */
export class Drive {
  readonly drives;
  readonly items;
  /** Drives that the account may not see. */
  readonly closed = new Set<string>();
  /** Changes of each shared drive so far. */
  readonly changes = new Map<string, number>();
  /** Ids of exports that are too large. */
  readonly large = new Set<string>();
  isIncomplete = false;
  bodyReads = 0;

  constructor() {
    const file = new URL("../../fixtures/connectors/google-drive/drive.json", import.meta.url);
    const { drives, items } = Stored.parse(JSON.parse(readFileSync(file, "utf8")));
    this.drives = drives;
    this.items = new Map(items.map((item) => [item.id, item]));
  }

  item(id: string): StoredItem {
    const found = this.items.get(id);
    if (!found) throw new Error(`the fixture has no ${id}`);
    return found;
  }

  /** Notes a change in the item's drive. */
  touch(item: StoredItem): void {
    if (item.driveId) this.changes.set(item.driveId, (this.changes.get(item.driveId) ?? 0) + 1);
  }

  edit(id: string, text: string): void {
    const item = this.item(id);
    item.text = text;
    item.modifiedTime = new Date(Date.parse(item.modifiedTime ?? "2026-01-01") + 60_000).toISOString();
    this.touch(item);
  }

  change(id: string, changes: Partial<StoredItem>): void {
    const item = Object.assign(this.item(id), changes);
    this.touch(item);
  }

  remove(id: string): void {
    this.touch(this.item(id));
    this.items.delete(id);
  }

  isTrashed(item: StoredItem): boolean {
    const parent = this.items.get(item.parents[0] ?? "");
    return item.trashed === true || (parent !== undefined && this.isTrashed(parent));
  }
}

const reason = (status: number, why: string, message = why, domain = "global"): ApiReply => ({
  status,
  json: { error: { code: status, message, errors: [{ message, domain, reason: why }] } },
});
export const rateLimited = reason(403, "userRateLimitExceeded", "User Rate Limit Exceeded", "usageLimits");
const notFound = (id: string) => reason(404, "notFound", `File not found: ${id}.`);

/** The members of a file, by https://developers.google.com/workspace/drive/api/reference/rest/v3/files#File */
function shown(drive: Drive, item: StoredItem, query: URLSearchParams): Record<string, unknown> {
  const { text, labels, elements: _elements, permissionIds, ...rest } = item;
  const wanted = query.get("includeLabels")?.split(",") ?? [];
  const found = Object.entries(labels ?? {}).filter(([id]) => wanted.includes(id));
  const isBinary = !item.mimeType.startsWith("application/vnd.google-apps.");
  return {
    kind: "drive#file",
    ...rest,
    trashed: drive.isTrashed(item),
    ...(isBinary
      ? {
          md5Checksum: createHash("md5")
            .update(text ?? "")
            .digest("hex"),
        }
      : {}),
    capabilities: {
      canDownload: true,
      canListChildren: item.mimeType === folder,
      canReadLabels: true,
      ...item.capabilities,
    },
    ...(query.get("fields")?.includes("permissionIds") && permissionIds ? { permissionIds } : {}),
    ...(found.length > 0
      ? {
          labelInfo: {
            labels: found.map(([id, fields]) => ({
              id,
              fields: Object.fromEntries(
                Object.entries(fields).map(([field, selection]) => [
                  field,
                  { id: field, valueType: "selection", selection },
                ]),
              ),
            })),
          },
        }
      : {}),
  };
}

/** https://developers.google.com/workspace/drive/api/reference/rest/v3/files/list */
function filesList(drive: Drive, { query }: ApiRequest, perPage: number): ApiReply {
  const q = query.get("q") ?? "";
  const driveId = query.get("driveId");
  if (query.get("supportsAllDrives") !== "true" || query.get("includeItemsFromAllDrives") !== "true")
    return reason(400, "invalid", "all drives must be supported");
  if ((query.get("corpora") === "drive") !== (driveId !== null)) return reason(400, "invalid", "driveId");
  if (driveId !== null && drive.closed.has(driveId)) return notFound(driveId);
  const parent = /^'([^']+)' in parents$/.exec(q)?.[1];
  const folders = /^mimeType (!?=) '([^']+)'$/.exec(q);
  if (parent === undefined && folders?.[2] !== folder) return reason(400, "invalid", `q: ${q}`);
  const all = [...drive.items.values()]
    .filter((item) => (driveId === null ? item.driveId === undefined : item.driveId === driveId))
    .filter(({ parents, mimeType }) =>
      parent === undefined ? (mimeType === folder) === (folders?.[1] === "=") : parents.includes(parent),
    );
  const from = Number(query.get("pageToken")?.replace("page-", "") ?? 0);
  const size = Math.min(Number(query.get("pageSize") ?? 100), perPage);
  const next = from + size < all.length ? { nextPageToken: `page-${from + size}` } : {};
  const files = all.slice(from, from + size).map((item) => shown(drive, item, query));
  return { json: { kind: "drive#fileList", incompleteSearch: drive.isIncomplete, files, ...next } };
}

/** A document with one paragraph for each line, https://developers.google.com/workspace/docs/api/concepts/structure */
function documentOf({ name, text = "", elements }: StoredItem) {
  const paragraphs = text.split("\n").map((line) => [{ textRun: { content: `${line}\n`, textStyle: {} } }]);
  const content = [...paragraphs, ...(elements ? [elements] : [])].map((parts) => ({
    paragraph: { elements: parts, paragraphStyle: { namedStyleType: "NORMAL_TEXT" } },
  }));
  return {
    title: name,
    suggestionsViewMode: "PREVIEW_WITHOUT_SUGGESTIONS",
    tabs: [{ tabProperties: { tabId: "t.0", title: "Tab 1" }, documentTab: { body: { content } } }],
  };
}

/** https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
function grant({ body }: ApiRequest, audience: string): ApiReply {
  const form = new URLSearchParams(body);
  const [head = "", claims = "", signature = ""] = (form.get("assertion") ?? "").split(".");
  const isSigned = verify(
    "RSA-SHA256",
    Buffer.from(`${head}.${claims}`),
    createPublicKey(publicKey.export({ type: "spki", format: "pem" })),
    Buffer.from(signature, "base64url"),
  );
  const said = JSON.parse(Buffer.from(claims, "base64url").toString("utf8") || "{}");
  if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer" || !isSigned)
    return { status: 400, json: { error: "invalid_grant", error_description: "Invalid JWT Signature." } };
  if (said.iss !== account || said.aud !== audience || said.exp - said.iat > 3600)
    return { status: 400, json: { error: "invalid_grant", error_description: "Invalid JWT" } };
  if (said.sub !== undefined && said.sub !== delegate)
    return {
      status: 401,
      json: {
        error: "unauthorized_client",
        error_description: "Client is unauthorized to retrieve access tokens using this method.",
      },
    };
  if (said.scope !== "https://www.googleapis.com/auth/drive.readonly")
    return { status: 400, json: { error: "invalid_scope" } };
  return { json: { access_token: accessToken, expires_in: 3599, token_type: "Bearer" } };
}

/** Google Drive, the Docs API and the token endpoint in one server. */
export async function startDrive(perPage = 5) {
  const drive = new Drive();
  const guarded =
    (handle: (request: ApiRequest) => ApiReply) =>
    (request: ApiRequest): ApiReply =>
      request.headers.authorization === `Bearer ${accessToken}`
        ? handle(request)
        : reason(401, "authError", "Invalid Credentials");
  const visible = (id: string | undefined) => {
    const item = drive.items.get(id ?? "");
    return item && !drive.closed.has(item.driveId ?? "") ? item : undefined;
  };
  const body = (item: StoredItem, reply: ApiReply): ApiReply => {
    if (item.capabilities?.canDownload === false) return reason(403, "cannotDownloadFile");
    drive.bodyReads += 1;
    return reply;
  };
  const server = await startApiServer({
    "POST /token": (request) => grant(request, `${server.url}/token`),
    "GET /drive/v3/about": guarded(() => ({
      json: { user: { emailAddress: account, displayName: account } },
    })),
    "GET /drive/v3/drives/:id": guarded(({ params: { id } }) => {
      const found = drive.drives.find((one) => one.id === id && !drive.closed.has(one.id));
      return found
        ? { json: { kind: "drive#drive", ...found } }
        : reason(404, "notFound", `Shared drive not found: ${id}`);
    }),
    "GET /drive/v3/changes/startPageToken": guarded(({ query }) => ({
      json: { startPageToken: String(drive.changes.get(query.get("driveId") ?? "") ?? 0) },
    })),
    "GET /drive/v3/changes": guarded(({ query }) => {
      const id = query.get("driveId") ?? "";
      if (drive.closed.has(id)) return reason(404, "teamDriveNotFound", "Shared drive not found");
      const last = drive.changes.get(id) ?? 0;
      const isMore = Number(query.get("pageToken")) < last;
      return {
        json: {
          changes: isMore ? [{ fileId: "any" }] : [],
          ...(isMore ? { nextPageToken: String(last) } : { newStartPageToken: String(last) }),
        },
      };
    }),
    "GET /drive/v3/files": guarded((request) => filesList(drive, request, perPage)),
    "GET /drive/v3/files/:id": guarded(({ params: { id = "" }, query }) => {
      const item = visible(id);
      if (!item) return notFound(id);
      if (query.get("fields") === "exportLinks")
        return {
          json: {
            exportLinks: {
              [types.pptx]: `${server.url}/export/pptx?id=${id}`,
              [types.xlsx]: `${server.url}/export/xlsx?id=${id}`,
            },
          },
        };
      if (query.get("alt") === "media") return body(item, { body: item.text ?? "" });
      return { json: shown(drive, item, query) };
    }),
    "GET /drive/v3/files/:id/export": guarded(({ params: { id = "" }, query }) => {
      const item = visible(id);
      if (!item) return notFound(id);
      if (drive.large.has(id))
        return reason(403, "exportSizeLimitExceeded", "This file is too large to be exported.");
      const type = query.get("mimeType");
      if (type === types.xlsx) return body(item, { body: golden("xlsx-workbook/input.xlsx") });
      return type === types.pptx
        ? body(item, { body: golden("pptx-presentation/input.pptx") })
        : reason(400, "badRequest");
    }),
    "GET /v1/documents/:id": guarded(({ params: { id = "" }, query }) => {
      const item = visible(id);
      if (!item)
        return {
          status: 404,
          json: { error: { code: 404, message: "Requested entity was not found.", status: "NOT_FOUND" } },
        };
      if (
        query.get("suggestionsViewMode") !== "PREVIEW_WITHOUT_SUGGESTIONS" ||
        query.get("includeTabsContent") !== "true"
      )
        return reason(400, "badRequest");
      return body(item, { json: documentOf(item) });
    }),
    "GET /export/:kind": guarded(({ params: { kind } }) => ({
      body: golden(kind === "xlsx" ? "xlsx-workbook/input.xlsx" : "pptx-presentation/input.pptx"),
    })),
  });
  const key = JSON.stringify({
    type: "service_account",
    client_email: account,
    private_key: pem,
    token_uri: `${server.url}/token`,
  });
  return { server, drive, key, base: { base_url: server.url, docs_url: server.url } };
}
