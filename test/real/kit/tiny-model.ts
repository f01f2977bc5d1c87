import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Writes a sentence model of our own: each word has a vector, words of one group the same, and a text's is their mean.
 * Its graph is one Gather, in ONNX's own encoding: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function writeTinyModel(folder: string, groups: readonly (readonly string[])[]): void {
  const size = groups.length + 1;
  const vocab = new Map([
    ["[PAD]", 0],
    ["[UNK]", 1],
  ]);
  const rows = [new Array<number>(size).fill(0), [...new Array<number>(size - 1).fill(0), 0.05]];
  for (const [at, words] of groups.entries())
    for (const word of words) {
      vocab.set(word, vocab.size);
      rows.push(Array.from({ length: size }, (_, dimension) => Number(dimension === at)));
    }
  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  };
  write("config.json", JSON.stringify({ model_type: "bert", architectures: ["BertModel"] }));
  write(
    "tokenizer_config.json",
    JSON.stringify({
      tokenizer_class: "PreTrainedTokenizerFast",
      pad_token: "[PAD]",
      unk_token: "[UNK]",
      model_max_length: 256,
    }),
  );
  write("tokenizer.json", JSON.stringify(tokenizer(Object.fromEntries(vocab))));
  write("onnx/model.onnx", model(rows));
}

const tokenizer = (vocab: Readonly<Record<string, number>>) => ({
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: ["[PAD]", "[UNK]"].map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: { type: "Lowercase" },
  pre_tokenizer: { type: "Whitespace" },
  post_processor: null,
  decoder: null,
  model: { type: "WordLevel", vocab, unk_token: "[UNK]" },
});

/** ModelProto: ir_version 1, graph 7, opset_import 8. GraphProto: node 1, name 2, initializer 5, input 11, output 12. */
function model(rows: readonly (readonly number[])[]): Uint8Array {
  const size = rows[0]?.length ?? 0;
  const weights = Buffer.from(Float32Array.from(rows.flat()).buffer);
  const initializer = message([
    [1, rows.length],
    [1, size],
    [2, FLOAT],
    [8, "words"],
    [9, weights],
  ]);
  const node = message([
    [1, "words"],
    [1, "input_ids"],
    [2, "last_hidden_state"],
    [4, "Gather"],
  ]);
  const inputs = ["input_ids", "attention_mask", "token_type_ids"].map(
    (name): Field => [11, value(name, INT64, ["batch", "sequence"])],
  );
  const output: Field = [12, value("last_hidden_state", FLOAT, ["batch", "sequence", size])];
  const graph = message([[1, node], [2, "tiny"], [5, initializer], ...inputs, output]);
  return message([
    [1, 8],
    [7, graph],
    [
      8,
      message([
        [1, ""],
        [2, 13],
      ]),
    ],
  ]);
}

const [FLOAT, INT64] = [1, 7];

/** ValueInfoProto: name 1, type 2 → tensor_type 1 → elem_type 1, shape 2 → dim 1 → dim_value 1 or dim_param 2. */
function value(name: string, type: number, dims: readonly (string | number)[]): Uint8Array {
  const shape = message(
    dims.map((dim): Field => [1, message([typeof dim === "number" ? [1, dim] : [2, dim]])]),
  );
  return message([
    [1, name],
    [
      2,
      message([
        [
          1,
          message([
            [1, type],
            [2, shape],
          ]),
        ],
      ]),
    ],
  ]);
}

type Field = readonly [number: number, value: number | string | Uint8Array];

/** https://protobuf.dev/programming-guides/encoding/ */
function message(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.flatMap(([number, value]) => {
      if (typeof value === "number") return [varint(number << 3), varint(value)];
      const bytes = Buffer.from(value);
      return [varint((number << 3) | 2), varint(bytes.length), bytes];
    }),
  );
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}
