import { describe, expect, it } from "vitest";
import { readDocx } from "../../../src/normalize/read/docx/index.ts";
import { readPdf } from "../../../src/normalize/read/pdf/index.ts";
import { hiddenInDocx, seenInDocx } from "./support/docx-channels.ts";
import { hiddenInPdf, seenInPdf } from "./support/pdf-channels.ts";

const canary = "zebracanary";

async function pdfText(body: Uint8Array): Promise<string> {
  const [page] = await readPdf({ body });
  return page?.html ?? "";
}

async function docxText(body: Uint8Array): Promise<string> {
  const [page] = await readDocx({ body });
  return page?.html ?? "";
}

const formats = [
  ["PDF", pdfText, hiddenInPdf, seenInPdf],
  ["Word", docxText, hiddenInDocx, seenInDocx],
] as const;

describe.each(formats)("%s: what a reader does not see is not read", (_, read, hidden) => {
  it.each(Object.entries(hidden))("%s", async (_name, channel) => {
    const text = await read(channel(canary));
    expect(text).toContain("granted on request");
    expect(text).not.toMatch(/zebra|canary/);
  });
});

describe.each(formats)("%s: what a reader sees is read", (_, read, _hidden, seen) => {
  it.each(Object.entries(seen))("%s", async (_name, channel) => {
    expect(await read(channel(canary))).toContain(canary);
  });
});
