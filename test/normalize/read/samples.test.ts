import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { readDocx } from "../../../src/normalize/read/docx/index.ts";
import { readPdf } from "../../../src/normalize/read/pdf/index.ts";
import { goldens, samples } from "./make-samples.ts";

it.each(Object.entries(samples))(
  "%s is what its script makes, and converts the same twice",
  async (path, make) => {
    if (process.env.UPDATE) {
      mkdirSync(dirname(join(goldens, path)), { recursive: true });
      writeFileSync(join(goldens, path), make());
    }
    const body = readFileSync(join(goldens, path));
    expect(body.equals(make())).toBe(true);
    const convert = path.endsWith(".pdf") ? readPdf : readDocx;
    const document = { body, mediaType: "text/plain", name: path } as const;
    const [once] = await convert(document);
    if (process.env.SHOW)
      process.stdout.write(`## ${path} ${once?.title}\n${once?.html}\n${JSON.stringify(once?.warnings)}\n`);
    expect(once?.html).toMatch(/^<\w/);
    expect(await convert(document)).toEqual([once]);
  },
);
