/** Everything below the space except tabs and line ends, DEL, and the C1 block: never text, and not allowed in XML. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern has to match control characters
const control = /[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]/g;

/** Character references can bring control characters back into parsed text. */
export function withoutControls(text: string): string {
  return text.replace(control, "");
}

/**
 * Characters that display nothing: joiners and fillers that hide text from readers and filters, marks that change its
 * direction, tags that spell words nobody sees. Single characters that shape letters and emoji stay.
 */
const unseen = /\p{Default_Ignorable_Code_Point}+/gu;
const shaping = new Set([0x061c, 0x200c, 0x200d, 0x200e, 0x200f, 0xfe0e, 0xfe0f]);
/** A variation selector and a joiner, as in an emoji; more of them may spell a hidden message. */
const MAX_SHAPING = 2;

/** Parsed text as a reader sees it: no control characters, nothing invisible. */
export function withoutInvisible(text: string): string {
  return withoutControls(text).replace(unseen, (run) => {
    const kept = [...run].filter((one) => shaping.has(one.codePointAt(0) ?? 0));
    return kept.length > MAX_SHAPING ? "" : kept.join("");
  });
}

/** Text escaped for HTML, double-quoted attributes included. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
