import { availableParallelism } from "node:os";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { TextDocument } from "../../../src/normalize/document.ts";
import { normalize } from "../../../src/normalize/pipeline.ts";
import {
  createNormalizer,
  type Normalizer,
  workerNormalizer,
} from "../../../src/normalize/worker/normalizer.ts";
import { limitsOf, mostWorkers } from "../../../src/normalize/worker/pool.ts";
import { isSmallEnough } from "../../../src/normalize/worker/small-enough.ts";

let normalizer: Normalizer | undefined;
afterEach(async () => {
  await normalizer?.close();
  normalizer = undefined;
});

const markdown = (body: string | Uint8Array): TextDocument => ({
  body,
  mediaType: "text/markdown",
  name: "a.md",
});
const page: TextDocument = {
  body: "<h1>Install</h1><p>Run <code>npm ci</code>, see <a href='b'>the guide</a>.</p>",
  mediaType: "text/html",
  name: "install.html",
  url: "https://docs.example.com/install",
};
/** Takes far longer than any limit here. */
const slow = markdown("| a | b |\n| - | - |\n".concat("| *x* [y](z) | `w` |\n".repeat(60_000)));

describe("in workers", () => {
  /** Goes on whatever became of a document, so tests follow each other in it: a worker's start costs more than they do. */
  const lasting = workerNormalizer({ workers: 1 });
  afterAll(() => lasting.close());

  test("a page is the same as here, from text and from bytes", async () => {
    const bytes = Buffer.concat([
      Buffer.from("left "),
      Buffer.from("# Grüße\n\nein Text mit genug Wörtern darin"),
      Buffer.from(" right"),
    ]);
    const view = bytes.subarray(5, bytes.length - 6);
    expect(await lasting.normalize(page)).toEqual([await normalize(page)]);
    expect(await lasting.normalize(markdown(view))).toEqual([await normalize(markdown(view))]);
    expect(bytes.toString()).toContain("right");
  });

  test("a document that takes too long fails alone; the others are normalised by a fresh worker", async () => {
    normalizer = workerNormalizer({ workers: 1, timeMs: 500 });
    await normalizer.normalize(page).catch(() => {});
    const outcomes = await Promise.allSettled([slow, page].map((one) => normalizer?.normalize(one)));
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(outcomes[0]).toMatchObject({
      reason: {
        name: "FinIngestError",
        message: expect.stringMatching(
          /^normalising the document took longer than [01](?:\.\d)? s of CPU time$/,
        ),
        hint: expect.stringContaining("leave it out"),
      },
    });
  });

  test("a document that takes too much memory fails alone", async () => {
    normalizer = workerNormalizer({ workers: 1, heapMb: 100, timeMs: 600_000 });
    const large = { ...page, body: "<p>a<b>b</b>".repeat(200_000) };
    const outcomes = await Promise.allSettled([large, page].map((one) => normalizer?.normalize(one)));
    expect(outcomes).toMatchObject([
      {
        status: "rejected",
        reason: { message: "normalising the document took more than 100 MB of memory" },
      },
      { status: "fulfilled" },
    ]);
  });

  test("an abort ends the work with its reason, and later documents go on", async () => {
    await lasting.normalize(page);
    const stop = new AbortController();
    const under = lasting.normalize(slow, stop.signal);
    const waiting = lasting.normalize(page, stop.signal);
    const reason = new Error("stopped by a signal");
    setTimeout(() => stop.abort(reason), 30);
    await expect(under).rejects.toBe(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(await lasting.normalize(page)).toEqual([await normalize(page)]);
  });

  test("a document that waits in a worker behind one that ends it is normalised by another", async () => {
    await lasting.normalize(page);
    const stop = new AbortController();
    const reason = new Error("stopped by a signal");
    const under = lasting.normalize(markdown("under way"), stop.signal);
    const waiting = lasting.normalize(markdown("waiting"));
    stop.abort(reason);
    await expect(under).rejects.toBe(reason);
    expect((await waiting)[0]?.html).toBe("<p>waiting</p>");
  });

  test("aborting a document that waits in a worker does not affect the current one", async () => {
    await lasting.normalize(page);
    const stop = new AbortController();
    const reason = new Error("stopped by a signal");
    const under = lasting.normalize(markdown("under way"));
    const waiting = lasting.normalize(markdown("waiting"), stop.signal);
    const after = lasting.normalize(markdown("after"));
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect((await under)[0]?.html).toBe("<p>under way</p>");
    expect((await after)[0]?.html).toBe("<p>after</p>");
  });

  test("closing ends what is under way, and nothing begins afterwards", async () => {
    normalizer = workerNormalizer({ workers: 1 });
    await normalizer.normalize(page);
    const under = normalizer.normalize(slow);
    under.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    await normalizer.close();
    await expect(under).rejects.toThrow("closed");
    await expect(normalizer.normalize(page)).rejects.toThrow("closed");
  });

  test("many documents at once come back each with its own page", async () => {
    normalizer = workerNormalizer({ workers: 2 });
    const numbers = Array.from({ length: 40 }, (_, number) => number);
    const pages = await Promise.all(numbers.map((n) => normalizer?.normalize(markdown(`page ${n}`))));
    expect(pages.map((one) => one?.[0]?.html)).toEqual(numbers.map((n) => `<p>page ${n}</p>`));
  });
});

describe("a run's normaliser", () => {
  test("keeps to the limits for what is large, whatever came before", async () => {
    normalizer = createNormalizer({ workers: 1, timeMs: 400 });
    expect(await normalizer.normalize(page)).toEqual([await normalize(page)]);
    await normalizer.normalize({ ...page, body: `<p>${"word ".repeat(20_000)}` }).catch(() => {});
    await expect(normalizer.normalize(slow)).rejects.toThrow("took longer than");
    expect(await normalizer.normalize(page)).toEqual([await normalize(page)]);
  });

  test.each([
    ["a short text", "# Title\n\ntext", true],
    ["an ordinary page", `<p class="x">Some words about <b>nothing</b> at all.</p>\n`.repeat(200), true],
    ["a large one", "word ".repeat(20_000), false],
    ["markup and little else", "<b>".repeat(5_000), false],
    ["nested quotations", "> ".repeat(5_000), false],
    ["brackets", `${"[".repeat(5_000)}x`, false],
    ["bytes", Buffer.from("*_".repeat(5_000)), false],
  ])("whether it runs here: %s", (_, body, here) => {
    expect(isSmallEnough(markdown(body))).toBe(here);
  });

  test("what a document includes counts as part of it", () => {
    expect(isSmallEnough({ ...markdown("x"), includes: { "a.md": "word ".repeat(20_000) } })).toBe(false);
    expect(isSmallEnough({ ...markdown("x"), includes: { "a.md": "> ".repeat(5_000) } })).toBe(false);
  });
});

describe("how many workers there are", () => {
  const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  const limits = limitsOf({ workers: 1, slowWorkers: 2 });
  test.each([
    ["text/markdown", 1],
    ["text/html", 1],
    ["application/x-ipynb+json", 1],
    ["text/mdx", 2],
    ["text/x-rst", 2],
    ["text/asciidoc", 2],
    ["application/pdf", 2],
    [word, 2],
  ] as const)("%s waits: %i", (mediaType, most) => {
    expect(mostWorkers({ body: "", mediaType, name: "a" }, limits)).toBe(most);
  });

  test("by default a core is left to the main thread, unless formats are slow", () => {
    const { workers, slowWorkers } = limitsOf({});
    expect(slowWorkers).toBe(availableParallelism());
    expect(workers).toBe(Math.max(1, slowWorkers - 1));
    expect(limitsOf({ workers: 3 }).slowWorkers).toBe(3);
  });

  test("slow documents are the same from several workers", async () => {
    normalizer = workerNormalizer({ workers: 1, slowWorkers: 2 });
    const mdx = (at: number) => ({
      body: `# Page ${at}\n\n${"<b>Words</b> and {1 + 1} more.\n\n".repeat(30)}`,
      mediaType: "text/mdx" as const,
      name: `${at}.mdx`,
    });
    const numbers = Array.from({ length: 24 }, (_, at) => at);
    const pages = await Promise.all(numbers.map((at) => normalizer?.normalize(mdx(at))));
    const first = JSON.stringify([await normalize(mdx(0))]);
    expect(pages).toEqual(numbers.map((at) => JSON.parse(first.replaceAll("Page 0", `Page ${at}`))));
  });
});
