import { statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { folderCollection } from "../../src/cli/preview/collections.ts";
import type { Log } from "../../src/log/log.ts";
import { createNormalizer, type Normalizer } from "../../src/normalize/index.ts";
import type { Entry, Sent } from "../../src/preview/collection.ts";
import { checkSecrets } from "../../src/secrets/gate.ts";
import { mapInOrder } from "../../src/sync/concurrency.ts";
import { isEmptyPage } from "../../src/sync/plan/empty-page.ts";
import { toPages } from "../../src/sync/plan/page.ts";
import { neverAborted } from "../setup/time.ts";

/**
 * What real documentation meets on its way: FOLDERS=A:B npm run soak precision. Each folder is read as a docs-repo source
 * over it would be, and every hold counts as a false alarm, because the documents are public. SOAK=0.1 reads every tenth.
 */
const folders = (process.env.FOLDERS ?? "").split(path.delimiter).filter((folder) => folder !== "");
const every = Math.max(1, Math.round(1 / Number(process.env.SOAK ?? 1)));
const own = [Buffer.from("tok:a-token-of-our-own").toString("base64"), "another-configured-secret"];

/** At most so many documents of a hundred are held for a secret. */
const MAX_HELD = 0.2;
/** At least so many of a hundred lose no words without a reason. */
const MIN_ACCOUNTED = 95;

/** Counts of documents. */
interface Tally {
  documents: number;
  held: number;
  commented: number;
  /** Words are gone without a reason: a warning, or a hold. */
  warned: number;
  lost: number;
  empty: number;
  failed: number;
}
const nothing: Tally = { documents: 0, held: 0, commented: 0, warned: 0, lost: 0, empty: 0, failed: 0 };

const log: Log = { debug: () => {}, info: () => {}, warn: () => {} };

type Result = Partial<Tally> & { readonly lines: readonly string[] };

async function resultOf(entry: Entry & Sent, normalizer: Normalizer): Promise<Result> {
  const { key, url } = entry;
  try {
    const document = await entry.load(neverAborted);
    const normalized = await normalizer.normalize(document, neverAborted);
    const listed = { externalId: key, url, path: key };
    const pages = toPages({ url: "", locale: "en" }, listed, document, normalized, "customers");
    const { hold, warnings } = await checkSecrets({}, document, pages, { own });
    const loss = pages.flatMap((page) => page.warnings.filter(({ code }) => code === "text-lost"));
    return {
      held: hold ? 1 : 0,
      commented: warnings.length > 0 ? 1 : 0,
      warned: loss.length > 0 ? 1 : 0,
      lost: pages.some(({ lost }) => lost !== undefined) ? 1 : 0,
      empty: pages.every(isEmptyPage) ? 1 : 0,
      lines: [
        ...(hold ? [hold.message] : []),
        ...[...warnings, ...loss].map(({ code, message }) => `${key}: ${code}: ${message}`),
      ],
    };
  } catch (error) {
    return { failed: 1, lines: [`${key}: failed: ${error instanceof Error ? error.message : error}`] };
  }
}

async function tallyOf(folder: string, normalizer: Normalizer): Promise<Tally> {
  const url = "https://docs.example.com/{slug}";
  const collection = folderCollection(folder, { url, prefixed: false, log });
  async function* documents() {
    let listed = 0;
    for await (const entry of collection.list(neverAborted))
      if (entry.kind === "document" && listed++ % every === 0) yield entry;
  }
  const tally = { ...nothing };
  for await (const { lines, ...result } of mapInOrder(documents(), 8, (one) => resultOf(one, normalizer))) {
    add(tally, { documents: 1, ...result });
    for (const line of lines) console.log(`  ${line}`);
  }
  return tally;
}

function add(sum: Tally, more: Partial<Tally>): void {
  for (const key of Object.keys(nothing) as (keyof Tally)[]) sum[key] += more[key] ?? 0;
}

const share = (some: number, all: number) => (all === 0 ? 0 : (100 * some) / all);

const accounted = ({ documents, failed, warned }: Tally) => {
  const read = documents - failed;
  return share(read - warned, read);
};

function row(name: string, tally: Tally): string {
  const { documents, held, commented, warned, lost, empty, failed } = tally;
  return [
    `${name}: ${documents} documents`,
    `${held} held for a secret (${share(held, documents).toFixed(2)} %)`,
    `${commented} with one in a comment`,
    `${accounted(tally).toFixed(1)} % without unexplained loss`,
    `${warned} warned of it, ${lost} of them held`,
    `${empty} without text`,
    `${failed} not read`,
  ].join("; ");
}

describe.skipIf(folders.length === 0)("public documentation", () => {
  test("is held seldom and loses no words", async () => {
    const normalizer = createNormalizer();
    const total = { ...nothing };
    const rows: string[] = [];
    try {
      for (const folder of folders) {
        if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
          throw new Error(`FOLDERS: there is no folder ${folder}`);
        const tally = await tallyOf(folder, normalizer);
        rows.push(row(folder, tally));
        add(total, tally);
      }
    } finally {
      await normalizer.close();
    }
    console.log([...rows, row("together", total)].join("\n"));
    expect(total.documents).toBeGreaterThan(0);
    expect(share(total.held, total.documents), "held for a secret, per cent").toBeLessThanOrEqual(MAX_HELD);
    expect(accounted(total), "without unexplained loss, per cent").toBeGreaterThanOrEqual(MIN_ACCOUNTED);
  });
});
