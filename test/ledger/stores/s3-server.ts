import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** An object store as these tests need it. */
export interface S3Server {
  /** `endpoint` of an address. */
  readonly url: string;
  readonly objects: Map<string, { readonly bytes: Buffer; readonly etag: string; readonly at: number }>;
  /** Method and path of every request since the last call. */
  requests(): string[];
  /** Answers a request in its place; undefined: it is answered as always. */
  fault:
    | ((request: { method: string; path: string }) => "lost before" | "lost after" | 503 | undefined)
    | undefined;
  /** False: conditions are ignored, as by stores that do not know them. */
  honoursConditions: boolean;
  /** True: conditional writes are refused as by a store that has another one under way (409). */
  conflicts: boolean;
  /** Lets a request wait before it is acted on. */
  delay: ((request: { method: string; path: string }) => Promise<void> | undefined) | undefined;
  /** Requests that were refused because of their time. */
  refused: number;
  /** True: an If-Match is compared with the tag without its quotes, as Ceph did before 2025. */
  hasBareTags: boolean;
  /** Milliseconds by which its clock is ahead of this machine's. */
  clockAhead: number;
  close(): Promise<void>;
}

const env = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "not-a-secret-of-anybody" };
export const s3Env = env;

let shared: Promise<string> | undefined;

/** Where suites for every kind of store find an object store: a real one (`npm run real object-store`), or one of ours. */
export function s3Endpoint(): Promise<string> {
  const { FIN_INGEST_TEST_S3: real } = process.env;
  shared ??= real === undefined ? startS3().then(({ url }) => url) : Promise.resolve(real);
  return shared;
}

/**
 * The part of S3 that a ledger needs, with conditional writes as documented:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function startS3(): Promise<S3Server> {
  const objects: S3Server["objects"] = new Map();
  const seen: string[] = [];
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  const store: S3Server = {
    url: "",
    objects,
    requests: () => seen.splice(0),
    fault: undefined,
    honoursConditions: true,
    conflicts: false,
    delay: undefined,
    refused: 0,
    hasBareTags: false,
    clockAhead: 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  const now = () => Date.now() + store.clockAhead;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", "http://localhost");
    const { method = "" } = request;
    const path = decodeURIComponent(url.pathname.slice(1));
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    seen.push(`${method} ${path}${url.searchParams.has("list-type") ? "?list" : ""}`);
    await store.delay?.({ method, path });
    const fault = store.fault?.({ method, path });
    if (fault === "lost before") return void response.destroy();
    const body = Buffer.concat(pieces);
    const {
      status,
      headers = {},
      text = "",
    } = fault === 503 ? { status: 503 } : act(method, path, url, body, request);
    if (fault === "lost after") return void response.destroy();
    response.writeHead(status, { date: new Date(now()).toUTCString(), ...headers }).end(text);
  }

  function act(method: string, path: string, url: URL, body: Buffer, { headers }: IncomingMessage): Reply {
    if (
      !/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/.*Signature=[0-9a-f]{64}$/.test(headers.authorization ?? "")
    )
      return { status: 403, text: "<Error><Code>SignatureDoesNotMatch</Code></Error>" };
    if (headers["x-amz-content-sha256"] !== createHash("sha256").update(body).digest("hex"))
      return { status: 400, text: "<Error><Code>XAmzContentSHA256Mismatch</Code></Error>" };
    // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html: a quarter of an hour
    if (Math.abs(signedAt(headers["x-amz-date"]) - now()) > 900_000) {
      store.refused += 1;
      return { status: 403, text: "<Error><Code>RequestTimeTooSkewed</Code></Error>" };
    }
    const bucket = path.split("/")[0] ?? "";
    if (url.searchParams.has("list-type")) return list(bucket, url.searchParams);
    const found = objects.get(path);
    if (method === "PUT") return put(path, body, headers);
    if (!found) return { status: method === "DELETE" ? 204 : 404, text: "" };
    if (method === "DELETE") {
      objects.delete(path);
      return { status: 204 };
    }
    return {
      status: 200,
      text: found.bytes,
      headers: { etag: found.etag, "last-modified": new Date(found.at).toUTCString() },
    };
  }

  function put(path: string, bytes: Buffer, headers: IncomingMessage["headers"]): Reply {
    const found = objects.get(path);
    if (store.conflicts && (headers["if-none-match"] || headers["if-match"])) return { status: 409 };
    const [absent, etag] = [headers["if-none-match"], headers["if-match"]];
    if (store.honoursConditions) {
      if (absent === "*" && found) return { status: 412 };
      if (etag !== undefined && !found) return { status: 404 };
      const tag = store.hasBareTags ? found?.etag.replaceAll('"', "") : found?.etag;
      if (etag !== undefined && tag !== etag) return { status: 412 };
    }
    const made = { bytes, etag: `"${createHash("md5").update(bytes).digest("hex")}"`, at: now() };
    objects.set(path, made);
    return { status: 200, headers: { etag: made.etag } };
  }

  function list(bucket: string, query: URLSearchParams): Reply {
    const prefix = `${bucket}/${query.get("prefix") ?? ""}`;
    const after = query.get("continuation-token") ?? "";
    const names = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
    // As few as make a listing of several pages.
    const page = names.slice(0, 50);
    const more = names.length > page.length;
    const contents = page.map(
      (name) =>
        `<Contents><Key>${name.slice(bucket.length + 1)}</Key><Size>${objects.get(name)?.bytes.length}</Size></Contents>`,
    );
    const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    return {
      status: 200,
      text: `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join("")}</ListBucketResult>`,
    };
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  server.unref();
  return Object.assign(store, { url: `http://127.0.0.1:${address.port}` });
}

/** From `X-Amz-Date`: 20261130T020000Z. */
const signedAt = (text: string | string[] | undefined): number =>
  Date.parse(String(text).replace(/^(....)(..)(..T..)(..)/, "$1-$2-$3:$4:"));

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string | Buffer;
}
