import { html, type Token } from "parse5";
import { allFrom, endOfRun, only } from "./character-table.ts";

/** The tokenizer compares every attribute of a tag with all before it. */
export const maxAttributes = 300;

/** A tag as most are written: lower case, attributes in double quotes without entities, one space between. */
export interface PlainTag extends Pick<Token.TagToken, "tagName" | "tagID" | "attrs" | "selfClosing"> {
  /** Of its `>`. */
  readonly end: number;
}

const lower = "abcdefghijklmnopqrstuvwxyz";
const tagNameCharacters = only(`${lower}0123456789-`);
const attributeNameCharacters = only(`${lower}0123456789-_:`);
const valueCharacters = allFrom(0x20, '"&');
const most = 30;

const [space, quote, solidus, equals, greater, firstLower, lastLower] = [32, 34, 47, 61, 62, 97, 122];

interface KnownName {
  readonly name: string;
  readonly id: html.TAG_ID;
}

/** Names by their first letter and length, so that one is found letter by letter, without cutting it out and hashing it. */
class Names {
  readonly #longest: number;
  readonly #bySlot: KnownName[][];

  constructor(names: readonly KnownName[]) {
    this.#longest = Math.max(...names.map(({ name }) => name.length));
    this.#bySlot = Array.from({ length: (lastLower - firstLower + 1) * (this.#longest + 1) }, () => []);
    for (const known of names) this.#slot(known.name.charCodeAt(0), known.name.length)?.push(known);
  }

  at(text: string, start: number, end: number): KnownName | undefined {
    const some = end - start > this.#longest ? undefined : this.#slot(text.charCodeAt(start), end - start);
    if (some) for (const known of some) if (isAt(text, start, known.name)) return known;
    return undefined;
  }

  #slot(letter: number, length: number): KnownName[] | undefined {
    return this.#bySlot[(letter - firstLower) * (this.#longest + 1) + length];
  }
}

function isAt(text: string, start: number, name: string): boolean {
  for (let at = 1; at < name.length; at += 1)
    if (text.charCodeAt(start + at) !== name.charCodeAt(at)) return false;
  return true;
}

const isLower = (name: string) => /^[a-z]/.test(name);
const tagNames = new Names(
  Object.values(html.TAG_NAMES)
    .filter(isLower)
    .map((name) => ({ name, id: html.getTagID(name) })),
);
const attributeNames = new Names(
  "class id href src alt title style rel type name role width height align valign border summary colspan rowspan target"
    .split(" ")
    .map((name) => ({ name, id: html.TAG_ID.UNKNOWN })),
);

/**
 * The tag whose name starts at `at`; undefined where anything about it asks for more than is known here, which the
 * whole tokenizer then reads.
 */
export function tagAt(text: string, at: number): PlainTag | undefined {
  const first = text.charCodeAt(at);
  if (!(first >= firstLower && first <= lastLower)) return undefined;
  let end = endOfRun(tagNameCharacters, text, at + 1);
  const known = tagNames.at(text, at, end);
  const tagName = known?.name ?? text.slice(at, end);
  const tagID = known?.id ?? html.TAG_ID.UNKNOWN;
  const attrs: PlainTag["attrs"] = [];
  while (text.charCodeAt(end) === space && attrs.length < most) {
    const nameAt = end + 1;
    const nameEnd = endOfRun(attributeNameCharacters, text, nameAt);
    if (nameEnd === nameAt) {
      end = nameAt;
      break;
    }
    if (text.charCodeAt(nameEnd) !== equals || text.charCodeAt(nameEnd + 1) !== quote) return undefined;
    end = endOfRun(valueCharacters, text, nameEnd + 2);
    if (text.charCodeAt(end) !== quote) return undefined;
    const name = attributeNames.at(text, nameAt, nameEnd)?.name ?? text.slice(nameAt, nameEnd);
    for (const other of attrs) if (other.name === name) return undefined;
    attrs.push({ name, value: text.slice(nameEnd + 2, end) });
    end += 1;
  }
  const selfClosing = text.charCodeAt(end) === solidus;
  if (selfClosing) end += 1;
  return text.charCodeAt(end) === greater ? { tagName, tagID, attrs, selfClosing, end } : undefined;
}
