import type { MediaType, TextType } from "../model.ts";

const textTypes: ReadonlySet<string> = new Set<TextType>([
  "text/markdown",
  "text/mdx",
  "text/html",
  "text/plain",
]);

/** Whether the normaliser reads the format itself, without converting it first. */
export function isTextType(mediaType: MediaType): mediaType is TextType {
  return textTypes.has(mediaType);
}
