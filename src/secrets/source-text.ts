import type { MediaType } from "../normalize/index.ts";

/** A source's text by who is to read it. Both have the source's length and lines: what is not theirs is blank. */
export interface SourceParts {
  /** What an author could mean to publish. */
  readonly content: string;
  readonly comments: string;
}

const htmlComment = /<!--[^\0]*?(?:-->|$)/g;
const script = /<(script|style|template|noscript)\b[^>]{0,2000}>[^\0]*?(?:<\/\1\s{0,8}>|$)/gi;
const mdxComment = /\{\s{0,20}\/\*[^\0]*?(?:\*\/\s{0,20}\}|$)/g;
const asciidocComment = /^\/\/\/\/+$[^\0]*?(?:^\/\/\/\/+$|(?![^\0]))|^\/\/(?!\/).*$/gm;
/** A directive has `::`, a target `_name:`, a footnote or citation its brackets, a substitution its bars. */
const rstComment = /^\.\. (?!\[|\||_|[\w:+.-]+::).*(?:\n(?:[ \t]+.*|[ \t]*(?=\n[ \t]+\S)))*/gm;

const commentsOf: Readonly<Partial<Record<MediaType, readonly RegExp[]>>> = {
  "text/html": [htmlComment],
  "text/markdown": [htmlComment],
  "text/mdx": [htmlComment, mdxComment],
  "text/asciidoc": [asciidocComment],
  "text/x-rst": [rstComment],
};

/**
 * Takes a source apart. Of an HTML page only its comments are given: what is left out of it is menus, scripts and other
 * chrome, which nobody wrote for this document, and the rest is looked through as it is sent.
 */
export function sourceParts(source: string, mediaType: MediaType): SourceParts {
  const isHtml = mediaType === "text/html";
  const isMarkdown = mediaType === "text/markdown" || mediaType === "text/mdx";
  const read = isHtml || isMarkdown ? source.replace(script, blank) : source;
  const patterns = commentsOf[mediaType] ?? [];
  const content = patterns.reduce((text, pattern) => text.replace(pattern, blank), read);
  // Most documents have none: no second copy of them is looked through.
  const comments = content === read ? "" : only(read, content);
  return { content: isHtml ? "" : content, comments };
}

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

/** What stands in the one text and is blank in the other. */
function only(text: string, without: string): string {
  const lines = without.split("\n");
  return text
    .split("\n")
    .map((line, at) => {
      const other = lines[at] ?? "";
      return line === other
        ? blank(line)
        : [...Array(line.length).keys()].map((i) => (line[i] === other[i] ? " " : line[i])).join("");
    })
    .join("\n");
}
