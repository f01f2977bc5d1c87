import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { FinIngestError } from "../../../src/errors.ts";
import { convertFile } from "../../../src/normalize/read/index.ts";
import {
  createNormalizer,
  type SharedConversions,
  workerConverter,
} from "../../../src/normalize/worker/normalizer.ts";

const body = readFileSync(path.resolve(import.meta.dirname, "../../goldens/pdf-manual/input.pdf"));
const file = { body, mediaType: "application/pdf" } as const;
const converter = workerConverter({ workers: 1 });
afterAll(() => converter.close());

test("a file is converted in a worker as here, and by its bytes alone", async () => {
  const pages = await convertFile(file);
  expect(await converter.convert(file)).toEqual(pages);
  expect(pages[0]?.html).toContain("<h1>Settings</h1>");
});

test("a file that is refused is told from one that failed for another reason", async () => {
  const refused = converter.convert({ ...file, body: Buffer.from("no PDF") });
  await expect(refused).rejects.toBeInstanceOf(FinIngestError);
  await expect(refused).rejects.toThrow("the document cannot be normalised: ");
  // As where a part of the program is missing.
  const mediaType: "application/pdf" = JSON.parse('"application/unheard-of"');
  const failed = converter.convert({ body, mediaType });
  await expect(failed).rejects.not.toBeInstanceOf(FinIngestError);
  await expect(failed).rejects.toThrow("the document cannot be normalised: ");
});

test("a run's pages are made from what it is given of a conversion, by its own settings", async () => {
  const asked: string[] = [];
  const shared: SharedConversions = {
    async convert({ mediaType }) {
      asked.push(mediaType);
      return [{ html: "<h1>Refunds</h1><p>See <a href='terms'>the terms</a>.</p>", warnings: [] }];
    },
  };
  const normalizer = createNormalizer({ workers: 1 }, shared);
  try {
    const url = "https://help.acme.example.com/refunds";
    const [page] = await normalizer.normalize({ ...file, name: "refunds.pdf", url });
    expect(page).toMatchObject({
      title: "Refunds",
      html: expect.stringContaining('href="https://help.acme.example.com/terms"'),
    });
    await normalizer.normalize({ body: "# A page", mediaType: "text/markdown", name: "a.md" });
    expect(asked).toEqual(["application/pdf"]);
  } finally {
    await normalizer.close();
  }
});
