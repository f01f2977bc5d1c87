import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { docsRepo } from "../../connectors/docs-repo/index.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { createHttp } from "../../src/http/http.ts";
import { normalizeDocument } from "../../src/normalize/pipeline.ts";
import { neverAborted } from "../setup/time.ts";

const examples = path.resolve(import.meta.dirname, "../../examples");

function listing(): AsyncIterable<ListingEntry> {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const io: Io = {
    signal: controller.signal,
    log: { debug() {}, info() {}, warn() {} },
    audienceOf: () => "customers",
    cache: new Map<string, string>(),
    baseDir: examples,
    cacheDir: path.join(examples, ".fin-ingest"),
    http: createHttp(),
  };
  const page_url = "https://help.parcelwise.example/{slug}";
  return docsRepo.list(docsRepo.options.parse({ path: "./handbook", page_url }), io);
}

test("the sample handbook becomes 24 pages that lose nothing but boilerplate, and one draft", async () => {
  const warnings: string[] = [];
  const titles = new Map<string, string>();
  const unpublished: string[] = [];
  for await (const entry of listing()) {
    if (entry.kind !== "document") {
      unpublished.push(`${entry.kind} ${"externalId" in entry ? entry.externalId : ""}`);
      continue;
    }
    const [page] = await normalizeDocument(await entry.load(neverAborted));
    if (!page) throw new Error(`${entry.externalId} has no page`);
    titles.set(page.title, entry.url ?? "");
    expect(page.words, entry.externalId).toBeGreaterThan(200);
    warnings.push(...page.warnings.map(({ code }) => `${entry.externalId}: ${code}`));
  }
  expect(titles.size).toBe(24);
  expect(new Set(titles.values()).size).toBe(24);
  expect(unpublished).toEqual(["unpublished guides/pick-by-voice.md"]);
  expect(warnings).toEqual([
    "guides/print-labels.md: image-without-alt",
    "troubleshooting/label-printer.html: boilerplate-dropped",
  ]);
});

test("every relative link in it leads to a file", () => {
  const root = path.join(examples, "handbook");
  const files = new Set(
    readdirSync(root, { recursive: true, withFileTypes: true }).map((file) =>
      path.join(file.parentPath, file.name),
    ),
  );
  const broken = [...files]
    .filter((file) => /\.(mdx?|html)$/.test(file))
    .flatMap((file) =>
      Array.from(
        readFileSync(file, "utf8").matchAll(
          /(?:\]\(|href="|from ")(\.{0,2}[\w/.-]+?\.\w+)(?:#[\w-]+)?["')]/g,
        ),
        ([, target = ""]) => path.resolve(path.dirname(file), target),
      )
        .filter((target) => !target.startsWith("/assets/") && !files.has(target))
        .map((target) => `${path.relative(root, file)} → ${target}`),
    );
  expect(broken).toEqual([]);
});
