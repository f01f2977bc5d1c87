import path from "node:path";
import { FinIngestError } from "../../errors.ts";
import { loadOptional } from "../../optional-package.ts";
import { modelFolder } from "./model-folder.ts";
import type { Embedder } from "./vectors.ts";

/**
 * Loads a sentence model from a folder by Transformers.js, https://huggingface.co/docs/transformers.js. Nothing is
 * downloaded: what the folder lacks is missing.
 * @throws ConfigError when the folder has no model
 * @throws FinIngestError when the package is not installed, or the model cannot be loaded
 */
export async function openModel(folder: string): Promise<Embedder> {
  const model = modelFolder(path.resolve(folder));
  const { env, pipeline } = await transformers();
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = path.dirname(model.folder);
  try {
    const options = { dtype: model.weights, local_files_only: true, device: "cpu" } as const;
    const extract = await pipeline("feature-extraction", path.basename(model.folder), options);
    return {
      id: model.id,
      async embed(texts, role) {
        const { data, dims } = await extract(
          texts.map((text) => model.prompts[role] + text),
          { pooling: model.pooling, normalize: true },
        );
        const size = dims[1] ?? 0;
        return texts.map((_, at) => data.slice(at * size, (at + 1) * size));
      },
      close: () => extract.dispose(),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FinIngestError(`the model in ${model.folder} cannot be loaded: ${why}`, { cause: error });
  }
}

const transformers = () =>
  loadOptional(
    "@huggingface/transformers",
    () => import("@huggingface/transformers"),
    "which runs embedding models",
  );
