import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { MediaType } from "../../src/normalize/document.ts";
import { normalizeDocument } from "../../src/normalize/pipeline.ts";
import { findSecrets } from "../../src/secrets/find.ts";
import { pageText } from "../../src/secrets/page-text.ts";
import { secrets } from "../secrets/samples.ts";

const corpora = path.resolve(import.meta.dirname, "../../../shared/corpus");
const share = Number(process.env.SOAK ?? 1);
const types: Readonly<Record<string, MediaType>> = {
  ".md": "text/markdown",
  ".mdx": "text/mdx",
  ".html": "text/html",
};

/** Public documentation, in which every finding is a false alarm. */
function* documents() {
  for (const file of readdirSync(corpora, { recursive: true, encoding: "utf8" }).sort()) {
    const mediaType = types[path.extname(file.replace(/\.gz$/, ""))];
    if (!mediaType) continue;
    const bytes = readFileSync(path.join(corpora, file));
    yield { file, mediaType, body: (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8") };
  }
}

const own = ["dG9rOmEtdG9rZW4tb2Ytb3VyLW93bg==", "another-configured-secret"];

test.skipIf(!existsSync(corpora))(
  "public documentation raises no false alarm, planted secrets are found",
  async () => {
    const alarms: string[] = [];
    const missed: string[] = [];
    const planted = Object.entries(secrets);
    let [seen, characters, milliseconds] = [0, 0, 0];
    let looked = 0;
    for (const { file, mediaType, body } of documents()) {
      looked += 1;
      if (looked % Math.max(1, Math.round(1 / share)) !== 0) continue;
      const pages = await normalizeDocument({ body, mediaType, name: path.basename(file) });
      const page = pages.map((one) => pageText({ ...one, externalId: file, path: file })).join("\n");
      const before = process.cpuUsage();
      const found = await findSecrets({ raw: body, page }, own);
      const used = process.cpuUsage(before);
      milliseconds += (used.user + used.system) / 1000;
      characters += body.length + page.length;
      for (const { rule, where } of found) alarms.push(`${file}: ${rule}, ${where}`);
      const [kind, secret] = planted[seen % planted.length] ?? ["", ""];
      const middle = body.indexOf("\n", body.length / 2) + 1;
      const raw = `${body.slice(0, middle)}\n${secret}\n${body.slice(middle)}`;
      const hit = await findSecrets(
        { raw, page: kind === "jwt" || kind === "google-api-key" ? raw : page },
        own,
      );
      if (!hit.some(({ rule }) => rule === kind.split(",")[0])) missed.push(`${file}: ${kind}`);
      seen += 1;
    }
    console.log(
      `secrets: ${seen} public documents, ${alarms.length} false alarms, ${missed.length} of ${seen} planted secrets missed, ${((milliseconds / characters) * 10_000).toFixed(2)} ms of processor per 10,000 characters`,
    );
    for (const line of [...alarms, ...missed]) console.log(line);
    expect({ alarms, missed }).toEqual({ alarms: [], missed: [] });
  },
);
