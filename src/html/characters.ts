/** Everything below space except tab and line ends, DEL, and the C1 block: never text, and not allowed in XML. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]/g;

/** Character references can bring control characters back into parsed text. */
export function withoutControls(text: string): string {
  return text.replace(control, "");
}

/**
 * Characters that are there and show nothing: joiners and fillers that hide text from readers and from filters,
 * marks that turn its direction, tags that spell words no one sees. What shapes letters and emoji stays, one at a time.
 */
const unseen = /\p{Default_Ignorable_Code_Point}+/gu;
const shaping = new Set([0x061c, 0x200c, 0x200d, 0x200e, 0x200f, 0xfe0e, 0xfe0f]);
/** A variation selector and a joiner, as in an emoji, but no message of them. */
const MAX_SHAPING = 2;

/** Parsed text as a reader sees it: no control characters, nothing invisible. */
export function withoutInvisible(text: string): string {
  return withoutControls(text).replace(unseen, (run) => {
    const kept = [...run].filter((one) => shaping.has(one.codePointAt(0) ?? 0));
    return kept.length > MAX_SHAPING ? "" : kept.join("");
  });
}
