import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { VisibleTo } from "../../src/audience.ts";
import { folderCollection } from "../../src/cli/preview/collections.ts";
import type { Log } from "../../src/log/log.ts";
import type { Document } from "../../src/normalize/document.ts";
import type { Collection, Entry } from "../../src/preview/collection.ts";
import { type PreviewOptions, type PreviewServer, startPreview } from "../../src/preview/server.ts";

type OnFinished = (clean: () => Promise<void>) => void;
const quiet: Log = { debug() {}, info() {}, warn() {} };

/** A folder with these files, gone when the test ends. */
export async function folderOf(
  files: Readonly<Record<string, string>>,
  onFinished: OnFinished = onTestFinished,
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "fin-ingest-preview-"));
  onFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

export const folderPreview = (folder: string, url?: string): Collection =>
  folderCollection(folder, { url, prefixed: false, log: quiet });

/** A collection from nowhere. */
export function collectionOf(
  entries: readonly Entry[],
  rest: Partial<Collection> = {},
): Collection & { listings: number } {
  return {
    name: "A collection",
    local: false,
    listings: 0,
    async *list() {
      this.listings += 1;
      yield* entries;
    },
    ...rest,
  };
}

export function markdownEntry(
  key: string,
  body: string,
  rest: Partial<Document> = {},
  visibleTo?: VisibleTo,
): Entry {
  const document: Document = { body, mediaType: "text/markdown", name: key, ...rest };
  return { kind: "document", key, load: async () => document, ...(visibleTo ? { visibleTo } : {}) };
}

export async function started(
  collection: Collection,
  rest: Omit<PreviewOptions, "collection"> = {},
  onFinished: OnFinished = onTestFinished,
): Promise<PreviewServer> {
  const server = await startPreview({ collection, ...rest });
  onFinished(() => server.close());
  return server;
}

export interface Got {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** A request as no browser would send it: any method, any Host. */
export function get(server: PreviewServer, target: string, options: http.RequestOptions = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${server.url}${target}`, options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    request.on("error", reject).end();
  });
}

export const documentAt = (key: string, rest = ""): string =>
  `/document?key=${encodeURIComponent(key)}${rest}`;
