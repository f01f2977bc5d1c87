import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { ConfigError } from "../../errors.ts";
import { hashOf, sha256 } from "../../hash.ts";
import type { EmbeddedAs } from "./vectors.ts";

/** A sentence model in a folder, as its own files describe it. */
export interface ModelFolder {
  readonly folder: string;
  /** Changes with everything that changes vectors. */
  readonly id: string;
  /** `q8`: the quantised weights, where the folder has them. */
  readonly weights: "q8" | "fp32";
  /** How the vectors of a text's words become one. */
  readonly pooling: "mean" | "cls";
  /** What goes before a text. */
  readonly prompts: Readonly<Record<EmbeddedAs, string>>;
}

const needed = ["config.json", "tokenizer.json", "tokenizer_config.json"];
const weightFiles = { q8: "onnx/model_quantized.onnx", fp32: "onnx/model.onnx" } as const;

const poolingSchema = z.object({ pooling_mode_cls_token: z.boolean().default(false) });
const promptsSchema = z.object({ prompts: z.record(z.string(), z.string()).default({}) });

/**
 * Looks into a folder for a sentence model in ONNX form, laid out as Transformers.js has them
 * (https://huggingface.co/docs/transformers.js/custom_usage). Pooling and prompts are what sentence-transformers writes
 * beside them (https://sbert.net/docs/package_reference/sentence_transformer/models.html); without them the mean is taken,
 * and nothing goes before a text.
 * @throws ConfigError when something is missing or cannot be read
 */
export function modelFolder(folder: string): ModelFolder {
  const has = (name: string) => existsSync(path.join(folder, name));
  const weights = has(weightFiles.q8) ? "q8" : "fp32";
  const missing = [...needed, weightFiles[weights]].filter((name) => !has(name));
  if (missing.length > 0)
    throw new ConfigError(
      `${folder} is not the folder of an embedding model: it has no ${missing.join(", no ")}`,
      {
        hint: "It needs config.json, tokenizer.json, tokenizer_config.json and onnx/model_quantized.onnx or onnx/model.onnx, such as those of Xenova/all-MiniLM-L6-v2.",
      },
    );
  const pooling = described(folder, "1_Pooling/config.json", poolingSchema);
  const { prompts } = described(folder, "config_sentence_transformers.json", promptsSchema);
  const settings = {
    weights,
    pooling: pooling.pooling_mode_cls_token ? "cls" : "mean",
    prompts: { question: prompts.query ?? "", passage: prompts.passage ?? prompts.document ?? "" },
  } as const;
  const files = needed.map((name) => sha256(readFileSync(path.join(folder, name))));
  // Of weights that were exchanged, the size nearly always tells; reading them takes as long as a question.
  const { size } = statSync(path.join(folder, weightFiles[weights]));
  return { folder, id: hashOf([settings, files, size]).slice(0, 16), ...settings };
}

function described<T>(folder: string, name: string, schema: z.ZodType<T>): T {
  const file = path.join(folder, name);
  if (!existsSync(file)) return schema.parse({});
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new ConfigError(`${file} does not describe a model as expected`, { cause: error });
  }
}
