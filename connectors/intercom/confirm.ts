import { oncePerRun, unlessMissing } from "../../src/connector-kit/confirming.ts";
import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { firstOf } from "../../src/connector-kit/paginate.ts";
import { FinIngestError } from "../../src/errors.ts";
import { type Client, createClient } from "./client.ts";
import { type Context, openContext } from "./context.ts";
import { articles, type Family, internalArticles } from "./families.ts";
import type { IntercomOptions } from "./options.ts";

const contextOf = oncePerRun<Context>();

/**
 * Whether an article that was not listed is no longer content: it answers 404 while the list of its kind answers and is
 * not empty, or it is there as a draft, for another audience, or outside the selection. Whatever is refused or fails is
 * "unknown".
 */
export async function confirm(options: IntercomOptions, io: Io, externalId: string): Promise<Presence> {
  io.signal.throwIfAborted();
  const [, kind, number] = /^(article|internal-article)\/(\d+)$/.exec(externalId) ?? [];
  if (number === undefined) return "unknown";
  const client = createClient(options, io);
  try {
    return kind === "article"
      ? await presenceOf(options, io, client, articles, number)
      : await presenceOf(options, io, client, internalArticles, number);
  } catch (error) {
    io.signal.throwIfAborted();
    if (error instanceof FinIngestError) return "unknown";
    throw error;
  }
}

async function presenceOf<T extends { readonly id: string }>(
  options: IntercomOptions,
  io: Io,
  client: Client,
  family: Family<T>,
  number: string,
): Promise<Presence> {
  const item = await unlessMissing(() => client.ask(`${family.path}/${number}`, family.schema, io.signal));
  if (item === undefined) {
    const first = await firstOf(client.pages(family.path, family.schema, io.signal));
    return first !== undefined && first.items.length > 0 ? "gone" : "unknown";
  }
  const { criteria } = await contextOf(io, () => openContext(options, client, io));
  const verdict = family.classify(item, criteria);
  if (verdict.kind === "unreadable") return "unknown";
  return verdict.kind === "content" && family.isSelected(item, criteria, options) ? "present" : "gone";
}
