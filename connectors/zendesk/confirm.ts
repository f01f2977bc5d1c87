import { oncePerRun, unlessMissing } from "../../src/connector-kit/confirming.ts";
import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { FinIngestError } from "../../src/errors.ts";
import { kindOf } from "./attachments.ts";
import { classify } from "./classify.ts";
import { type Context, firstArticles, helpCenterPath, openContext } from "./context.ts";
import type { ZendeskOptions } from "./options.ts";
import { OneArticle, OneAttachment } from "./schema.ts";
import { isSelected } from "./structure.ts";

const accessOf = oncePerRun<Access>();

interface Access {
  readonly context: Context;
  /** Every help center answers and lists articles, and the account sees them all. */
  readonly seesAll: boolean;
}

/**
 * Whether what was not listed is no longer content of this source. Zendesk answers 404 for what is deleted or archived
 * and for what the user may not see; so a 404 is "gone" only for an admin, who sees everything, while every help center
 * answers and lists articles. An article that is there, but is a draft, restricted or outside the selection, is "gone"
 * too. Whatever is refused or fails is "unknown".
 */
export async function confirm(options: ZendeskOptions, io: Io, externalId: string): Promise<Presence> {
  io.signal.throwIfAborted();
  const [, article, attachment] = /^(\d+)(?:\/attachments\/(\d+))?$/.exec(externalId) ?? [];
  if (article === undefined) return "unknown";
  try {
    const access = await accessOf(io, () => openAccess(options, io));
    const presence = await presenceOf(options, io, access, article);
    if (attachment === undefined || presence !== "present") return presence;
    return await attachmentPresence(options, io, access, article, attachment);
  } catch (error) {
    io.signal.throwIfAborted();
    if (error instanceof FinIngestError) return "unknown";
    throw error;
  }
}

async function openAccess(options: ZendeskOptions, io: Io): Promise<Access> {
  const context = await openContext(options, io);
  const listed = await Promise.all(context.centers.map((center) => firstArticles(center, io.signal)));
  const answers = context.refused.length === 0 && listed.every((articles) => articles.length > 0);
  return { context, seesAll: answers && context.role === "admin" };
}

async function presenceOf(
  options: ZendeskOptions,
  io: Io,
  { context, seesAll }: Access,
  id: string,
): Promise<Presence> {
  for (const { client, locale, criteria } of context.centers) {
    const path = `${helpCenterPath}/${locale}/articles/${id}`;
    const found = await unlessMissing(() => client.ask(path, OneArticle, io.signal));
    if (found === undefined) continue;
    const { article } = found;
    const verdict = classify(article, criteria);
    if (verdict.kind === "unpublished") return "gone";
    if (verdict.kind === "unreadable") return "unknown";
    return isSelected(criteria.structure, article.section_id ?? "", options) ? "present" : "gone";
  }
  return seesAll ? "gone" : "unknown";
}

async function attachmentPresence(
  options: ZendeskOptions,
  io: Io,
  { context, seesAll }: Access,
  article: string,
  id: string,
): Promise<Presence> {
  for (const { client } of context.centers) {
    const path = `${helpCenterPath}/articles/attachments/${id}`;
    const found = await unlessMissing(() => client.ask(path, OneAttachment, io.signal));
    if (found === undefined) continue;
    const { article_attachment: attachment } = found;
    const isWanted = kindOf(attachment, options.attachments) !== undefined;
    return isWanted && (attachment.article_id ?? article) === article ? "present" : "gone";
  }
  return seesAll ? "gone" : "unknown";
}
