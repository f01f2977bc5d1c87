import { z } from "zod";

/** An object as a listing names it. */
export interface StoredObject {
  readonly name: string;
  readonly etag: string;
  readonly size: number;
  /** Epoch milliseconds. */
  readonly changed: number | undefined;
  readonly isDeleted: boolean;
}

/** A part of a listing; `next` are the parameters of the following one. */
export interface ObjectPage {
  readonly objects: readonly StoredObject[];
  readonly next: Readonly<Record<string, string>> | undefined;
}

const text = z.string();
const time = z.string().transform((written) => {
  const ms = Date.parse(written);
  return Number.isNaN(ms) ? undefined : ms;
});
const whole = z.string().regex(/^\d+$/).transform(Number);
const truth = z.enum(["true", "false"]).transform((written) => written === "true");
/** S3 names are asked for in percent-encoding, because XML cannot write every character; a space is `+`, or `%20` in some systems. */
const encoded = z
  .string()
  .transform((written) =>
    decodeURIComponent(written.includes("%20") ? written : written.replaceAll("+", " ")),
  );

const content = z.object({ Key: encoded, ETag: text.min(1), Size: whole, LastModified: time }).transform(
  ({ Key, ETag, Size, LastModified }): StoredObject => ({
    name: Key,
    etag: ETag,
    size: Size,
    changed: LastModified,
    isDeleted: false,
  }),
);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const ListBucketResult = z
  .object({
    ListBucketResult: z.object({
      IsTruncated: truth,
      NextContinuationToken: text.optional(),
      Contents: z.array(content).default([]),
    }),
  })
  .transform(({ ListBucketResult: found }, context): ObjectPage => {
    const token = found.NextContinuationToken;
    if (found.IsTruncated && !token) context.addIssue("it goes on and does not say where");
    return {
      objects: found.Contents,
      next: found.IsTruncated && token ? { "continuation-token": token } : undefined,
    };
  });

const marker = z.object({ Key: encoded, IsLatest: truth });

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export const ListVersionsResult = z
  .object({
    ListVersionsResult: z.object({
      IsTruncated: truth,
      NextKeyMarker: encoded.optional(),
      NextVersionIdMarker: text.optional(),
      Version: z.array(z.intersection(content, z.object({ IsLatest: truth }))).default([]),
      DeleteMarker: z.array(marker).default([]),
    }),
  })
  .transform(({ ListVersionsResult: found }, context): ObjectPage => {
    const { NextKeyMarker: key, NextVersionIdMarker: version } = found;
    if (found.IsTruncated && !key) context.addIssue("it goes on and does not say where");
    const gone = found.DeleteMarker.filter(({ IsLatest }) => IsLatest);
    return {
      objects: [
        ...found.Version.filter(({ IsLatest }) => IsLatest),
        ...gone.map(({ Key }) => ({ name: Key, etag: "", size: 0, changed: undefined, isDeleted: true })),
      ],
      next:
        found.IsTruncated && key
          ? { "key-marker": key, ...(version ? { "version-id-marker": version } : {}) }
          : undefined,
    };
  });

/** https://learn.microsoft.com/rest/api/storageservices/list-blobs */
export const EnumerationResults = z
  .object({
    EnumerationResults: z.object({
      // Without it nobody can tell whether the listing goes on.
      NextMarker: text,
      Blobs: z.union([
        z.literal("").transform(() => ({ Blob: [] })),
        z.object({
          Blob: z
            .array(
              z.object({
                Name: z.union([text, z.object({ "#text": encoded }).transform((name) => name["#text"])]),
                Deleted: truth.default(false),
                Properties: z.object({
                  Etag: text.min(1),
                  "Content-Length": whole,
                  "Last-Modified": time.optional(),
                }),
              }),
            )
            .default([]),
        }),
      ]),
    }),
  })
  .transform(
    ({ EnumerationResults: { NextMarker, Blobs } }): ObjectPage => ({
      objects: Blobs.Blob.map(({ Name, Deleted, Properties }) => ({
        name: Name,
        etag: Properties.Etag,
        size: Properties["Content-Length"],
        changed: Properties["Last-Modified"],
        isDeleted: Deleted,
      })),
      next: NextMarker === "" ? undefined : { marker: NextMarker },
    }),
  );

/** What is remembered of an object's front matter and of its sidecar, by their ETags. */
export const Facts = z.object({
  title: z.string().optional(),
  slug: z.string().optional(),
  unpublished: z.string().optional(),
  labels: z.array(z.string()),
});
export type Facts = z.output<typeof Facts>;
