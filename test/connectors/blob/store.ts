import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  type ApiFixture,
  type ApiReply,
  type ApiRequest,
  startApiServer,
} from "../../../src/connector-kit/testing/index.ts";

export const secret = "the-secret-key-of-the-tests";
export const sas = "sv=2023-11-03&sr=c&sp=rl&sig=signature-of-the-tests";
const keyId = "reader-key";
const file = new URL("../../fixtures/connectors/blob/objects.json", import.meta.url);
const PER_PAGE = 3;

/** Objects with ETags, and what was deleted of them. */
class Objects {
  readonly texts = new Map<string, string>(Object.entries(JSON.parse(readFileSync(file, "utf8"))));
  readonly deleted = new Set<string>();
  /** Names that answer 403. */
  readonly forbidden = new Set<string>();
  reads = 0;

  /** In the order of their bytes, as S3 lists them. */
  names(prefix: string, withDeleted: boolean): string[] {
    const all = [...this.texts.keys(), ...(withDeleted ? this.deleted : [])];
    return all
      .filter((name) => name.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }
  etag = (name: string) => `"${createHash("md5").update(this.text(name)).digest("hex")}"`;
  text = (name: string) => this.texts.get(name) ?? "";
  remove(name: string): void {
    this.texts.delete(name);
    this.deleted.add(name);
  }
  read(name: string): ApiReply {
    if (this.forbidden.has(name)) return { status: 403, body: "<Error><Code>AccessDenied</Code></Error>" };
    if (!this.texts.has(name)) return { status: 404, body: "<Error><Code>NoSuchKey</Code></Error>" };
    this.reads += 1;
    return { body: this.text(name), headers: { etag: this.etag(name) } };
  }
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const time = "2025-03-01T09:00:00.000Z";

/** Signature Version 4 by its documentation: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function isSigned({ method, path, query, headers }: ApiRequest): boolean {
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    );
  if (!found) return false;
  const [, id, day = "", region = "", names = "", signature] = found;
  const encode = (text: string) =>
    encodeURIComponent(text).replaceAll(
      /[!'()*]/g,
      (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const parameters = [...query]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const signed = names
    .split(";")
    .map((name) => `${name}:${headers[name]?.trim()}\n`)
    .join("");
  const canonical = [method, path, parameters, signed, names, headers["x-amz-content-sha256"]].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const digest = createHash("sha256").update(canonical).digest("hex");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const key = ["aws4_request"].reduce(hmac, hmac(hmac(hmac(`AWS4${secret}`, day), region), "s3"));
  const expected = hmac(key, ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, digest].join("\n"));
  return id === keyId && expected.toString("hex") === signature;
}

/** A bucket by the documentation of ListObjectsV2, ListObjectVersions and GetObject. */
function s3Answer(objects: Objects, request: ApiRequest): ApiReply {
  const { query } = request;
  if (!isSigned(request)) return { status: 403, body: "<Error><Code>SignatureDoesNotMatch</Code></Error>" };
  const isVersions = query.has("versions");
  const all = objects.names(query.get("prefix") ?? "", isVersions);
  const marker = query.get(isVersions ? "key-marker" : "continuation-token");
  const from = marker === null ? 0 : isVersions ? all.indexOf(marker) + 1 : Number(marker);
  const page = all.slice(from, from + PER_PAGE);
  const isTruncated = from + PER_PAGE < all.length;
  const latest = isVersions ? "<VersionId>v1</VersionId><IsLatest>true</IsLatest>" : "";
  const items = page.map((name) => {
    const key = `<Key>${encodeURIComponent(name).replaceAll("%20", "+").replaceAll("%2F", "/")}</Key>`;
    if (objects.deleted.has(name))
      return `<DeleteMarker>${key}${latest}<LastModified>${time}</LastModified></DeleteMarker>`;
    const tag = isVersions ? "Version" : "Contents";
    return `<${tag}>${key}${latest}<LastModified>${time}</LastModified><ETag>&quot;${objects.etag(name).slice(1, -1)}&quot;</ETag><Size>${Buffer.byteLength(objects.text(name))}</Size></${tag}>`;
  });
  const last = encodeURIComponent(page.at(-1) ?? "");
  const next = !isTruncated
    ? ""
    : isVersions
      ? `<NextKeyMarker>${last}</NextKeyMarker><NextVersionIdMarker>v1</NextVersionIdMarker>`
      : `<NextContinuationToken>${from + PER_PAGE}</NextContinuationToken>`;
  const root = isVersions ? "ListVersionsResult" : "ListBucketResult";
  return {
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>handbook</Name><IsTruncated>${isTruncated}</IsTruncated>${next}${items.join("")}</${root}>`,
  };
}

/** A container by the documentation of List Blobs. */
function azureAnswer(objects: Objects, { query }: ApiRequest): ApiReply {
  const all = objects.names(query.get("prefix") ?? "", query.get("include") === "deleted");
  const from = Number(query.get("marker") ?? 0);
  const blobs = all.slice(from, from + PER_PAGE).map((name) => {
    const deleted = objects.deleted.has(name) ? "<Deleted>true</Deleted>" : "";
    return `<Blob><Name>${escaped(name)}</Name>${deleted}<Properties><Last-Modified>Sat, 01 Mar 2025 09:00:00 GMT</Last-Modified><Etag>${objects.etag(name).slice(1, -1)}</Etag><Content-Length>${Buffer.byteLength(objects.text(name))}</Content-Length></Properties></Blob>`;
  });
  const next =
    from + PER_PAGE < all.length ? `<NextMarker>${from + PER_PAGE}</NextMarker>` : "<NextMarker />";
  return {
    headers: { "content-type": "application/xml" },
    body: `\ufeff<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="handbook"><Blobs>${blobs.join("")}</Blobs>${next}</EnumerationResults>`,
  };
}

export interface StoreFixture extends ApiFixture {
  readonly objects: Objects;
}

/** A store of either kind with the fixture's objects. */
export async function startStore(kind: "s3" | "azure", own: object = {}): Promise<StoreFixture> {
  const objects = new Objects();
  const isAllowed = (request: ApiRequest) =>
    kind === "s3"
      ? isSigned(request)
      : request.query.get("sig") === "signature-of-the-tests" &&
        request.headers["x-ms-version"] !== undefined;
  const read = (request: ApiRequest): ApiReply =>
    isAllowed(request)
      ? objects.read(decodeURIComponent(request.path.replace(/^\/handbook\//, "")))
      : { status: 403, body: "<Error/>" };
  const list = (request: ApiRequest): ApiReply =>
    kind === "s3"
      ? s3Answer(objects, request)
      : isAllowed(request)
        ? azureAnswer(objects, request)
        : { status: 403, body: "<Error/>" };
  const listPath = kind === "s3" ? "/handbook/" : "/handbook";
  const server = await startApiServer({
    [`GET ${listPath}`]: list,
    "GET /handbook/:folder/:name": read,
    "GET /handbook/:folder/:sub/:name": read,
  });
  const settings =
    kind === "s3"
      ? {
          s3: {
            bucket: "handbook",
            region: "eu-central-1",
            endpoint: server.url,
            access_key_id: keyId,
            secret_access_key: secret,
          },
        }
      : { azure: { container: `${server.url}/handbook`, sas_token: sas } };
  const options = { ...settings, prefix: "docs/", page_url: "https://docs.example.com/{slug}", ...own };
  const wrong =
    kind === "s3"
      ? { s3: { ...settings.s3, secret_access_key: "another" } }
      : { azure: { ...settings.azure, sas_token: "sig=another" } };
  return {
    server,
    objects,
    options,
    baseDir: "/",
    secrets: kind === "s3" ? [secret] : ["signature-of-the-tests"],
    refused: [{}, { ...options, page_url: "/docs/{slug}" }, { ...options, include: [] }, { prefix: "docs/" }],
    broken: [{ ...options, ...wrong }],
    isOwnFailure: ({ path }) => path === listPath,
    retitle: async () =>
      void objects.texts.set("docs/billing/plans.txt.yaml", "title: Seats\nslug: /plans\n"),
    async edit() {
      objects.texts.set("docs/hours.md", `${objects.text("docs/hours.md")}\nOn Fridays until 17 o'clock.\n`);
      return "docs/hours.md";
    },
    async remove() {
      objects.remove("docs/guide/export.html");
      return "docs/guide/export.html";
    },
    bodyReads: () => objects.reads,
    close: () => server.close(),
  };
}
