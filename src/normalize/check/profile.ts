import { type ChildNode, type Element, isTag, isText } from "domhandler";
import { countWords } from "./words.ts";

/** What the rules need to know of one page. */
export interface Profile {
  readonly title: string;
  /** Words of the visible text, without the title. */
  readonly words: number;
  /** Words outside headings and descriptions of images. */
  readonly ownWords: number;
  /** Words in plain paragraphs: not in lists, tables, code or definitions. */
  readonly paragraphWords: number;
  readonly headings: number;
  /** With and without a description. */
  readonly images: number;
  /** Of the images, those without a description. */
  readonly undescribed: number;
  readonly links: number;
  /** Characters of text other than spaces, and how many of them are in links. */
  readonly characters: number;
  readonly linkCharacters: number;
  /** The first characters of the text, on one line. */
  readonly start: string;
  /** A whole page of a website, which a server may have sent in place of the document. */
  readonly isPage: boolean;
  /** The page as it was read asks for a password. */
  readonly asksPassword: boolean;
}

const START_LENGTH = 1_500;
const heading = /^h[1-6]$/;
/** These have a structure, in which text is found without headings. */
const structured = new Set(["ul", "ol", "dl", "table", "pre"]);

/** One walk over a page's normal form. `droppedImages`: how many had no description. */
export function profileOf(
  blocks: readonly Element[],
  about: Pick<Profile, "title" | "words" | "isPage" | "asksPassword"> & { readonly droppedImages: number },
): Profile {
  const { droppedImages, ...given } = about;
  const sums = { headings: 0, links: 0, characters: 0, linkCharacters: 0 };
  const apart: ChildNode[] = [];
  const described: ChildNode[] = [];
  const formed: ChildNode[] = [];
  const start: string[] = [];
  let started = 0;
  const walk = (node: ChildNode, inLink: boolean, inForm: boolean): void => {
    if (isText(node)) {
      const length = node.data.replaceAll(/\s+/g, "").length;
      sums.characters += length;
      if (inLink) sums.linkCharacters += length;
      if (started < START_LENGTH) start.push(node.data.slice(0, START_LENGTH));
      started += node.data.length;
    } else if (isTag(node)) {
      if (heading.test(node.name)) {
        sums.headings += 1;
        apart.push(node);
      } else if (isDescription(node)) described.push(node);
      else if (node.name === "a") sums.links += 1;
      const forms = structured.has(node.name);
      if (forms && !inForm) formed.push(node);
      for (const child of node.children) walk(child, inLink || node.name === "a", inForm || forms);
      if (started < START_LENGTH) start.push(" ");
    }
  };
  for (const block of blocks) walk(block, false, false);
  const wordsOf = (nodes: readonly ChildNode[]) => (nodes.length === 0 ? 0 : countWords(nodes));
  const ownWords = given.words - wordsOf(apart) - wordsOf(described);
  return {
    ...given,
    ...sums,
    ownWords: Math.max(0, ownWords),
    paragraphWords: Math.max(0, given.words - wordsOf(formed)),
    images: droppedImages + described.length,
    undescribed: droppedImages,
    start: start.join("").replaceAll(/\s+/g, " ").trim().slice(0, START_LENGTH),
  };
}

/** An image's alternative text, as `blocks/media.ts` writes it. */
function isDescription(node: Element): boolean {
  const [first] = node.children;
  return node.name === "em" && first !== undefined && isText(first) && first.data.startsWith("Image: ");
}
