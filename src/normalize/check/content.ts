import type { Warning } from "../document.ts";
import { doubt } from "./codes.ts";
import type { Profile } from "./profile.ts";
import { refusals } from "./refusals.ts";

/** Fewer words answer nothing; "Coming soon." has two. */
const MIN_WORDS = 5;
/** Beside images: a caption has fewer for each, and a short text says something, however many there are. */
const MIN_WORDS_PER_IMAGE = 8;
const MAX_WORDS_BESIDE_IMAGES = 20;
/** Of the characters; a list of links with a few words each stays below. */
const MIN_LINK_SHARE = 0.8;
/** Fewer links are a pointer on a short page, not a list. */
const MIN_LINKS = 5;
/** About two screens of plain paragraphs: nobody takes in more at a glance, and it rarely has one topic. */
const MIN_WALL_WORDS = 500;

/** Why a page may be no help in answering, by its content alone. */
export function contentWarnings(page: Profile): Warning[] {
  const refused = refusals(page);
  if (refused.length > 0) return refused;
  return [...absence(page), ...onlyLinks(page), ...wall(page)];
}

/** Too little text, because the page consists of images or is empty. */
function absence(page: Profile): Warning[] {
  const { ownWords, words, images, isPage } = page;
  if (isOfImages(page)) {
    const what = images === 1 ? "an image" : `${images} images`;
    return [doubt("images-only", `It is ${what} with ${wordsText(ownWords)} beside`)];
  }
  if (words >= MIN_WORDS) return [];
  const left = words === 0 ? "Nothing" : `Only ${wordsText(words)}`;
  const byScripts = isPage ? " (where scripts fill the page: `render`, or what its system exports)" : "";
  return [doubt("nothing-left", `${left} of the document can be read${byScripts}`)];
}

/** Images that are all described, in more than a few words, are read. */
function isOfImages({ ownWords, words, images, undescribed }: Profile): boolean {
  if (images === 0 || ownWords >= Math.min(images * MIN_WORDS_PER_IMAGE, MAX_WORDS_BESIDE_IMAGES))
    return false;
  return undescribed > 0 || words < MAX_WORDS_BESIDE_IMAGES;
}

function onlyLinks({ links, characters, linkCharacters }: Profile): Warning[] {
  if (links < MIN_LINKS || linkCharacters < characters * MIN_LINK_SHARE) return [];
  return [doubt("mostly-links", `Nearly all of its text is links (${links})`)];
}

function wall({ headings, paragraphWords }: Profile): Warning[] {
  if (headings > 0 || paragraphWords < MIN_WALL_WORDS) return [];
  return [doubt("wall-of-text", `It is ${wordsText(paragraphWords)} without a heading`)];
}

const wordsText = (words: number): string => (words === 1 ? "1 word" : `${words} words`);
