import type { Env, MarkdownIt, StateBlock, StateInline, Token } from "markdown-it";
import { isPlainText } from "./rule-table.ts";

/**
 * markdown-it's tokens and states as plain objects: it makes its own property by property through a helper for old
 * browsers, which is a tenth of the time that a page of Markdown takes. Their methods stay.
 */
export function leanStates({ core, block, inline }: MarkdownIt): void {
  const LeanToken = withMethodsOf(tokenOf(core.State), PlainToken);
  block.State = withMethodsOf(block.State, blockState(LeanToken));
  inline.State = withMethodsOf(inline.State, inlineState(LeanToken));
  const { State } = core;
  core.State = class extends State {
    override Token = LeanToken;
  };
  const parse = inline.parse.bind(inline);
  inline.parse = (text, md, env, tokens) => {
    if (!isPlainText(text)) parse(text, md, env, tokens);
    else if (text !== "") {
      const token = new LeanToken("text", "", 0);
      token.content = text;
      tokens.push(token);
    }
  };
}

type Nesting = Token["nesting"];
type Data<Class> = {
  [Name in keyof Class as Class[Name] extends (...args: never) => unknown ? never : Name]: Class[Name];
};

function tokenOf(State: MarkdownIt["core"]["State"]): typeof Token {
  // Not exported, but every state holds it; the state is of no parser, and parses nothing.
  return new State("", {} as MarkdownIt, {}).Token;
}

/** The class whose objects have all that the original's have: our properties, its methods where we have none. */
function withMethodsOf<Original extends { prototype: object }>(original: Original, own: object): Original {
  // The properties are checked by `Data` where each class is declared; the methods come from the prototype.
  const made = own as Original;
  Object.setPrototypeOf(made.prototype, original.prototype);
  return made;
}

/** Declared, and set one by one: fields with initial values are a function of their own, called for each token. */
class PlainToken implements Data<Token> {
  declare map: Token["map"];
  declare level: number;
  declare children: Token["children"];
  declare content: string;
  declare markup: string;
  declare info: string;
  declare block: boolean;
  declare hidden: boolean;
  declare attrs: Token["attrs"];
  declare meta: Token["meta"];
  declare type: string;
  declare tag: string;
  declare nesting: Nesting;
  constructor(type: string, tag: string, nesting: Nesting) {
    this.type = type;
    this.tag = tag;
    this.attrs = null;
    this.map = null;
    this.nesting = nesting;
    this.level = 0;
    this.children = null;
    this.content = "";
    this.markup = "";
    this.info = "";
    this.meta = null;
    this.block = false;
    this.hidden = false;
  }
}

const blockState = (LeanToken: typeof Token) =>
  class implements Data<StateBlock> {
    bMarks: number[] = [];
    eMarks: number[] = [];
    tShift: number[] = [];
    sCount: number[] = [];
    bsCount: number[] = [];
    blkIndent = 0;
    line = 0;
    lineMax = 0;
    tight = false;
    listIndent = -1;
    parentType = "root";
    level = 0;
    Token = LeanToken;
    src: string;
    md: MarkdownIt;
    env: Env;
    tokens: Token[];

    constructor(src: string, md: MarkdownIt, env: Env, tokens: Token[]) {
      this.src = src;
      this.md = md;
      this.env = env;
      this.tokens = tokens;
      this.#findLines();
    }

    #findLines(): void {
      const { src } = this;
      for (let start = 0; start < src.length; ) {
        const found = src.indexOf("\n", start);
        const end = found === -1 ? src.length : found;
        let at = start;
        let columns = 0;
        for (let code = src.charCodeAt(at); code === 0x20 || code === 0x09; code = src.charCodeAt(at)) {
          columns += code === 0x09 ? 4 - (columns % 4) : 1;
          at += 1;
        }
        // White space behind the last line end is no line.
        if (found !== -1 || at < end) this.#addLine(start, end, at - start, columns);
        start = end + 1;
      }
      this.#addLine(src.length, src.length, 0, 0);
      this.lineMax = this.bMarks.length - 1;
    }

    #addLine(start: number, end: number, indent: number, columns: number): void {
      this.bMarks.push(start);
      this.eMarks.push(end);
      this.tShift.push(indent);
      this.sCount.push(columns);
      this.bsCount.push(0);
    }

    push(type: string, tag: string, nesting: Nesting): Token {
      const token = new LeanToken(type, tag, nesting);
      token.block = true;
      if (nesting < 0) this.level -= 1;
      token.level = this.level;
      if (nesting > 0) this.level += 1;
      this.tokens.push(token);
      return token;
    }
  };

const inlineState = (LeanToken: typeof Token) =>
  class implements Data<StateInline> {
    pos = 0;
    level = 0;
    pending = "";
    pendingLevel = 0;
    cache = {};
    backticks = {};
    backticksScanned = false;
    skipHtmlSpecial = false;
    linkLevel = 0;
    delimiters: StateInline["delimiters"] = [];
    _prev_delimiters: StateInline["_prev_delimiters"] = [];
    Token = LeanToken;
    src: string;
    env: Env;
    md: MarkdownIt;
    tokens: Token[];
    tokens_meta: StateInline["tokens_meta"];
    posMax: number;

    constructor(src: string, md: MarkdownIt, env: Env, tokens: Token[]) {
      this.src = src;
      this.env = env;
      this.md = md;
      this.tokens = tokens;
      this.tokens_meta = Array(tokens.length);
      this.posMax = src.length;
    }

    pushPending(): Token {
      const token = new LeanToken("text", "", 0);
      token.content = this.pending;
      token.level = this.pendingLevel;
      this.tokens.push(token);
      this.pending = "";
      return token;
    }

    push(type: string, tag: string, nesting: Nesting): Token {
      if (this.pending !== "") this.pushPending();
      const token = new LeanToken(type, tag, nesting);
      if (nesting < 0) {
        this.level -= 1;
        this.delimiters = this._prev_delimiters.pop() ?? [];
      }
      token.level = this.level;
      this.tokens.push(token);
      if (nesting > 0) {
        this.level += 1;
        this._prev_delimiters.push(this.delimiters);
        this.delimiters = [];
        this.tokens_meta.push({ delimiters: this.delimiters });
      } else this.tokens_meta.push(undefined);
      this.pendingLevel = this.level;
      return token;
    }
  };
