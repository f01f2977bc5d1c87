import type { MediaType } from "../../src/normalize/index.ts";

/** Who may read a piece of content, as its own restrictions say; those above it count besides. */
export type Readers =
  | { readonly kind: "anyone" }
  | { readonly kind: "some"; readonly groups: readonly string[]; readonly users: number }
  | { readonly kind: "unknown"; readonly why: string };

export interface Details {
  /** Absent: they could not be read. */
  readonly labels?: readonly string[];
  readonly readers: Readers;
}

export interface Space {
  /** The Cloud's number; the key on Data Center. */
  readonly id: string;
  readonly key: string;
  readonly archived: boolean;
}

/** What stands above a piece of content: a page, or on Cloud a folder, whiteboard, database or embed. */
export interface Above {
  readonly id: string;
  readonly type: string;
}

/** Anything in the tree that has restrictions of its own. */
export interface Node {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly parent?: Above;
  /** Read with the listing, where the system gives them there. */
  readonly details?: Details;
}

export type ContentType = "page" | "blogpost";
export type ListedStatus = "current" | "archived" | "trashed";

/** A page or a blog post as listed. */
export interface Content extends Node {
  readonly type: ContentType;
  readonly space: Space;
  readonly version: number;
  /** Where people read it; absolute. */
  readonly url: string;
  /** The site's address as people know it: behind Atlassian's gateway another than `base_url`. */
  readonly base: string;
  readonly updatedAt?: number;
}

export interface Attachment {
  readonly id: string;
  readonly pageId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly version: number;
  readonly url: string;
}

/** What one id stands for now. */
export type State =
  | {
      readonly kind: "there";
      readonly status: string;
      readonly spaceId: string;
      readonly node: Node;
    }
  | { readonly kind: "absent" };

/** A body in the editor's storage format, and as rendered where that was to be had. */
export interface Body {
  readonly storage: string;
  readonly rendered?: string;
}

/** A user as storage format names one. */
export interface UserReference {
  readonly by: "accountId" | "key" | "username";
  readonly value: string;
}

/**
 * One edition's API, as far as it is needed. Whatever is refused (403, 404) throws an HttpError with its status;
 * every request ends with its signal.
 */
export interface ConfluenceApi {
  /** The account's name. @throws FinIngestError where nobody is logged in */
  whoAmI(signal: AbortSignal): Promise<string>;
  /** Those of the keys that the account sees. */
  spaces(keys: readonly string[], signal: AbortSignal): Promise<Space[]>;
  contents(
    space: Space,
    type: ContentType,
    status: ListedStatus,
    signal: AbortSignal,
  ): AsyncGenerator<Content>;
  /** Labels and readers of each; what is refused is `unknown`. */
  details(nodes: readonly Node[], signal: AbortSignal): Promise<Map<string, Details>>;
  /** Something that stands above listed content without being listed itself. */
  node(above: Above, signal: AbortSignal): Promise<Node>;
  state(id: string, types: readonly ContentType[], signal: AbortSignal): Promise<State>;
  body(content: Content, signal: AbortSignal): Promise<Body>;
  userName(user: UserReference, signal: AbortSignal): Promise<string | undefined>;
  attachments(content: Content, signal: AbortSignal): Promise<Attachment[]>;
  /** All of the media types that the account sees in the spaces. */
  allAttachments(
    contents: readonly Content[],
    mediaTypes: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<Attachment>;
  attachmentPage(id: string, signal: AbortSignal): Promise<{ status: string; pageId: string } | undefined>;
  download(attachment: Attachment, signal: AbortSignal): Promise<Uint8Array>;
}

/** The kinds of attached files that can become documents. */
export const attachmentTypes = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
} as const satisfies Record<string, MediaType>;
