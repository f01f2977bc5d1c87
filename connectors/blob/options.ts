import { z } from "zod";
import { secret } from "../../src/config/schema/secret.ts";
import { globOption } from "../../src/glob.ts";
import { parseUrl } from "../../src/http/url.ts";

const address = z
  .url({ protocol: /^https?$/ })
  .refine((text) => !/[?#@]/.test(text), "must be an address without a query or user");

const pageUrl = z
  .string()
  .refine(
    (text) =>
      /^https?:\/\/[^/{}]+\//i.test(text) && parseUrl(text.replaceAll(/\{[^}]*\}/g, "x")) !== undefined,
    "must be an absolute URL, such as https://docs.example.com/{slug}",
  )
  .refine((text) => /\{(?:slug|path|name)\}/.test(text), "must contain {slug}, {path} or {name}")
  .refine((text) => !/\{(?!(?:slug|path|name)\})[^}]*\}/.test(text), "knows {slug}, {path} and {name} only");

const s3 = z.strictObject({
  bucket: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{1,220}[A-Za-z0-9]$/, "must be a bucket's name")
    .describe("the bucket's name"),
  region: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default("us-east-1")
    .describe("the bucket's region; `auto` for Google Cloud Storage and Cloudflare R2"),
  endpoint: address
    .optional()
    .describe(
      "of a compatible system: https://minio.example.com, https://storage.googleapis.com; default: Amazon's",
    ),
  access_key_id: z.string().min(1).describe("id of the access key (Google: of the HMAC key)"),
  secret_access_key: secret().describe("the access key's secret"),
  session_token: secret().optional().describe("session token of temporary credentials"),
});
export type S3Options = z.output<typeof s3>;

const azure = z.strictObject({
  container: address
    .refine(
      (text) => new URL(text).pathname.length > 1,
      "must name the container: https://ACCOUNT.blob.core.windows.net/CONTAINER",
    )
    .describe("address of the container: https://ACCOUNT.blob.core.windows.net/CONTAINER"),
  sas_token: secret().describe("shared access signature with the permissions Read and List"),
});
export type AzureOptions = z.output<typeof azure>;

/** The options of a blob source, beside the common ones. README.md explains each. */
export const blobOptions = z
  .strictObject({
    s3: s3.optional().describe("a bucket of Amazon S3, of a compatible system, or of Google Cloud Storage"),
    azure: azure.optional().describe("a container of Azure Blob Storage"),
    prefix: z.string().default("").describe("only objects whose names begin so: handbook/"),
    include: z
      .array(globOption())
      .min(1)
      .default(["**/*.{md,mdx,markdown,html,htm,adoc,asciidoc,rst,txt,pdf,docx}"])
      .describe("globs of the objects that are documents, relative to the prefix"),
    exclude: z.array(globOption()).default([]).describe("globs of objects that are not"),
    page_url: pageUrl
      .optional()
      .describe("where people read a document: an absolute URL with {slug}, {path} or {name}"),
    deleted: z
      .boolean()
      .default(false)
      .describe(
        "list deleted objects, too, as evidence: delete markers of a versioned bucket, soft-deleted blobs of Azure",
      ),
  })
  .refine(({ s3, azure }) => (s3 === undefined) !== (azure === undefined), {
    error: "needs exactly one of s3 and azure",
  });
export type BlobOptions = z.output<typeof blobOptions>;
