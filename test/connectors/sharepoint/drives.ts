import { readFileSync } from "node:fs";
import type { ApiReply } from "../../../src/connector-kit/testing/index.ts";

/** An item as the fixture writes it; `text` is its content, `guid` the unique id of its list item. */
export interface StoredItem {
  id: string;
  name: string;
  parent?: string;
  text?: string;
  /** Its content, where that is no text. */
  bytes?: Uint8Array;
  guid?: string;
  root?: object;
  folder?: object;
  package?: object;
  malware?: object;
  webUrl?: string;
  publication?: { level?: string | null; versionId?: string | null };
  /** Texts of earlier versions, by their ids. */
  versions?: Record<string, string>;
  /** Its effective permissions, where they are not the library's. */
  permissions?: unknown[];
  /** How often it was written. */
  revision?: number;
}

export interface StoredPage {
  id: string;
  title: string;
  publishingState: { level?: string; versionId?: string };
  promotionKind?: string;
  canvasLayout: unknown;
  revision?: number;
  [other: string]: unknown;
}

interface StoredDrive {
  id: string;
  name: string;
  webUrl: string;
  items: StoredItem[];
}

interface Stored {
  site: { id: string; webUrl: string };
  readers: unknown[];
  drives: StoredDrive[];
  pages: StoredPage[];
}

const file = new URL("../../fixtures/connectors/sharepoint/site.json", import.meta.url);
export const readStored = (): Stored => JSON.parse(readFileSync(file, "utf8"));

const PER_PAGE = 3;

/** A drive that tells its changes, by https://learn.microsoft.com/graph/api/driveitem-delta */
export class TestDrive {
  readonly id: string;
  readonly name: string;
  readonly webUrl: string;
  readonly items: Map<string, StoredItem>;
  readonly #changes: string[] = [];
  /** Links to changes from before are no longer good: 410. */
  expired = 0;
  isForbidden = false;

  constructor({ id, name, webUrl, items }: StoredDrive) {
    this.id = id;
    this.name = name;
    this.webUrl = webUrl;
    this.items = new Map(items.map((item) => [item.id, item]));
  }

  item(id: string): StoredItem {
    const item = this.items.get(id);
    if (!item) throw new Error(`the fixture has no item ${id}`);
    return item;
  }

  /** Changes an item, as a person would. */
  change(id: string, change: Partial<StoredItem>): void {
    const item = this.item(id);
    this.items.set(id, { ...item, ...change, revision: (item.revision ?? 1) + 1 });
    this.#changes.push(id);
  }

  /** Changes who may read it: its eTag stays, and only some apps are told. */
  share(id: string, permissions: unknown[], isTold = false): void {
    this.item(id).permissions = permissions;
    if (isTold) this.#changes.push(id);
  }

  add(item: StoredItem): void {
    this.items.set(item.id, item);
    this.#changes.push(item.id);
  }

  delete(id: string): void {
    this.items.delete(id);
    this.#changes.push(id);
  }

  /** @param at where `delta` is asked: links lead there */
  delta(token: string | null, at: string): ApiReply {
    const [kind = "all", since = String(this.#changes.length), from = "0"] = token?.split(".") ?? [];
    if (token !== null && Number(since) < this.expired)
      return {
        status: 410,
        headers: { location: `${at}?token=` },
        json: { error: { code: "resyncRequired", message: "Resync required." } },
      };
    // The root may come with any changes.
    const [root = ""] = [...this.items.values()].flatMap((item) => (item.root ? [item.id] : []));
    const ids =
      kind === "all" ? [...this.items.keys()] : [...new Set([root, ...this.#changes.slice(Number(since))])];
    const end = Number(from) + PER_PAGE;
    const value = ids.slice(Number(from), end).map((id) => this.json(id));
    const isLast = end >= ids.length;
    const now = this.#changes.length;
    return {
      json: isLast
        ? { value, "@odata.deltaLink": `${at}?token=changes.${kind === "all" ? since : now}` }
        : { value, "@odata.nextLink": `${at}?token=${kind}.${since}.${end}` },
    };
  }

  expire(): void {
    this.expired = this.#changes.length + 1;
    this.#changes.push(this.items.keys().next().value ?? "");
  }

  /** https://learn.microsoft.com/graph/api/resources/driveitem */
  json(id: string): object {
    const item = this.items.get(id);
    if (!item) return { id, deleted: { state: "deleted" } };
    const { parent, text, bytes, guid, versions: _, permissions: __, revision = 1, ...own } = item;
    const unique = guid ?? "2353010204dd4c6f9a0e000000000000";
    return {
      ...own,
      eTag: `"{${unique.toUpperCase()}},${revision}"`,
      lastModifiedDateTime: `2026-03-0${Math.min(revision, 9)}T09:00:00Z`,
      ...(text === undefined && bytes === undefined && guid === undefined
        ? {}
        : {
            file: { mimeType: "application/octet-stream" },
            size: bytes?.byteLength ?? Buffer.byteLength(text ?? ""),
          }),
      ...(parent === undefined ? {} : { parentReference: { driveId: this.id, id: parent } }),
      ...(guid === undefined ? {} : { sharepointIds: { listItemUniqueId: guid } }),
    };
  }
}
