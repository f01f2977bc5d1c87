import type { TextFormat } from "./text.ts";

const ligatures: Readonly<Record<string, string>> = {
  ﬀ: "ff",
  ﬁ: "fi",
  ﬂ: "fl",
  ﬃ: "ffi",
  ﬄ: "ffl",
  ﬅ: "st",
  ﬆ: "st",
};

export function tidy(text: string): string {
  return text
    .replaceAll(/[\uFB00-\uFB06]/g, (letter) => ligatures[letter] ?? letter)
    .replaceAll(/[\u00A0\0]/g, " ");
}

/** Bold and italic are stated in the font's name or in its flags, as pdf.js gives them. */
export function formatOf({
  name,
  bold,
  italic,
  isMonospace,
  fallbackName,
}: Record<string, unknown>): TextFormat {
  const plain = typeof name === "string" ? name : "";
  const isCode =
    isMonospace === true ||
    fallbackName === "monospace" ||
    /mono|courier|consol|menlo|typewriter|cmtt/i.test(plain);
  return {
    ...(bold === true || /bold|black|heavy|semibold|cmbx/i.test(plain) ? { bold: true } : {}),
    ...(italic === true || /italic|oblique|cmti/i.test(plain) ? { italic: true } : {}),
    ...(isCode ? { code: true } : {}),
  };
}
