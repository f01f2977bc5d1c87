/** The part of https://huggingface.co/docs/transformers.js that is used; it is installed only by who uses it. */
declare module "@huggingface/transformers" {
  interface Tensor {
    readonly data: Float32Array;
    readonly dims: readonly number[];
  }
  interface FeatureExtraction {
    (
      texts: readonly string[],
      options: { readonly pooling: "mean" | "cls"; readonly normalize: boolean },
    ): Promise<Tensor>;
    dispose(): Promise<void>;
  }
  export function pipeline(
    task: "feature-extraction",
    model: string,
    options: {
      readonly dtype: string;
      readonly device: string;
      readonly local_files_only: boolean;
    },
  ): Promise<FeatureExtraction>;
  export const env: {
    allowRemoteModels: boolean;
    allowLocalModels: boolean;
    localModelPath: string;
  };
}
