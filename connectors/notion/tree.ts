import pLimit from "p-limit";
import { type AttachmentKind, attachmentKindOf } from "../../src/connector-kit/formats.ts";
import type { OddItem } from "../../src/connector-kit/items.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import { parseUrl, percentDecoded } from "../../src/http/url.ts";
import { isNotShared, isOtherKind, type NotionApi } from "./client.ts";
import { idsOfBlock } from "./references.ts";
import type { Block } from "./schema.ts";

/** A block with everything below it, except the contents of child pages and databases. */
export interface BlockNode extends Block {
  readonly below: readonly BlockNode[];
  /** Why Notion does not give it, or what is below it. */
  readonly leftOut?: string | undefined;
}

/** What a person writes on one page stays far below these. */
export const limits = { blocks: 20_000, depth: 30 };
/** Concurrent requests for parts of one page; the source's rate limit applies to them. */
const CONCURRENCY = 4;

/** Their children do not belong to the page that contains them. */
const ownDocuments = new Set(["child_page", "child_database", "link_to_page"]);

/**
 * All blocks of a page, https://developers.notion.com/reference/get-block-children: a request for each block that
 * has blocks below it, and one more for each hundred.
 * A block that Notion never gives (400), or no longer (404), is left out by name.
 * @throws PageTooLargeError; HttpError where the page itself is refused; BlockError where one of its blocks is
 */
export async function readTree(api: NotionApi, pageId: string): Promise<BlockNode[]> {
  const limit = pLimit(CONCURRENCY);
  let count = 0;

  async function level(id: string, depth: number): Promise<BlockNode[]> {
    if (depth > limits.depth) throw tooLarge(pageId, `blocks nested deeper than ${limits.depth}`);
    const blocks: Block[] = [];
    const odd: BlockNode[] = [];
    await limit(async () => {
      for await (const part of api.children(id)) {
        count += part.items.length + part.odd.length;
        if (count > limits.blocks) throw tooLarge(pageId, `more than ${limits.blocks} blocks`);
        for (const block of part.items) if (!block.trashed) blocks.push(block);
        for (const one of part.odd) odd.push(oddBlock(one));
      }
    });
    return [...(await Promise.all(blocks.map((block) => withBelow(block, depth + 1)))), ...odd];
  }

  async function withBelow(block: Block, depth: number): Promise<BlockNode> {
    try {
      return { ...block, below: await below(block, depth) };
    } catch (error) {
      if (isNotShared(error) || isOtherKind(error))
        return { ...block, below: [], leftOut: toFailure(error).message };
      if (!(error instanceof HttpError)) throw error;
      throw new BlockError(`a block (${block.type}) of the page ${pageId}: ${error.message}`, {
        hint: error.hint,
        cause: error,
      });
    }
  }

  async function below(block: Block, depth: number): Promise<BlockNode[]> {
    const { children, synced_from: origin } = block.content;
    if (block.type === "meeting_notes" || block.type === "transcription") {
      // The transcript is dropped: it is what was said, not the result.
      const parts = [children?.summary_block_id, children?.notes_block_id].filter((id) => id !== undefined);
      return (await Promise.all(parts.map((id) => level(id, depth)))).flat();
    }
    if (ownDocuments.has(block.type)) return [];
    // Whether a copy says that it has children does not matter: they are the original's.
    if (block.type !== "synced_block" || !origin?.block_id)
      return block.hasChildren ? level(block.id, depth) : [];
    try {
      return await level(origin.block_id, depth);
    } catch (error) {
      // The original is on a page that is not shared; Notion may still return the copy.
      if (!isNotShared(error)) throw error;
      return level(block.id, depth).catch((again: unknown) => {
        if (isNotShared(again)) return [];
        throw again;
      });
    }
  }
  return level(pageId, 0);
}

/** A block that cannot be read for now: what is said of it says nothing of the page that contains it. */
export class BlockError extends FinIngestError {
  override readonly name = "BlockError";
}

const UNREAD = "unreadable";

/** Stands for a block of another shape than documented. */
const oddBlock = ({ id = "", reason }: OddItem): BlockNode => ({
  id,
  type: UNREAD,
  hasChildren: false,
  trashed: false,
  edited: undefined,
  parent: undefined,
  content: {},
  below: [],
  leftOut: reason,
});

/** A page that is too large to be listed; what is below it cannot be listed either. */
export class PageTooLargeError extends FinIngestError {
  override readonly name = "PageTooLargeError";
}

function tooLarge(pageId: string, what: string): PageTooLargeError {
  return new PageTooLargeError(`the Notion page ${pageId} has ${what}`, {
    hint: "Split the page, or move it out of the tree that is listed.",
  });
}

/** An attached file that can be a document of its own. */
export interface Attachment {
  readonly id: string;
  readonly kind: AttachmentKind;
  readonly name: string;
  readonly edited?: string | undefined;
}

/** What of a page's blocks Notion does not give: their types, each once. */
export function leftOutOf(blocks: readonly BlockNode[]): string[] {
  const types = blocks.flatMap(({ type, content, leftOut, below }) => [
    ...(leftOut === undefined ? [] : [content.block_type ?? type]),
    ...leftOutOf(below),
  ]);
  return [...new Set(types)];
}

/** What a listing needs of a page's blocks. */
export interface Structure {
  /** Blocks that cannot be read: pages and databases may be among them. */
  readonly unread: number;
  readonly children: readonly string[];
  readonly databases: readonly string[];
  /** Originals of the synced blocks of which this page contains a copy. */
  readonly synced: readonly string[];
  /** Pages and databases that it names or links to, besides its children. */
  readonly named: readonly string[];
  readonly files: readonly Attachment[];
}

/** A page's structure, in the order of its blocks. */
export function structureOf(blocks: readonly BlockNode[]): Structure {
  const found = {
    children: new Set<string>(),
    databases: new Set<string>(),
    synced: new Set<string>(),
    named: new Set<string>(),
    files: new Map<string, Attachment>(),
  };
  let unread = 0;
  function visit(block: BlockNode): void {
    const { id, type, content, below, edited } = block;
    if (type === UNREAD) unread += 1;
    for (const one of idsOfBlock(block)) found.named.add(one);
    if (type === "child_page") found.children.add(id);
    if (type === "child_database") found.databases.add(id);
    const origin = content.synced_from?.block_id;
    if (type === "synced_block" && origin !== undefined) found.synced.add(origin);
    const kind = attachmentKind(type, fileName(content));
    if (kind) found.files.set(id, { id, kind, name: fileName(content) || `file.${kind}`, edited });
    for (const one of below) visit(one);
  }
  for (const block of blocks) visit(block);
  return {
    unread,
    children: [...found.children],
    databases: [...found.databases],
    synced: [...found.synced],
    named: [...found.named],
    files: [...found.files.values()],
  };
}

/** A file's name as its block states it, else the last part of its address. */
export function fileName({ name, file, external }: Block["content"]): string {
  if (name) return name;
  const url = file?.url ?? external?.url ?? "";
  if (!parseUrl(url)) return "";
  return percentDecoded(new URL(url).pathname.split("/").at(-1) ?? "");
}

function attachmentKind(type: string, name: string): Attachment["kind"] | undefined {
  if (type === "pdf") return "pdf";
  return type === "file" ? attachmentKindOf(name) : undefined;
}
