import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Document, MediaType } from "../../src/normalize/document.ts";
import { normalizeDocument } from "../../src/normalize/pipeline.ts";
import { checkSecrets } from "../../src/secrets/gate.ts";
import { forms } from "../secrets/forms.ts";
import { kinds } from "../secrets/kinds/index.ts";
import { startCpuTimer } from "../setup/time.ts";

const share = Number(process.env.SOAK ?? 1);
const own = [Buffer.from("tok:a-token-of-our-own").toString("base64"), "another-configured-secret"];

/** At least so many kinds of a hundred are found, however they are written. */
const MIN_FOUND = 85;
/** At most so many real documents of a thousand are held. */
const MAX_HELD = 2;

async function resultOf(body: string, mediaType: MediaType, name: string) {
  const document: Document = { body, mediaType, name };
  const pages = await normalizeDocument(document);
  const sent = pages.map((one) => ({ ...one, externalId: name, path: name }));
  const spent = startCpuTimer();
  const result = await checkSecrets({}, document, sent, { own });
  const milliseconds = spent();
  const characters = body.length + sent.reduce((sum, { html }) => sum + html.length, 0);
  return { ...result, milliseconds, characters };
}

test("every kind of secret in every form", async () => {
  const missed: string[] = [];
  const byProvider = new Map<string, [number, number]>();
  const byForm = new Map<string, [number, number]>();
  const count = (table: Map<string, [number, number]>, key: string, found: boolean) => {
    const [hits, all] = table.get(key) ?? [0, 0];
    table.set(key, [hits + (found ? 1 : 0), all + 1]);
  };
  for (const [seed, { provider, name, make }] of kinds.entries())
    for (const form of forms) {
      const { hold, warnings } = await resultOf(form.write(make(seed + 1)), form.mediaType, "doc");
      const warned = warnings.some(({ code }) => code === "secret-in-comment");
      const found = form.warned ? warned && !hold : hold !== undefined;
      count(byProvider, provider, found);
      count(byForm, form.name, found);
      if (!found) missed.push(`${provider} ${name}, ${form.name}`);
    }
  const row = ([key, [hits, all]]: [string, [number, number]]) =>
    `${key.padEnd(20)} ${hits} of ${all} (${((100 * hits) / all).toFixed(1)} %)`;
  const lines = [
    `secrets: ${kinds.length} kinds in ${forms.length} forms`,
    ...[...byProvider].sort(([a], [b]) => a.localeCompare(b)).map(row),
    "",
    ...[...byForm].map(row),
  ];
  console.log(lines.join("\n"));
  if (process.env.MISSED !== undefined) console.log(missed.join("\n"));
  const low = [...byForm].filter(([, [hits, all]]) => (100 * hits) / all < MIN_FOUND).map(([name]) => name);
  expect(low).toEqual([]);
}, 600_000);

/** Folders of public documentation, each a corpus, in which every finding is a false alarm: CORPORA=A:B. */
const corpora = (process.env.CORPORA ?? path.resolve(import.meta.dirname, "../../../shared/corpus"))
  .split(":")
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)));

const types: Readonly<Record<string, MediaType>> = {
  ".md": "text/markdown",
  ".mdx": "text/mdx",
  ".html": "text/html",
  ".adoc": "text/asciidoc",
};

function* documents(folder: string) {
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const mediaType = types[path.extname(file.replace(/\.gz$/, ""))];
    if (!mediaType) continue;
    const bytes = readFileSync(path.join(folder, file));
    yield { file, mediaType, body: (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8") };
  }
}

describe.skipIf(corpora.length === 0)("public documentation is held seldom", () => {
  test("each corpus, and all together", async () => {
    const total = { seen: 0, held: 0, characters: 0, milliseconds: 0 };
    for (const folder of corpora) {
      const here = { seen: 0, held: 0 };
      let looked = 0;
      for (const { file, mediaType, body } of documents(folder)) {
        looked += 1;
        if (looked % Math.max(1, Math.round(1 / share)) !== 0) continue;
        const { hold, warnings, milliseconds, characters } = await resultOf(body, mediaType, file);
        here.seen += 1;
        if (hold) here.held += 1;
        total.characters += characters;
        total.milliseconds += milliseconds;
        if (hold) console.log(hold.message);
        if (warnings.length > 0) console.log(`${file}: ${warnings[0]?.message}`);
      }
      total.seen += here.seen;
      total.held += here.held;
      console.log(`secrets: ${path.basename(folder)}: ${here.held} of ${here.seen} documents held`);
    }
    const pace = ((total.milliseconds / total.characters) * 100_000).toFixed(2);
    console.log(
      `secrets: ${total.held} of ${total.seen} documents held, ${pace} ms of processor per 100,000 characters`,
    );
    expect((1000 * total.held) / total.seen).toBeLessThanOrEqual(MAX_HELD);
  }, 900_000);
});
