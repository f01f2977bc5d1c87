import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import {
  type Conversion,
  conversionKey,
  decodeConversion,
  encodeConversion,
  isShared,
  type SharedFile,
  sharedSizes,
} from "../../../src/fleet/conversions/conversion.ts";
import type { Channel } from "../../../src/fleet/conversions/messages.ts";
import { conversionsOfWorker } from "../../../src/fleet/conversions/run-side.ts";
import { type AskFleet, answerRun } from "../../../src/fleet/conversions/worker-side.ts";
import type { DocumentFile } from "../../../src/normalize/index.ts";
import { anyCharacter, runs } from "../../setup/properties.ts";

const body = new Uint8Array(sharedSizes.least).fill(7);
const file: SharedFile = { mediaType: "application/pdf", body };

describe("the name of a conversion", () => {
  const changed = Uint8Array.from(body);
  changed[body.length - 1] = 8;
  it.each([
    ["a byte", "r1", { ...file, body: changed }],
    ["the length", "r1", { ...file, body: body.subarray(1) }],
    ["the format", "r1", { ...file, mediaType: "application/epub+zip" }],
    ["the program", "r2", file],
  ] as const)("changes with %s", (_, revision, other) => {
    expect(conversionKey(revision, other)).not.toBe(conversionKey("r1", file));
  });

  it("changes with nothing else", () => {
    const view = new Uint8Array(Buffer.concat([Buffer.from("x"), body]).buffer, 1, body.length).fill(7);
    const named = { ...file, body: view, name: "Secret plan.pdf", url: "https://acme.example.com" };
    expect(conversionKey("r1", named)).toBe(conversionKey("r1", file));
    expect(conversionKey("r1", file)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("what is shared", () => {
  it.each([
    ["the least", body, true],
    ["less", body.subarray(1), false],
    ["a text", "x".repeat(sharedSizes.least), false],
    ["the most", new Uint8Array(sharedSizes.most), true],
    ["more", new Uint8Array(sharedSizes.most + 1), false],
  ])("%s", (_, bytes, shared) => {
    expect(isShared({ mediaType: "application/pdf", body: bytes })).toBe(shared);
  });

  it("comes out of the store as it went in, whatever its characters", async () => {
    const text = fc.string({ unit: anyCharacter });
    const page = fc.record({
      html: text,
      title: text,
      warnings: fc.array(fc.record({ code: text, message: text })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(page), async (pages) => {
        const conversion: Conversion = { kind: "pages", pages };
        expect(await decodeConversion(await encodeConversion(conversion))).toEqual(conversion);
      }),
      { numRuns: runs(60) },
    );
    const lone: Conversion = { kind: "refused", message: "\u0000 \ud800", hint: undefined };
    expect(await decodeConversion(await encodeConversion(lone))).toEqual(lone);
  });
});

describe("a run and its worker", () => {
  /** Both ends of a channel; what crosses it is copied, as between processes. */
  function channels(): [Channel, Channel] {
    const takers: ((message: unknown) => void)[][] = [[], []];
    const end = (own: number): Channel => ({
      send(message) {
        const copy = structuredClone(message);
        for (const take of takers[1 - own] ?? []) setImmediate(take, copy);
      },
      listen: (take) => void takers[own]?.push(take),
    });
    return [end(0), end(1)];
  }
  /** The conversions of a run whose worker asks its fleet by `ask`. */
  function runOf(ask: AskFleet, revision = "r1") {
    const [run, worker] = channels();
    answerRun(worker, "r1", ask, new AbortController().signal);
    return conversionsOfWorker(run, () => revision, systemClock);
  }
  const pages = [{ html: "<p>Refunds</p>", title: undefined, warnings: [{ code: "a", message: "b" }] }];

  it("each question gets its own answer", async () => {
    const seen: SharedFile[] = [];
    const { convert } = runOf(async (asked) => {
      seen.push(asked);
      await sleep(asked.mediaType === "application/pdf" ? 20 : 0);
      return { kind: "pages", pages: [{ html: asked.mediaType, warnings: [] }] };
    });
    const both: DocumentFile[] = [file, { ...file, mediaType: "application/epub+zip" }];
    expect((await Promise.all(both.map((one) => convert(one)))).map((one) => one?.[0]?.html)).toEqual([
      "application/pdf",
      "application/epub+zip",
    ]);
    expect(seen.map((one) => Buffer.from(one.body).equals(body))).toEqual([true, true]);
  });

  it("a refusal is the error that the conversion here would have been", async () => {
    const refused = { kind: "refused", message: "it is encrypted", hint: "Save a copy." } as const;
    await expect(runOf(async () => refused).convert(file)).rejects.toMatchObject({
      name: "FinIngestError",
      message: "it is encrypted",
      hint: "Save a copy.",
    });
  });

  it.each([
    ["the fleet does not convert it", async () => undefined, "r1", file],
    ["its result is too large to keep", async () => ({ kind: "too-large" }) as const, "r1", file],
    [
      "the program was upgraded under its worker",
      async () => ({ kind: "pages", pages }) as const,
      "r2",
      file,
    ],
    [
      "it is small",
      async () => ({ kind: "pages", pages }) as const,
      "r1",
      { ...file, body: body.subarray(1) },
    ],
  ])("the run converts it itself: %s", async (_, ask, revision, asked) => {
    expect(await runOf(ask, revision).convert(asked)).toBeUndefined();
  });

  it("a run that ends waits for no answer, and its worker stops asking", async () => {
    const [run, worker] = channels();
    const [stop, ended] = [new AbortController(), new AbortController()];
    const asking = new Promise<AbortSignal>((resolve) => {
      answerRun(
        worker,
        "r1",
        (_, signal) => {
          resolve(signal);
          return new Promise(() => {});
        },
        ended.signal,
      );
    });
    const answer = conversionsOfWorker(run, () => "r1", systemClock).convert(file, stop.signal);
    const reason = new Error("stopped by SIGTERM");
    stop.abort(reason);
    await expect(answer).rejects.toBe(reason);
    ended.abort();
    expect((await asking).aborted).toBe(true);
  });
});
