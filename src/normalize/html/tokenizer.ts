import { Tokenizer, TokenizerMode } from "parse5";
import { allFrom, type CharacterTable, endOfRun, isIn, only } from "./character-table.ts";
import { maxAttributes, tagAt } from "./tag.ts";

const space = 0x20;
const spaces = only(" ");
/** What can start a text that is more than white space. */
const wordCharacters = allFrom(space + 1, "<&");
/** What then goes on in it: to the tree builder, white space after a word is text like the word. */
const textCharacters = textTable();
const doubleQuotedCharacters = allFrom(space, '"&');
const singleQuotedCharacters = allFrom(space, "'&");

function textTable(): CharacterTable {
  const table = allFrom(space, "<&");
  for (const character of "\n\t") table[character.charCodeAt(0)] = 1;
  return table;
}

/**
 * parse5's tokenizer with attributes capped, and with texts, attribute values and whole tags taken as the pieces they
 * are: character by character they are most of what parsing costs. What a state treats specially is left to it. Places
 * of tokens (lines, columns) are not kept.
 */
export class CappedTokenizer extends Tokenizer {
  protected override _leaveAttrName(): void {
    const token = this.currentToken;
    if (token && "attrs" in token && token.attrs.length >= maxAttributes) return;
    super._leaveAttrName();
  }

  protected override _stateData(cp: number): void {
    super._stateData(cp);
    this.#takeText(cp);
  }

  protected override _stateRawtext(cp: number): void {
    super._stateRawtext(cp);
    this.#takeText(cp);
  }

  protected override _stateScriptData(cp: number): void {
    super._stateScriptData(cp);
    this.#takeText(cp);
  }

  protected override _stateAttributeValueDoubleQuoted(cp: number): void {
    super._stateAttributeValueDoubleQuoted(cp);
    if (isIn(doubleQuotedCharacters, cp)) this.currentAttr.value += this.#run(doubleQuotedCharacters);
  }

  protected override _stateAttributeValueSingleQuoted(cp: number): void {
    super._stateAttributeValueSingleQuoted(cp);
    if (isIn(singleQuotedCharacters, cp)) this.currentAttr.value += this.#run(singleQuotedCharacters);
  }

  protected override _stateTagOpen(cp: number): void {
    const { html, pos } = this.preprocessor;
    if (!this.#takeTag(html, pos, "_createStartTagToken")) super._stateTagOpen(cp);
  }

  protected override _stateEndTagOpen(cp: number): void {
    const { html, pos } = this.preprocessor;
    if (!this.#takeTag(html, pos, "_createEndTagToken")) super._stateEndTagOpen(cp);
  }

  #takeTag(html: string, at: number, create: "_createStartTagToken" | "_createEndTagToken"): boolean {
    const tag = tagAt(html, at);
    if (!tag) return false;
    this[create]();
    const token = this.currentToken;
    if (!token || !("attrs" in token)) return false;
    token.tagName = tag.tagName;
    token.attrs = tag.attrs;
    token.selfClosing = tag.selfClosing;
    this.preprocessor.pos = tag.end;
    this.state = TokenizerMode.DATA;
    this.emitCurrentTagToken();
    return true;
  }

  /** The rest of the text or the indentation that `cp` is in; white space before a word is a token of its own. */
  #takeText(cp: number): void {
    if (!this.currentCharacterToken) return;
    if (isIn(wordCharacters, cp)) this.currentCharacterToken.chars += this.#run(textCharacters);
    else if (cp === space) this.currentCharacterToken.chars += this.#run(spaces);
  }

  /** Consumes and gives back the plain characters ahead. */
  #run(table: CharacterTable): string {
    const { html, pos } = this.preprocessor;
    const end = endOfRun(table, html, pos + 1);
    this.preprocessor.pos = end - 1;
    return html.slice(pos + 1, end);
  }
}
