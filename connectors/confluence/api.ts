import type { OddItem } from "../../src/connector-kit/items.ts";
import type { Conversion } from "./editions/convert.ts";
import type {
  Above,
  Attachment,
  Body,
  Content,
  ContentType,
  Details,
  ListedStatus,
  Node,
  Space,
  State,
  UserReference,
} from "./types.ts";

/** A part of a space's listing. */
export interface ContentSlice {
  readonly contents: readonly Content[];
  readonly odd: readonly OddItem[];
}

/** A part of the files of some pages, or a part that could not be listed and why. */
export interface AttachmentSlice {
  readonly attachments: readonly Attachment[];
  readonly odd: readonly OddItem[];
  readonly gap?: { readonly part: string; readonly reason: string } | undefined;
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
  ): AsyncGenerator<ContentSlice>;
  /** Labels and readers of each; what is refused is `unknown`. */
  details(nodes: readonly Node[], signal: AbortSignal): Promise<Map<string, Details>>;
  /** Something above listed content that is not listed itself. */
  node(above: Above, signal: AbortSignal): Promise<Node>;
  state(id: string, types: readonly ContentType[], signal: AbortSignal): Promise<State>;
  body(content: Content, signal: AbortSignal): Promise<Body>;
  /** How many contents one call of `bodies` takes. */
  readonly bodiesAtOnce: number;
  /** Bodies of several contents by their ids, as `body` gives them; those that cannot be read so are missing. */
  bodies(
    contents: readonly Content[],
    wanted: "all" | "storage",
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Body>>;
  /** Confluence's rendering of storage format; undefined where it gives none. */
  convert(conversion: Conversion, signal: AbortSignal): Promise<string | undefined>;
  userName(user: UserReference, signal: AbortSignal): Promise<string | undefined>;
  attachments(content: Content, signal: AbortSignal): Promise<Attachment[]>;
  /** All files of these media types that the account sees in the spaces. */
  allAttachments(
    contents: readonly Content[],
    mediaTypes: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<AttachmentSlice>;
  attachmentPage(id: string, signal: AbortSignal): Promise<{ status: string; pageId: string } | undefined>;
  download(attachment: Attachment, signal: AbortSignal): Promise<Uint8Array>;
}
