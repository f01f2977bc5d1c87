import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { AnswerIndex } from "../../src/answers/index/answer-index.ts";
import { indexFile, openIndex } from "../../src/answers/index/database.ts";
import { embedIndex } from "../../src/answers/meaning/embed-index.ts";
import { modelFolder } from "../../src/answers/meaning/model-folder.ts";
import { nearestTo } from "../../src/answers/meaning/nearest.ts";
import { type Embedder, nearness, packed } from "../../src/answers/meaning/vectors.ts";
import { fuseRanks } from "../../src/answers/rank/fuse.ts";
import { searcher } from "../../src/answers/rank/search.ts";
import { indexOf, page } from "./support.ts";

/** What each dimension is about. Words of one line mean the same to this embedder. */
const concepts = [
  ["cancel", "terminate", "end"],
  ["invoice", "bill", "receipt"],
  ["ship", "deliver", "post"],
];

/** Counts concepts; `embedded` are the texts it was given. */
function conceptEmbedder(id = "concepts"): Embedder & { readonly embedded: string[] } {
  const embedded: string[] = [];
  return {
    id,
    embedded,
    async embed(texts, role) {
      if (role === "passage") embedded.push(...texts);
      return texts.map((text) => {
        const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
        const counts = concepts.map((same) => words.filter((word) => same.includes(word)).length + 0.01);
        const length = Math.hypot(...counts);
        return Float32Array.from(counts, (count) => count / length);
      });
    },
    close: async () => {},
  };
}

const options = { signal: new AbortController().signal, progress: () => {} };

async function asked(index: AnswerIndex, embedder: Embedder, question: string, sources?: string[]) {
  await embedIndex(index, embedder, options);
  const search = searcher(index.db, await nearestTo(index.db, embedder, [question]));
  return search(question, { as: "customers", ...(sources ? { sources } : {}) });
}

describe("asking by meaning, too", () => {
  const pages = [
    page(
      "leave.md",
      "Leaving us",
      "<h2>Before</h2><p>Export it.</p><h2>How</h2><p>Terminate it under Settings.</p>",
    ),
    page("receipts.md", "Receipts", "<p>A receipt comes by e-mail.</p>"),
    page("team.md", "Terminate", "<p>Internal.</p>", { availability: { agent: false, copilot: true } }),
  ];

  test("finds what no word does, with the passage that means it", async () => {
    const index = indexOf(...pages);
    expect(searcher(index.db)("cancel", { as: "customers" })).toEqual([]);
    const [first] = await asked(index, conceptEmbedder(), "cancel");
    expect(first).toMatchObject({ externalId: "leave.md", found: { section: ["How"] } });
    expect(first?.similarity).toBeGreaterThan(0.9);
  });

  test("keeps to the audience and the sources that are asked", async () => {
    const index = indexOf(...pages);
    const hits = await asked(index, conceptEmbedder(), "cancel");
    expect(hits.map(({ externalId }) => externalId)).not.toContain("team.md");
    expect(await asked(index, conceptEmbedder(), "cancel", ["other"])).toEqual([]);
  });

  test("a page that both find stands above one that either does", async () => {
    const index = indexOf(
      page("words.md", "Bills", "<p>Cancel culture is a post about a bill.</p>"),
      page("both.md", "Cancel", "<p>Cancel or terminate it.</p>"),
      page("meaning.md", "Leaving", "<p>Terminate it, end it.</p>"),
    );
    const [first] = await asked(index, conceptEmbedder(), "cancel");
    expect(first?.externalId).toBe("both.md");
  });
});

describe("vectors", () => {
  test("are made once, and again only for passages that changed", async () => {
    const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-meaning-"));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const index = new AnswerIndex(openIndex(dir));
    onTestFinished(() => index.close());
    const html = (second: string) => `<h2>One</h2><p>Stays as it is.</p><h2>Two</h2><p>${second}</p>`;
    index.put("docs", page("a.md", "A", html("Before")));
    index.put("docs", page("b.md", "B", "<p>Other</p>"));
    const embedder = conceptEmbedder();
    await embedIndex(index, embedder, options);
    await embedIndex(index, embedder, options);
    expect(embedder.embedded).toEqual(["A › One\nStays as it is.", "A › Two\nBefore", "B\nOther"]);

    index.put("docs", page("a.md", "A", html("After")));
    await embedIndex(index, embedder, options);
    expect(embedder.embedded.slice(3)).toEqual(["A › Two\nAfter"]);
    const stored = () => Number(index.db.get("SELECT count(*) AS n FROM vectors")?.n);
    expect(stored()).toBe(3);

    const hash = String(
      index.db.get("SELECT hash FROM vectors v JOIN pages p ON p.id = v.page WHERE p.external_id = 'b.md'")
        ?.hash,
    );
    expect(readFileSync(indexFile(dir)).toString("latin1")).toContain(hash);
    index.remove("docs", "b.md");
    expect(stored()).toBe(2);
    expect(readFileSync(indexFile(dir)).toString("latin1")).not.toContain(hash);

    const other = conceptEmbedder("another");
    await embedIndex(index, other, options);
    expect(other.embedded).toHaveLength(2);
  });

  test("keep their nearness when they are packed", () => {
    const vector = fc
      .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 })
      .filter((values) => Math.hypot(...values) > 0.1)
      .map((values) => Float32Array.from(values, (value) => value / Math.hypot(...values)));
    fc.assert(
      fc.property(vector, vector, (one, other) => {
        const cosine = one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
        expect(nearness(packed(one), other)).toBeCloseTo(cosine, 1.7);
      }),
    );
    expect(nearness(packed(Float32Array.of(1, 0)), Float32Array.of(1, 0, 0))).toBe(0);
  });
});

test.each([
  [
    [["a", "b"], []],
    ["a", "b"],
  ],
  [
    [
      ["a", "b", "c"],
      ["c", "a"],
    ],
    ["a", "c", "b"],
  ],
  [
    [["a"], ["b"]],
    ["a", "b"],
  ],
])("%j fuse to %j", (orders, fused) => {
  expect(fuseRanks(...orders)).toEqual(fused);
});

describe("a model's folder", () => {
  const folder = (files: Readonly<Record<string, string>>) => {
    const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-model-"));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
      writeFileSync(path.join(dir, name), text);
    }
    return dir;
  };
  const whole = {
    "config.json": "{}",
    "tokenizer.json": "{}",
    "tokenizer_config.json": "{}",
    "onnx/model.onnx": "x",
  };

  test("says what it lacks", () => {
    expect(() => modelFolder(folder({ "config.json": "{}" }))).toThrow(
      "it has no tokenizer.json, no tokenizer_config.json, no onnx/model.onnx",
    );
  });

  test("has its own pooling, prompts and weights", () => {
    expect(modelFolder(folder(whole))).toMatchObject({
      weights: "fp32",
      pooling: "mean",
      prompts: { question: "", passage: "" },
    });
    const described = {
      ...whole,
      "onnx/model_quantized.onnx": "y",
      "1_Pooling/config.json": '{"pooling_mode_cls_token": true}',
      "config_sentence_transformers.json": '{"prompts": {"query": "query: ", "passage": "passage: "}}',
    };
    expect(modelFolder(folder(described))).toMatchObject({
      weights: "q8",
      pooling: "cls",
      prompts: { question: "query: ", passage: "passage: " },
    });
    expect(modelFolder(folder(described)).id).not.toBe(modelFolder(folder(whole)).id);
    expect(modelFolder(folder(whole)).id).toBe(modelFolder(folder(whole)).id);
  });
});
