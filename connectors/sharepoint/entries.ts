import { createHash } from "node:crypto";
import type { VisibleTo } from "../../src/audience.ts";
import type { DocumentEntry } from "../../src/connector-kit/listing.ts";
import { parseUrl } from "../../src/http/url.ts";
import { type Candidate, externalIdOf, stateOf } from "./candidates.ts";
import type { Loader } from "./load.ts";
import type { SharepointOptions } from "./options.ts";
import type { Access } from "./readers.ts";
import type { Library } from "./sites.ts";

export type Verdict =
  | { readonly kind: "content"; readonly visibleTo?: VisibleTo; readonly version?: string }
  | { readonly kind: "unpublished"; readonly reason: string }
  | { readonly kind: "unreadable"; readonly reason: string; readonly isPermanent?: true };

/** Whether an item is content, for whom, and in which of its versions. */
export function classify(
  { published, page }: Pick<Candidate, "published" | "page">,
  access: Access,
  { restricted_items }: Pick<SharepointOptions, "restricted_items">,
): Verdict {
  if (published.kind === "never") return { kind: "unpublished", reason: published.reason };
  if (access.kind === "restricted" && restricted_items === "exclude")
    return { kind: "unpublished", reason: access.reason };
  if (published.kind === "unknown")
    return { kind: "unreadable", reason: published.reason, isPermanent: true };
  if (access.kind === "unknown") return { kind: "unreadable", reason: access.reason };
  if (published.kind === "earlier" && page)
    return {
      kind: "unreadable",
      reason: `somebody edits it, and Microsoft Graph does not give out its published version ${published.version} meanwhile`,
      isPermanent: true,
    };
  return {
    kind: "content",
    ...(access.kind === "restricted" && restricted_items === "teammates" ? { visibleTo: "teammates" } : {}),
    ...(published.kind === "earlier" ? { version: published.version } : {}),
  };
}

/** What a listing says of an item. */
export function entryOf(
  library: Library,
  candidate: Candidate,
  verdict: Verdict,
  load: Loader,
): DocumentEntry {
  const { item, path, page } = candidate;
  const externalId = externalIdOf(library, item.id);
  const title = page?.title?.trim() || undefined;
  if (verdict.kind === "unpublished")
    return { kind: "unpublished", externalId, path, title, reason: verdict.reason };
  if (verdict.kind === "unreadable") return { ...verdict, externalId, path };
  const url = urlOf(library, candidate);
  const labels = labelsOf(candidate);
  const about = { title, url, path, labels, visibleTo: verdict.visibleTo };
  const changed = Date.parse(page?.lastModifiedDateTime ?? item.lastModifiedDateTime ?? "");
  const state = verdict.version === undefined ? stateOf(candidate) : `version ${verdict.version}`;
  return {
    kind: "document",
    externalId,
    ...about,
    version: state && digest([state, path, title ?? "", url ?? "", labels, verdict.visibleTo ?? ""]),
    updatedAt: Number.isNaN(changed) ? undefined : changed,
    load: (signal) => load(library, candidate, { ...about, version: verdict.version }, signal),
  };
}

const digest = (parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url");

/** What `rules` can match beside the path. */
function labelsOf({ page }: Candidate): string[] {
  if (!page) return [];
  const type = page.contentType?.name;
  return [...(type ? [`content-type:${type}`] : []), ...(page.promotionKind === "newsPost" ? ["news"] : [])];
}

/**
 * Where people read it. Addresses by id stay good; one by its path is made from the path as it is now, because a renamed
 * folder does not show in what is known of the files below it.
 */
export function urlOf({ drive }: Library, { item, steps, page }: Candidate): string | undefined {
  const own = page?.webUrl ?? item.webUrl ?? "";
  if (page || /\/_layouts\//i.test(own) || !drive.webUrl) return webUrl(own);
  return webUrl(`${drive.webUrl.replace(/\/$/, "")}/${steps.map(encodeURIComponent).join("/")}`);
}

function webUrl(text: string): string | undefined {
  const url = parseUrl(text);
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}
