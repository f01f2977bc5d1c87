import { generateKeyPairSync } from "node:crypto";
import { jwtVerify } from "jose";
import {
  type ApiFixture,
  type ApiReply,
  type ApiRequest,
  type ApiServer,
  startApiServer,
} from "../../../src/connector-kit/testing/index.ts";
import { readStored, type StoredPage, TestDrive } from "./drives.ts";

export const secret = "client-secret-of-the-tests";
export const clientId = "89ea5c94-7736-4e25-95ad-3fa95f62b66e";
export const siteUrl = "https://contoso.sharepoint.com/sites/handbook";
const token = "graph-token-of-the-tests";
export const tempauth = "tempauth-of-the-tests-0123456789";
export const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const thumbprint = "a1".repeat(32);

/** One of its visitors less than the library. */
export const ownersOnly = [
  { id: "1", roles: ["owner"], grantedToV2: { siteGroup: { id: "3", displayName: "Handbook Owners" } } },
];

/** A site with two libraries and pages, as Graph shows it, and the host from which files are downloaded. */
export interface Tenant extends ApiFixture {
  readonly drives: ReadonlyMap<string, TestDrive>;
  readonly docs: TestDrive;
  readonly pages: TestDrive;
  readonly sitePages: StoredPage[];
  readonly files: ApiServer;
  /** How the token was asked for, each time. */
  readonly logins: URLSearchParams[];
  /** What the app may not do at all, by a part of the path. */
  readonly denied: Set<string>;
  /** Statuses of single parts of a batch, by item. */
  readonly batchStatus: Map<string, number>;
}

const notFound: ApiReply = {
  status: 404,
  json: { error: { code: "itemNotFound", message: "Item not found" } },
};
const forbidden: ApiReply = {
  status: 403,
  json: { error: { code: "accessDenied", message: "Access denied" } },
};

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
async function isKnown(form: URLSearchParams, tokenUrl: string): Promise<boolean> {
  if (form.get("client_id") !== clientId || form.get("grant_type") !== "client_credentials") return false;
  if (form.has("client_secret")) return form.get("client_secret") === secret;
  const { payload, protectedHeader } = await jwtVerify(form.get("client_assertion") ?? "", publicKey, {
    issuer: clientId,
    subject: clientId,
    audience: tokenUrl,
    algorithms: ["PS256"],
    requiredClaims: ["jti", "exp", "nbf"],
  });
  const digest = Buffer.from(thumbprint, "hex").toString("base64url");
  return protectedHeader["x5t#S256"] === digest && payload.jti !== "";
}

export async function startTenant(own: object = {}): Promise<Tenant> {
  const stored = readStored();
  const drives = new Map(stored.drives.map((drive) => [drive.id, new TestDrive(drive)]));
  const driveOf = (id = "") => {
    const drive = drives.get(id);
    if (!drive) throw new Error(`the fixture has no drive ${id}`);
    return drive;
  };
  const [docs, sheets, pages] = ["b!docs", "b!forms", "b!pages"].map(driveOf) as [
    TestDrive,
    TestDrive,
    TestDrive,
  ];
  const sitePages = stored.pages;
  const logins: URLSearchParams[] = [];
  const denied = new Set<string>();
  const batchStatus = new Map<string, number>();
  const reads = { bodies: 0 };

  const files = await startApiServer({
    "GET /download/:drive/:id/:version": ({ params, query, headers }) => {
      if (query.get("tempauth") !== tempauth || headers.authorization !== undefined)
        return { status: 401, body: "" };
      const { text, bytes, versions } = driveOf(params.drive).item(params.id ?? "");
      return {
        body: (params.version === "current" ? (bytes ?? text) : versions?.[params.version ?? ""]) ?? "",
      };
    },
  });
  const download = (drive = "", id = "", version = "current"): ApiReply => {
    if (!driveOf(drive).items.has(id)) return notFound;
    reads.bodies += 1;
    const location = `${files.url}/download/${drive}/${id}/${version}?tempauth=${tempauth}`;
    return { status: 302, headers: { location } };
  };
  const permissions = (drive = "", id = ""): ApiReply => {
    const item = driveOf(drive).items.get(id);
    return item ? { json: { value: item.permissions ?? stored.readers } } : notFound;
  };
  const page = ({ canvasLayout, revision = 1, ...rest }: StoredPage, isWhole: boolean) => ({
    ...rest,
    eTag: `"{${rest.id.toUpperCase()}},${revision}"`,
    lastModifiedDateTime: `2026-04-0${revision}T09:00:00Z`,
    ...(isWhole ? { canvasLayout } : {}),
  });
  const { site } = stored;
  const drive = ({ id, name, webUrl }: TestDrive) => ({ id, name, webUrl, driveType: "documentLibrary" });

  /** Every route of Graph wants the token, and refuses what the app may not do. */
  const guarded =
    (handle: (request: ApiRequest) => ApiReply) =>
    (request: ApiRequest): ApiReply => {
      if (request.headers.authorization !== `Bearer ${token}`)
        return { status: 401, json: { error: { code: "InvalidAuthenticationToken" } } };
      if ([...denied].some((part) => request.path.includes(part))) return forbidden;
      return driveOf.call(undefined, request.params.drive ?? "b!docs").isForbidden
        ? forbidden
        : handle(request);
    };
  const guardedAll = (routes: Record<string, (request: ApiRequest) => ApiReply>) =>
    Object.fromEntries(Object.entries(routes).map(([route, handle]) => [route, guarded(handle)]));

  const server: ApiServer = await startApiServer({
    "POST /contoso.onmicrosoft.com/oauth2/v2.0/token": async ({ body, path }) => {
      const form = new URLSearchParams(body);
      logins.push(form);
      if (await isKnown(form, `${server.url}${path}`).catch(() => false))
        return { json: { token_type: "Bearer", expires_in: 3599, access_token: token } };
      const error_description = "AADSTS7000215: Invalid client secret provided.";
      return { status: 401, json: { error: "invalid_client", error_description } };
    },
    ...guardedAll({
      "GET /v1.0/sites/contoso.sharepoint.com:/sites/:name": ({ params }) =>
        params.name === "handbook" ? { json: site } : notFound,
      "GET /v1.0/sites/:site/drives": ({ query }) => {
        const all = [docs, sheets].map(drive);
        const next = `${server.url}/v1.0/sites/${site.id}/drives?$skiptoken=1`;
        return query.has("$skiptoken")
          ? { json: { value: all.slice(1) } }
          : { json: { value: all.slice(0, 1), "@odata.nextLink": next } };
      },
      "GET /v1.0/sites/:site/lists": () => ({
        json: {
          value: [
            {
              id: "b57af081-936c-4803-a120-d94887b03864",
              name: "Documents",
              list: { template: "documentLibrary" },
            },
            {
              id: "468fc883-e278-4773-ba09-91351a1e42ed",
              name: "SitePages",
              list: { template: "webPageLibrary" },
            },
          ],
        },
      }),
      "GET /v1.0/sites/:site/lists/:list/drive": ({ params }) =>
        params.list === "468fc883-e278-4773-ba09-91351a1e42ed" ? { json: drive(pages) } : notFound,
      "GET /v1.0/sites/:site/pages/microsoft.graph.sitePage": ({ query }) => {
        const from = Number(query.get("$skiptoken") ?? 0);
        const next = `${server.url}/v1.0/sites/${site.id}/pages/microsoft.graph.sitePage?$skiptoken=${from + 1}`;
        const value = sitePages.slice(from, from + 1).map((one) => page(one, false));
        return { json: from + 1 < sitePages.length ? { value, "@odata.nextLink": next } : { value } };
      },
      "GET /v1.0/sites/:site/pages/:page/microsoft.graph.sitePage": ({ params, query }) => {
        const found = sitePages.find(({ id }) => id === params.page);
        const isWhole = query.get("$expand") === "canvasLayout";
        if (isWhole) reads.bodies += 1;
        return found ? { json: page(found, isWhole) } : notFound;
      },
      "GET /v1.0/drives/:drive/root/delta": ({ params, query, path }) =>
        driveOf(params.drive).delta(query.get("token"), `${server.url}${path}`),
      "GET /v1.0/drives/:drive/root": ({ params }) => {
        const { items, ...on } = driveOf(params.drive);
        const root = [...items.values()].find((item) => item.root);
        return root ? { json: driveOf(on.id).json(root.id) } : notFound;
      },
      "GET /v1.0/drives/:drive/items/:id": ({ params }) => {
        const on = driveOf(params.drive);
        return on.items.has(params.id ?? "") ? { json: on.json(params.id ?? "") } : notFound;
      },
      "GET /v1.0/drives/:drive/items/:id/permissions": ({ params }) => permissions(params.drive, params.id),
      "GET /v1.0/drives/:drive/items/:id/content": ({ params }) => download(params.drive, params.id),
      "GET /v1.0/drives/:drive/items/:id/versions/:version/content": ({ params }) =>
        download(params.drive, params.id, params.version),
      ...("libraries" in own ? { "GET /v1.0/sites/:site/drive": () => ({ json: drive(docs) }) } : {}),
      "POST /v1.0/$batch": ({ body }) => {
        const { requests } = JSON.parse(body) as { requests: { id: string; url: string }[] };
        // They may come in another order, https://learn.microsoft.com/graph/json-batching
        const responses = requests.toReversed().map(({ id, url }) => {
          const [, on, item = ""] = /^\/drives\/([^/]+)\/items\/([^/]+)\/permissions$/.exec(url) ?? [];
          const stated = batchStatus.get(item);
          if (stated !== undefined)
            return { id, status: stated, body: { error: { code: "activityLimitReached" } } };
          const { status = 200, json } = permissions(decodeURIComponent(on ?? ""), item);
          return { id, status, headers: {}, body: json };
        });
        return { json: { responses } };
      },
    }),
  });
  const options = {
    tenant: "contoso.onmicrosoft.com",
    client_id: clientId,
    client_secret: secret,
    base_url: server.url,
    login_url: server.url,
    sites: [siteUrl],
    libraries: ["Documents", "Product sheets"],
    ...own,
  };
  return {
    server,
    files,
    drives,
    docs,
    pages,
    sitePages,
    logins,
    denied,
    batchStatus,
    options,
    baseDir: "/",
    secrets: [secret, token, tempauth],
    refused: [
      {},
      { ...options, client_secret: undefined },
      { ...options, certificate: { private_key: "x", thumbprint } },
      { ...options, sites: [`${siteUrl}/SitePages/Home.aspx`] },
      { ...options, sites: [] },
      { ...options, libraries: [], pages: false },
      { ...options, base_url: "http://graph.microsoft.com" },
    ],
    broken: [
      { ...options, client_secret: "another" },
      { ...options, sites: ["https://contoso.sharepoint.com/sites/nowhere"] },
    ],
    isOwnFailure: ({ path }) =>
      path.endsWith("/token") || path === `/v1.0/sites/contoso.sharepoint.com:/sites/handbook`,
    async retitle() {
      const [first] = sitePages;
      if (first) Object.assign(first, { title: "Welcome, everybody", revision: 2 });
    },
    async edit() {
      const { text = "", revision = 1 } = docs.item("01REFUNDS");
      docs.change("01REFUNDS", { text: `${text}\nThe ${revision}. sentence that was added later.\n` });
      return "b!docs/01REFUNDS";
    },
    async remove() {
      docs.delete("01HOURS");
      return "b!docs/01HOURS";
    },
    bodyReads: () => reads.bodies,
    async close() {
      await server.close();
      await files.close();
    },
  };
}
