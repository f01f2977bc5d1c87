import type { ReadPdfPage } from "./page.ts";
import type { TextItem } from "./text.ts";

/**
 * Soft hyphens that were painted where no line ends, because the text was set anew, are no part of their word. In a
 * document that has no other hyphens they are its hyphens.
 */
export function settledHyphens(pages: readonly ReadPdfPage[]): readonly ReadPdfPage[] {
  const texts = pages.flatMap(({ items }) => items.map(({ text }) => text));
  if (!texts.some((text) => text.includes("\u00AD"))) return pages;
  const settle = texts.some((text) => text.includes("-")) ? withoutSoft : withHard;
  const settled = (item: TextItem) => ({ ...item, text: settle(item.text) });
  return pages.map((page) => ({ ...page, items: page.items.map(settled), turned: page.turned.map(settled) }));
}

const withoutSoft = (text: string): string =>
  text.replaceAll(/\u00AD(?=\p{L})/gu, "").replaceAll(/\u00AD(?!$)/g, "-");

const withHard = (text: string): string => text.replaceAll("\u00AD", "-");
