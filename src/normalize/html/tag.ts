import { html } from "parse5";
import { allFrom, endOfRun, only } from "./character-table.ts";

/** The tokenizer compares every attribute of a tag with all before it. */
export const maxAttributes = 300;

/** A tag as most are written: lower case, attributes in double quotes without entities, one space between. */
export interface PlainTag {
  readonly tagName: string;
  readonly attrs: { name: string; value: string }[];
  readonly selfClosing: boolean;
  /** Of its `>`. */
  readonly end: number;
}

const lower = "abcdefghijklmnopqrstuvwxyz";
const tagNameCharacters = only(`${lower}0123456789-`);
const attributeNameCharacters = only(`${lower}0123456789-_:`);
const valueCharacters = allFrom(0x20, '"&');
const most = 30;

const [space, quote, solidus, equals, greater, firstLower, lastLower] = [32, 34, 47, 61, 62, 97, 122];

/** One string for each name: those cut out of a page are compared letter by letter, and hashed, each time anew. */
const knownNames = new Map(
  [
    ...Object.values(html.TAG_NAMES),
    ..."class id href src alt title style rel type name role".split(" "),
  ].map((name) => [name, name]),
);
const known = (name: string) => knownNames.get(name) ?? name;

/**
 * The tag whose name starts at `at`; undefined where anything about it asks for more than is known here, which the
 * whole tokenizer then reads.
 */
export function tagAt(text: string, at: number): PlainTag | undefined {
  const first = text.charCodeAt(at);
  if (!(first >= firstLower && first <= lastLower)) return undefined;
  let end = endOfRun(tagNameCharacters, text, at);
  const tagName = known(text.slice(at, end));
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
    const name = known(text.slice(nameAt, nameEnd));
    if (attrs.some((other) => other.name === name)) return undefined;
    attrs.push({ name, value: text.slice(nameEnd + 2, end) });
    end += 1;
  }
  const selfClosing = text.charCodeAt(end) === solidus;
  if (selfClosing) end += 1;
  return text.charCodeAt(end) === greater ? { tagName, attrs, selfClosing, end } : undefined;
}
