import { sha256 } from "../../hash.ts";
import type { Passage } from "../text/passages.ts";

/** Puts texts where those of like meaning are near each other. */
export interface Embedder {
  /** Of one model as it stands: vectors of another cannot be compared with its own. */
  readonly id: string;
  /**
   * @returns a vector of length 1 for each text, all of as many dimensions; what is too long for the model is cut
   */
  embed(texts: readonly string[], role: EmbeddedAs): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** Some models are told which of the two a text is. */
export type EmbeddedAs = "question" | "passage";

/** What of a passage is embedded: its words under its page's title and its headings. */
export const embeddedText = (title: string, { section, text }: Passage): string =>
  [[title, ...section].join(" › "), text].join("\n");

/** By which a passage that did not change is known again. */
export const textHash = (title: string, passage: Passage): string =>
  sha256(embeddedText(title, passage)).slice(0, HASH_LENGTH);

const HASH_LENGTH = 16;

/**
 * A vector in bytes: a scale, then each dimension as a share of the greatest in 127 steps. A quarter of what floats
 * take, and nearness changes in the third decimal.
 */
export function packed(vector: Float32Array): Uint8Array {
  const greatest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const bytes = new Uint8Array(SCALE_BYTES + vector.length);
  new DataView(bytes.buffer).setFloat32(0, greatest / STEPS, true);
  new Int8Array(bytes.buffer, SCALE_BYTES).set(vector.map((value) => Math.round((value / greatest) * STEPS)));
  return bytes;
}

/** How near a packed vector is to another of length 1: their cosine. Zero where their dimensions differ. */
export function nearness(bytes: Uint8Array, vector: Float32Array): number {
  if (bytes.length !== SCALE_BYTES + vector.length) return 0;
  const values = new Int8Array(bytes.buffer, bytes.byteOffset + SCALE_BYTES, vector.length);
  let sum = 0;
  for (let at = 0; at < vector.length; at += 1) sum += (values[at] ?? 0) * (vector[at] ?? 0);
  return sum * new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true);
}

const SCALE_BYTES = 4;
const STEPS = 127;
