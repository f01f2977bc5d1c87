import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Document, MediaType } from "../../model.ts";
import { UsageError } from "../fail.ts";

/** Something to preview: its name on the command line, and how to get it. */
export interface Input {
  readonly name: string;
  /** The address Fin would cite. */
  readonly url?: string;
  /** Fingerprints of findings that its source knows to be no secrets. */
  readonly allowedSecrets?: readonly string[];
  load(): Promise<Document>;
}

const mediaTypes: Readonly<Record<string, MediaType>> = {
  ".md": "text/markdown",
  ".markdown": "text/markdown",
  ".mdx": "text/mdx",
  ".html": "text/html",
  ".htm": "text/html",
  ".xhtml": "text/html",
  ".txt": "text/plain",
};

export const isAddress = (name: string): boolean => /^https?:\/\//i.test(name);

/** @throws UsageError when the value of `--url` is no web address */
export function checkUrl(url: string | undefined): void {
  if (url !== undefined && !(isAddress(url) && URL.canParse(url)))
    throw new UsageError(`--url needs an http(s) address, not "${url}"`);
}

/** A file as a document. @throws UsageError when there is no such file, or it is of no kind we read */
export async function fileInput(name: string, url: string | undefined): Promise<Input> {
  const found = await stat(name).catch(() => undefined);
  if (!found) throw new UsageError(`there is no file ${name}`);
  if (!found.isFile())
    throw new UsageError(
      `${name} is no file`,
      "Name the files (fin-ingest preview docs/*.md --out previews), or look at all of a folder with --serve.",
    );
  const mediaType = mediaTypes[path.extname(name).toLowerCase()];
  if (!mediaType)
    throw new UsageError(
      `${name} is of no kind that can be read`,
      `Kinds: ${Object.keys(mediaTypes).join(", ")}.`,
    );
  return {
    name,
    ...(url === undefined ? {} : { url }),
    load: async () => ({
      body: await readFile(name),
      mediaType,
      name: path.basename(name),
      ...(url === undefined ? {} : { url }),
    }),
  };
}

/** The media type an answer states, as far as we read it; undefined for images, PDF and the like. */
export function mediaTypeOf(contentType: string | undefined): MediaType | undefined {
  const type = (contentType ?? "text/html").split(";")[0]?.trim().toLowerCase();
  if (type === "application/xhtml+xml") return "text/html";
  if (type === "text/x-markdown") return "text/markdown";
  return Object.values(mediaTypes).find((known) => known === type);
}
