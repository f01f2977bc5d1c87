import { createHash, hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";

/** Hex sha256 of a text or of bytes. */
export const sha256 = (text: string | Uint8Array): string => hash("sha256", text, "hex");

/** Hex sha256 of a plain value; equal for equal values whatever the order of their keys. */
export const hashOf = (value: unknown): string => sha256(JSON.stringify(value, sortedKeys));

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const readAtOnce = 1024 * 1024;

/** Size and hex sha256 of a file, read in pieces. */
export function fileDigest(file: string): { bytes: number; sha256: string } {
  const digest = createHash("sha256");
  const piece = Buffer.allocUnsafe(readAtOnce);
  const fd = openSync(file, "r");
  try {
    for (let bytes = 0; ; ) {
      const read = readSync(fd, piece);
      if (read === 0) return { bytes, sha256: digest.digest("hex") };
      digest.update(piece.subarray(0, read));
      bytes += read;
    }
  } finally {
    closeSync(fd);
  }
}
