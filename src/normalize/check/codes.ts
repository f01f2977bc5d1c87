/** Warnings that a page may be no help in answering, each with what to do about it. */
export const advice = {
  "nothing-left":
    "check that the document has text of its own, or name its content with `content_selector`; else leave it out (a rule with `exclude: true`)",
  "looks-like-login":
    "check that the source may read the document without signing in, or leave it out (a rule with `exclude: true`)",
  "looks-like-error":
    "check the document's address at its source, or leave it out (a rule with `exclude: true`)",
  "mostly-links":
    "answers come from the pages it leads to; leave it out (a rule with `exclude: true`) or say in it what they are about",
  "images-only": "write what the images say as text, or describe them in their alt texts",
  "no-url": "Fin can answer from it but cite nothing; say where readers find it (for docs: `page_url`)",
  "wall-of-text": "give it headings, so that the part which answers a question can be found",
  "other-language":
    "set the source's `locale`, or move documents of this language to a source of their own with its `locale`",
  "duplicate-title": "give one of them a title that tells them apart",
  "near-duplicate": "keep one of them, or leave the other out (a rule with `exclude: true`)",
} as const;

export type AnswerabilityCode = keyof typeof advice;

export const isAnswerability = (code: string): code is AnswerabilityCode => Object.hasOwn(advice, code);

/** A warning: the finding, then what to do. `found` is a sentence without its full stop. */
export function doubt(code: AnswerabilityCode, found: string): { code: AnswerabilityCode; message: string } {
  return { code, message: `${found}: ${advice[code]}.` };
}
