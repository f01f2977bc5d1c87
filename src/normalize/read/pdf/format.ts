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

/** Signs of Chinese, Japanese and Korean are equally wide in fonts for prose as well. */
const eastAsian =
  /CJK|Gothic|Mincho|Ming|SimSun|SimHei|FangSong|KaiTi|STSong|STHeiti|PingFang|YaHei|JhengHei|Meiryo|Hiragino|YuGo|YuMin|Batang|Gulim|Dotum|Malgun|Nanum/i;

/** Bold and italic are stated in the font's name or in its flags, as pdf.js gives them. */
export function formatOf({
  name,
  bold,
  italic,
  isMonospace,
  fallbackName,
}: Record<string, unknown>): TextFormat {
  const plain = typeof name === "string" ? name : "";
  const isFixed = (isMonospace === true || fallbackName === "monospace") && !eastAsian.test(plain);
  const isCode = isFixed || /mono|courier|consol|menlo|typewriter|cmtt/i.test(plain);
  return {
    ...(bold === true || /bold|black|heavy|semibold|cmbx/i.test(plain) ? { bold: true } : {}),
    ...(italic === true || /italic|oblique|cmti/i.test(plain) ? { italic: true } : {}),
    ...(isCode ? { code: true } : {}),
  };
}
