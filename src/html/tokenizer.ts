import { Token, Tokenizer, TokenizerMode } from "parse5";
import { allFrom, type CharacterTable, endOfRun, isIn, only } from "./character-table.ts";
import { maxAttributes, tagAt } from "./tag.ts";

const [space, lessThan, solidus] = [0x20, 0x3c, 0x2f];
const { CHARACTER, WHITESPACE_CHARACTER, START_TAG, END_TAG } = Token.TokenType;
const spaces = only(" \n\t");
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
 * are: character by character they are most of what parsing costs. What a state treats specially is left to it, as is
 * everything where the places of tokens are asked for.
 */
export class CappedTokenizer extends Tokenizer {
  protected override _leaveAttrName(): void {
    const token = this.currentToken;
    if (token && "attrs" in token && token.attrs.length >= maxAttributes) return;
    super._leaveAttrName();
  }

  /** Nearly all that is read is read in this one state: it is asked for before the table of all states. */
  protected override _runParsingLoop(): void {
    if (this.inLoop) return;
    this.inLoop = true;
    while (this.active && !this.paused) {
      this.consumedAfterSnapshot = 0;
      const cp = this._consume();
      if (this._ensureHibernation()) continue;
      if (this.state === TokenizerMode.DATA) this._stateData(cp);
      else this._callState(cp);
    }
    this.inLoop = false;
  }

  protected override _stateData(cp: number): void {
    if (cp === lessThan ? this.#takeTag() : this.#takeText(cp)) return;
    super._stateData(cp);
  }

  protected override _stateRawtext(cp: number): void {
    if (!this.#takeText(cp)) super._stateRawtext(cp);
  }

  protected override _stateScriptData(cp: number): void {
    if (!this.#takeText(cp)) super._stateScriptData(cp);
  }

  protected override _stateAttributeValueDoubleQuoted(cp: number): void {
    super._stateAttributeValueDoubleQuoted(cp);
    if (isIn(doubleQuotedCharacters, cp)) this.currentAttr.value += this.#run(doubleQuotedCharacters);
  }

  protected override _stateAttributeValueSingleQuoted(cp: number): void {
    super._stateAttributeValueSingleQuoted(cp);
    if (isIn(singleQuotedCharacters, cp)) this.currentAttr.value += this.#run(singleQuotedCharacters);
  }

  #takeTag(): boolean {
    if (this.options.sourceCodeLocationInfo) return false;
    const { html, pos } = this.preprocessor;
    const isEnd = html.charCodeAt(pos + 1) === solidus;
    const tag = tagAt(html, pos + (isEnd ? 2 : 1));
    if (!tag) return false;
    const { tagName, tagID, attrs, selfClosing } = tag;
    const type: Token.TagToken["type"] = isEnd ? END_TAG : START_TAG;
    const token: Token.TagToken = {
      type,
      tagName,
      tagID,
      selfClosing,
      ackSelfClosing: false,
      attrs,
      location: null,
    };
    this.preprocessor.pos = tag.end;
    this._emitCurrentCharacterToken(null);
    if (isEnd) this.handler.onEndTag(token);
    else {
      this.lastStartTagName = tagName;
      this.handler.onStartTag(token);
    }
    return true;
  }

  /** The text or the white space that starts with `cp`; white space before a word is a token of its own. */
  #takeText(cp: number): boolean {
    if (this.options.sourceCodeLocationInfo) return false;
    if (isIn(wordCharacters, cp)) this.#take(CHARACTER, textCharacters);
    else if (isIn(spaces, cp) && this.preprocessor.html.charCodeAt(this.preprocessor.pos) === cp)
      this.#take(WHITESPACE_CHARACTER, spaces);
    else return false;
    return true;
  }

  #take(type: Token.CharacterToken["type"], table: CharacterTable): void {
    const { html, pos } = this.preprocessor;
    const end = endOfRun(table, html, pos + 1);
    this.preprocessor.pos = end - 1;
    this._appendCharToCurrentCharacterToken(type, html.slice(pos, end));
  }

  /** Consumes and gives back the plain characters ahead. */
  #run(table: CharacterTable): string {
    const { html, pos } = this.preprocessor;
    const end = endOfRun(table, html, pos + 1);
    this.preprocessor.pos = end - 1;
    return html.slice(pos + 1, end);
  }
}
