import { describe, expect, it } from "vitest";
import { readPdf } from "../../../src/normalize/read/pdf/index.ts";
import { hiddenInPdf, seenInPdf } from "./support/pdf-channels.ts";

const canary = "zebracanary";

async function pdfText(body: Uint8Array): Promise<string> {
  const [page] = await readPdf({ body, mediaType: "application/pdf", name: "a.pdf" });
  return page?.html ?? "";
}

describe("PDF: what a reader does not see is not read", () => {
  it.each(Object.entries(hiddenInPdf))("%s", async (_, channel) => {
    const text = await pdfText(channel(canary));
    expect(text).toContain("granted on request");
    expect(text).not.toMatch(/zebra|canary/);
  });
});

describe("PDF: what a reader sees is read", () => {
  it.each(Object.entries(seenInPdf))("%s", async (_, channel) => {
    expect(await pdfText(channel(canary))).toContain(canary);
  });
});
