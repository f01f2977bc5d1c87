import { Tokenizer } from "parse5";

/** The tokenizer compares every attribute of a tag with all before it. */
const maxAttributes = 300;
const firstSurrogate = 0xd800;
const space = 0x20;

/** Where a table says whether it takes characters beyond ASCII. */
const beyondAscii = 128;

/** The characters that a state appends as they are. */
function plain(from: number, except: string): Uint8Array {
  const table = new Uint8Array(beyondAscii + 1).fill(1, from);
  for (const character of except) table[character.charCodeAt(0)] = 0;
  return table;
}

const plainText = plain(space + 1, "<&");
const spaces = new Uint8Array(beyondAscii + 1);
spaces[space] = 1;
const plainDoubleQuoted = plain(space, '"&');
const plainSingleQuoted = plain(space, "'&");

/**
 * parse5's tokenizer with attributes capped, and with words and attribute values taken as the pieces of text they are:
 * character by character they are most of what parsing costs. What a state treats specially is left to it.
 */
export class CappedTokenizer extends Tokenizer {
  protected override _leaveAttrName(): void {
    const token = this.currentToken;
    if (token && "attrs" in token && token.attrs.length >= maxAttributes) return;
    super._leaveAttrName();
  }

  protected override _stateData(cp: number): void {
    super._stateData(cp);
    this.#takeWord(cp);
  }

  protected override _stateRawtext(cp: number): void {
    super._stateRawtext(cp);
    this.#takeWord(cp);
  }

  protected override _stateScriptData(cp: number): void {
    super._stateScriptData(cp);
    this.#takeWord(cp);
  }

  protected override _stateAttributeValueDoubleQuoted(cp: number): void {
    super._stateAttributeValueDoubleQuoted(cp);
    if (isOneOf(plainDoubleQuoted, cp)) this.currentAttr.value += this.#run(plainDoubleQuoted);
  }

  protected override _stateAttributeValueSingleQuoted(cp: number): void {
    super._stateAttributeValueSingleQuoted(cp);
    if (isOneOf(plainSingleQuoted, cp)) this.currentAttr.value += this.#run(plainSingleQuoted);
  }

  /** The rest of the word or the indentation that `cp` is in; white space is a token of its own. */
  #takeWord(cp: number): void {
    if (!this.currentCharacterToken) return;
    if (isOneOf(plainText, cp)) this.currentCharacterToken.chars += this.#run(plainText);
    else if (cp === space) this.currentCharacterToken.chars += this.#run(spaces);
  }

  /** Consumes and gives back the plain characters ahead. */
  #run(table: Uint8Array): string {
    const { html, pos } = this.preprocessor;
    let end = pos + 1;
    while (end < html.length && isOneOf(table, html.charCodeAt(end))) end += 1;
    this.preprocessor.pos = end - 1;
    return html.slice(pos + 1, end);
  }
}

function isOneOf(table: Uint8Array, code: number): boolean {
  return table[Math.min(code, beyondAscii)] === 1 && code < firstSurrogate;
}
