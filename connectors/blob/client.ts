import { AwsV4Signer } from "aws4fetch";
import { XMLParser } from "fast-xml-parser";
import type { z } from "zod";
import type { Io } from "../../src/connector-kit/io.ts";
import { paginate } from "../../src/connector-kit/paginate.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { AzureOptions, BlobOptions, S3Options } from "./options.ts";
import { EnumerationResults, ListBucketResult, ListVersionsResult, type ObjectPage } from "./schema.ts";

/** A bucket or container. */
export interface Store {
  /** Pages of its listing under a prefix, to the end. */
  pages(prefix: string, signal: AbortSignal): AsyncGenerator<ObjectPage>;
  /** An object's bytes. */
  read(name: string, signal: AbortSignal, maxBytes: number): Promise<Uint8Array>;
}

type Parameters = Readonly<Record<string, string>>;

/** How one system is asked. */
interface Dialect {
  readonly schema: z.ZodType<ObjectPage>;
  listUrl(parameters: Parameters): URL;
  objectUrl(name: string): URL;
  headersFor(url: URL): Promise<Record<string, string>>;
  readonly hint: string;
}

/** The version of Azure's API whose answers the schema describes. */
const AZURE_VERSION = "2023-11-03";

/** The store of a source; its requests are signed, and follow no redirect. */
export function openStore(options: BlobOptions, io: Pick<Io, "http">): Store {
  const dialect = options.s3
    ? s3Dialect(options.s3, options.deleted)
    : azureDialect(options.azure, options.deleted);

  async function get(url: URL, signal: AbortSignal, maxBytes?: number): Promise<Uint8Array> {
    const headers = await dialect.headersFor(url);
    const limit = maxBytes === undefined ? {} : { maxBytes };
    try {
      const answer = await io.http.get(url, { headers, signal, redirects: "return", ...limit });
      if (answer.status >= 300)
        throw new FinIngestError(`the store sends us elsewhere (${answer.status})`, {
          hint: "Check `region` and `endpoint`: a bucket answers at its own region's address only.",
        });
      return answer.body;
    } catch (error) {
      if (!(error instanceof HttpError) || ![400, 401, 403, 404].includes(error.status ?? 0)) throw error;
      throw new FinIngestError(toFailure(error).message, { hint: dialect.hint, cause: error });
    }
  }

  return {
    pages: (prefix, signal) =>
      paginate<ObjectPage, Parameters>({
        what: "the listing of the store",
        first: {},
        read: async (place) =>
          parsePage(await get(dialect.listUrl({ prefix, ...place }), signal), dialect.schema),
        next: ({ next }) => next,
      }),
    read: (name, signal, maxBytes) => get(dialect.objectUrl(name), signal, maxBytes),
  };
}

const encodedName = (name: string): string =>
  name
    .split("/")
    .map((step) =>
      encodeURIComponent(step).replaceAll(
        /[!'()*]/g,
        (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join("/");

function withParameters(base: string, parameters: Parameters): URL {
  const url = new URL(base);
  url.search = Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  return url;
}

/**
 * Signature Version 4, which Google's XML API takes with HMAC keys, too.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 * @see https://cloud.google.com/storage/docs/aws-simple-migration
 */
function s3Dialect(options: S3Options, deleted: boolean): Dialect {
  const { bucket, region, endpoint } = options;
  // A name with dots does not fit the certificate of Amazon's hosts.
  const amazon = bucket.includes(".")
    ? `https://s3.${region}.amazonaws.com/${bucket}`
    : `https://${bucket}.s3.${region}.amazonaws.com`;
  const base = endpoint === undefined ? amazon : `${endpoint.replace(/\/$/, "")}/${bucket}`;
  return {
    schema: deleted ? ListVersionsResult : ListBucketResult,
    listUrl: (parameters) =>
      withParameters(`${base}/`, {
        ...(deleted ? { versions: "" } : { "list-type": "2" }),
        "encoding-type": "url",
        ...parameters,
      }),
    objectUrl: (name) => new URL(`${base}/${encodedName(name)}`),
    async headersFor(url) {
      const signer = new AwsV4Signer({
        url: url.href,
        accessKeyId: options.access_key_id,
        secretAccessKey: options.secret_access_key,
        service: "s3",
        region,
        ...(options.session_token === undefined ? {} : { sessionToken: options.session_token }),
        headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
      });
      return Object.fromEntries((await signer.sign()).headers);
    },
    hint: `Check the access key, and that it is allowed s3:ListBucket${deleted ? " and s3:ListBucketVersions" : ""} on the bucket and s3:GetObject on its objects; then \`bucket\` and \`region\`.`,
  };
}

/** https://learn.microsoft.com/rest/api/storageservices/create-service-sas */
function azureDialect(options: AzureOptions | undefined, deleted: boolean): Dialect {
  if (options === undefined) throw new Error("a blob source without s3 has azure");
  const container = options.container.replace(/\/$/, "");
  const sas = options.sas_token.replace(/^\?/, "");
  const signed = (url: URL) => {
    url.search = [url.search.slice(1), sas].filter((part) => part !== "").join("&");
    return url;
  };
  return {
    schema: EnumerationResults,
    listUrl: (parameters) =>
      signed(
        withParameters(container, {
          restype: "container",
          comp: "list",
          ...(deleted ? { include: "deleted" } : {}),
          ...parameters,
        }),
      ),
    objectUrl: (name) => signed(new URL(`${container}/${encodedName(name)}`)),
    headersFor: async () => ({ "x-ms-version": AZURE_VERSION }),
    hint: "Check `container` and `sas_token`: it needs the permissions Read and List, and must not have expired.",
  };
}

const LISTS: ReadonlySet<string> = new Set(["Contents", "Version", "DeleteMarker", "Blob"]);

/** @throws FinIngestError for what is no whole listing: half of one would look like deletions */
function parsePage(body: Uint8Array, schema: z.ZodType<ObjectPage>): ObjectPage {
  const written = Buffer.from(body)
    .toString("utf8")
    .replace(/^\ufeff/, "");
  const parser = new XMLParser({
    ignoreAttributes: true,
    parseTagValue: false,
    trimValues: false,
    processEntities: true,
    isArray: (name) => LISTS.has(name),
  });
  try {
    if (/<!DOCTYPE/i.test(written)) throw new Error("it has a document type");
    const result = schema.safeParse(parser.parse(written, true));
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new Error(`${issue?.path.join(".")}: ${issue?.message}`);
  } catch (error) {
    throw new FinIngestError(
      `the store's listing has another shape than documented: ${toFailure(error).message}`,
      {
        hint: "Check the address: a proxy or a login page may stand in front of the store.",
        cause: error,
      },
    );
  }
}
