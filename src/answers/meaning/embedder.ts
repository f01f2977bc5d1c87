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
