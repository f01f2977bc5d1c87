/** Who may read a piece of content by its own restrictions; those of what is above it apply as well. */
export type Readers =
  | { readonly kind: "anyone" }
  | { readonly kind: "some"; readonly groups: readonly string[]; readonly users: number }
  | { readonly kind: "unknown"; readonly reason: string };

export interface Details {
  /** Undefined: they could not be read. */
  readonly labels?: readonly string[] | undefined;
  readonly readers: Readers;
}

export interface Space {
  /** The number in Cloud; the key in Data Center. */
  readonly id: string;
  readonly key: string;
  readonly archived: boolean;
}

/** What is directly above a piece of content: a page, or in Cloud a folder, whiteboard, database or embed. */
export interface Above {
  readonly id: string;
  readonly type: string;
}

/** Anything in the tree that can have restrictions. */
export interface Node {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly parent?: Above | undefined;
  /** Read with the listing, where the edition includes them. */
  readonly details?: Details | undefined;
}

export type ContentType = "page" | "blogpost";
export type ListedStatus = "current" | "archived" | "trashed";

/** A page or a blog post as listed. */
export interface Content extends Node {
  readonly type: ContentType;
  readonly space: Space;
  readonly version: number;
  /** The absolute address at which people read it. */
  readonly url: string;
  /** The site's address for people: behind Atlassian's gateway it differs from `base_url`. */
  readonly base: string;
  readonly updatedAt?: number | undefined;
}

export interface Attachment {
  readonly id: string;
  readonly pageId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly version: number;
  readonly url: string;
}

/** What an id refers to now. */
export type State =
  | {
      readonly kind: "there";
      readonly status: string;
      readonly spaceId: string;
      readonly node: Node;
    }
  | { readonly kind: "absent" };

/** A body in the editor's storage format, and rendered where a rendering was available. */
export interface Body {
  readonly storage: string;
  readonly rendered?: string | undefined;
}

/** A user as storage format refers to one. */
export interface UserReference {
  readonly by: "accountId" | "key" | "username";
  readonly value: string;
}
