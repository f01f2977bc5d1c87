import type { ListItem, Row } from "./text.ts";

const bullet = /^[•‣◦▪●○■□–—*·\uF0B7-]$/u;
const ordinal = /^\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]$/;
const item = /^(?:[•‣◦▪●○■□·\uF0B7]\s*|[–—*-]\s+|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+)(?=\S)/u;

const bareNumber = /^\d{1,2}\s+(?=\S)/;

/** Whether a text is a list's marker and nothing else. */
export function isMarker(text: string): boolean {
  return bullet.test(text.trim()) || ordinal.test(text.trim()) || /^\d{1,2}$/.test(text.trim());
}

/** The marker at the start of a line, with the space behind it. */
export function markerAt({ text, cells }: Row, items: readonly ListItem[] = []): string | undefined {
  const marker = item.exec(text)?.[0];
  if (marker !== undefined || cells[0]?.bodyX === undefined) return marker;
  // A number alone counts, too, where it stands apart from its text and begins or continues a list.
  const number = bareNumber.exec(text)?.[0];
  const last = items.findLast((one) => one.marker?.type === "1")?.marker;
  const next = last?.type === "1" ? last.number + 1 : 1;
  return number !== undefined && (Number(number) === next || Number(number) === 1) ? number : undefined;
}
