import { expect, test } from "vitest";
import type { Document, MediaType } from "../../src/normalize/document.ts";
import { normalizeDocument } from "../../src/normalize/pipeline.ts";
import { checkSecrets } from "../../src/secrets/gate.ts";
import { forms } from "../secrets/forms.ts";
import { kinds } from "../secrets/kinds/index.ts";

const own = [Buffer.from("tok:a-token-of-our-own").toString("base64"), "another-configured-secret"];

/** At least so many kinds of a hundred are found, of every provider and however they are written. */
const MIN_FOUND = 85;

async function resultOf(body: string, mediaType: MediaType, name: string) {
  const document: Document = { body, mediaType, name };
  const pages = await normalizeDocument(document);
  const sent = pages.map((one) => ({ ...one, externalId: name, path: name }));
  return checkSecrets({}, document, sent, { own });
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
  // MISSED=1 names what was not found.
  if (process.env.MISSED !== undefined) console.log(missed.join("\n"));
  const low = [...byProvider, ...byForm]
    .filter(([, [hits, all]]) => (100 * hits) / all < MIN_FOUND)
    .map(([name]) => name);
  expect(low).toEqual([]);
}, 600_000);
