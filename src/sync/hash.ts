import { hash } from "node:crypto";

/** Hex sha256 of a text. */
export const sha256 = (text: string): string => hash("sha256", text, "hex");

/** Hex sha256 of a plain value; equal for equal values whatever the order of their keys. */
export const hashOf = (value: unknown): string => sha256(JSON.stringify(value, sortedKeys));

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
