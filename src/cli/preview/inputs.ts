import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Audience } from "../../audience.ts";
import { parseUrl } from "../../http/url.ts";
import { type Document, documentExtensions, documentName, mediaTypeOfName } from "../../normalize/index.ts";
import { UsageError } from "../fail.ts";

/** Something to preview: its name on the command line, and how to get it. */
export interface Input {
  readonly name: string;
  /** The address Fin would cite. */
  readonly url?: string | undefined;
  /** Who may be answered from it, as its source says; absent: no source says. */
  readonly audience?: Audience | undefined;
  /** Fingerprints of findings that its source allows: they are not secrets. */
  readonly allowedSecrets?: readonly string[];
  load(): Promise<Document>;
}

export const isAddress = (name: string): boolean => /^https?:\/\//i.test(name);

/** @throws UsageError when the value of `--url` is not a web address */
export function checkUrl(url: string | undefined): void {
  if (url !== undefined && !(isAddress(url) && parseUrl(url)))
    throw new UsageError(`--url needs an http(s) address, not "${url}"`);
}

/** A file as a document. @throws UsageError when there is no such file, or its format cannot be read */
export async function fileInput(name: string, url: string | undefined): Promise<Input> {
  const found = await stat(name).catch(() => undefined);
  if (!found)
    throw new UsageError(
      `there is no file ${name}`,
      "Files and folders are named from the folder you are in.",
    );
  if (!found.isFile())
    throw new UsageError(
      `${name} is not a file`,
      "Name the files (fin-ingest preview docs/*.md --out previews), or see all of a folder with --serve.",
    );
  const mediaType = mediaTypeOfName(name);
  if (!mediaType)
    throw new UsageError(
      `${name} is not in a format that can be read`,
      `Formats: ${documentExtensions.map((extension) => `.${extension}`).join(", ")}, openapi.yaml and swagger.json.`,
    );
  return {
    name,
    url,
    load: async () => ({
      body: await readFile(name),
      mediaType,
      name: documentName(path.resolve(name)),
      url,
    }),
  };
}
