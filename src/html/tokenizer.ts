import { Tokenizer } from "parse5";

/** The tokenizer compares each attribute of a tag with all before it, which is quadratic without a cap. */
const MAX_ATTRIBUTES = 300;

/** parse5's tokenizer, which drops the attributes of a tag beyond a maximum. */
export class CappedTokenizer extends Tokenizer {
  protected override _leaveAttrName(): void {
    const token = this.currentToken;
    if (token && "attrs" in token && token.attrs.length >= MAX_ATTRIBUTES) return;
    super._leaveAttrName();
  }
}
