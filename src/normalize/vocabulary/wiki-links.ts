/**
 * `[[Page]]`, `[[Page|text]]` (Obsidian, MediaWiki), `[[text|Page]]` (Gollum: GitHub, GitLab), `![[note]]` and `![[image.png]]`.
 * A connector knows which pages there are: it gives the targets as `[[Page]]` among a document's links and includes.
 */
export interface WikiLink {
  readonly isEmbed: boolean;
  readonly first: string;
  /** Behind the bar. */
  readonly second: string | undefined;
  /** Characters that it takes. */
  readonly length: number;
}

const MAX_LENGTH = 640;
const pattern = /^(!?)\[\[([^[\]\n|]{1,300})(?:\|([^[\]\n]{0,300}))?\]\]/;
const picture = /\.(?:png|jpe?g|gif|svg|webp|avif|bmp)(?:[?#]|$)/i;
const otherFile =
  /\.(?:pdf|mp[34]|m4a|wav|ogg|webm|mov|canvas|base|excalidraw|zip|docx?|xlsx?|pptx?|od[st]|epub|eml|csv|json)(?:[?#]|$)/i;

/** The wiki link that starts at an offset, if any. Not `[[x](y)]`, which is a link in brackets. */
export function wikiLinkAt(text: string, start: number): WikiLink | undefined {
  const match = pattern.exec(text.slice(start, start + MAX_LENGTH));
  if (match === null || text[start + match[0].length] === "(") return undefined;
  const [whole, mark, first = "", second] = match;
  // In a table the bar is escaped.
  return {
    isEmbed: mark === "!",
    first: first.replace(/\\$/, "").trim(),
    second: second?.trim(),
    length: whole.length,
  };
}

/** Whether a target is a picture's file. */
export const isPicture = (target: string): boolean => picture.test(target);

/** Whether `![[target]]` shows another page's text. */
export const isIncluded = ({ isEmbed, first }: Pick<WikiLink, "isEmbed" | "first">): boolean =>
  isEmbed && !picture.test(first) && !otherFile.test(first) && !first.startsWith("#");

/** Whether a target is an address on the web. */
export const isAddress = (target: string): boolean => /^(?:https?:\/\/|mailto:)\S+$/i.test(target);

/** A page as it is named among a document's links and includes. */
export const wikiTargetOf = (page: string): string => `[[${page}]]`;

/** What a text's wiki links may lead to: either side of each, because only the pages tell which is one. */
export function wikiTargets(text: string): string[] {
  const targets: string[] = [];
  for (let at = text.indexOf("[["); at !== -1; at = text.indexOf("[[", at + 2)) {
    const link = wikiLinkAt(text, text[at - 1] === "!" ? at - 1 : at);
    if (link === undefined || isPicture(link.first) || isIncluded(link)) continue;
    const sides = [link.first, ...(link.second ? [link.second] : [])];
    targets.push(...sides.filter((side) => !isAddress(side)).map(wikiTargetOf));
  }
  return targets;
}
