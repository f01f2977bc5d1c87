import { mkdtempSync } from "node:fs";
import path from "node:path";
import { connectors } from "../../connectors/index.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import { createHttp } from "../../src/http/http.ts";
import { createContentLibrary } from "../../src/intercom/client.ts";
import { unpaced } from "../../src/intercom/pacer.ts";
import { memoryLedger, openLedger } from "../../src/ledger/sqlite.ts";
import { createNormalizer, type Document } from "../../src/normalize/index.ts";
import { secretHold } from "../../src/secrets/gate.ts";
import type { Page } from "../../src/sync/changes.ts";
import { mapConcurrent } from "../../src/sync/concurrency.ts";
import { toPages, underRulesOf } from "../../src/sync/plan/page.ts";
import { pageRow } from "../kit/rows.ts";
import { answerTasks } from "./answer.ts";

export interface StageTask {
  readonly config: string;
  readonly sourceId: number;
  /** Documents that each stage handles. */
  readonly documents: number;
}

/** Milliseconds for each document, in each stage alone. */
export interface StageAnswer {
  readonly list: number;
  readonly load: number;
  readonly normalize: number;
  readonly secrets: number;
  readonly upload: number;
  readonly remember: number;
}

/** The stages of a first run, one after the other, each alone with the machine, on the same documents. */
answerTasks<StageTask>(async ({ config: file, sourceId, documents }): Promise<StageAnswer> => {
  const config = loadConfig(file, { intercom: "required", env: {}, connectors });
  const [source] = config.sources;
  if (!source || !config.intercom) throw new Error("no source");
  const signal = new AbortController().signal;
  const log = { debug: () => {}, info: () => {}, warn: () => {} };
  const http = createHttp({ addresses: "public" });
  const ledger = await memoryLedger();
  const { baseDir } = config;
  const io: Io = {
    signal,
    log,
    cache: ledger.connectorCache(source.name),
    baseDir,
    cacheDir: baseDir,
    http,
    audienceOf: () => "customers",
  };

  const listed: Listed[] = [];
  let all = 0;
  const list = await timed(async () => {
    for await (const entry of source.connector.list(source.options, io)) {
      all += 1;
      if (entry.kind === "document" && listed.length < documents) listed.push(entry);
    }
  });
  const loaded: { listed: Listed; document: Document }[] = [];
  const load = await timed(async () => {
    const work = async (one: Listed) => ({ listed: one, document: await one.load(signal) });
    for await (const one of mapConcurrent(listed, 8, work)) loaded.push(one);
  });
  const normalizer = createNormalizer();
  const pages: { document: Document; page: Page }[] = [];
  const asPage = async ({ listed: one, document }: { listed: Listed; document: Document }) => {
    const normalized = await normalizer.normalize(underRulesOf(source, document), signal);
    const [page] = toPages(source, one, document, normalized, source.visibleTo);
    if (!page) throw new Error(`${one.externalId} became no page`);
    return { document, page };
  };
  // The first documents pay for loading the normaliser and starting its workers.
  for await (const _ of mapConcurrent(loaded.slice(0, 200), 8, asPage));
  const normalize = await timed(async () => {
    for await (const one of mapConcurrent(loaded, 8, asPage)) pages.push(one);
  });
  await normalizer.close();
  const gate = ({ document, page }: (typeof pages)[number]) =>
    secretHold(source, document, [page], { own: config.secrets });
  for await (const _ of mapConcurrent(pages.slice(0, 50), 8, gate));
  const secrets = await timed(async () => {
    for await (const _ of mapConcurrent(pages, 8, gate));
  });
  const library = createContentLibrary({ intercom: config.intercom, concurrency: 25, log, pacer: unpaced });
  const send = ({ page: { externalId, title, html, locale, availability } }: (typeof pages)[number]) =>
    library.upsertPage({ sourceId, externalId: `alone/${externalId}`, title, html, locale, ...availability });
  for await (const _ of mapConcurrent(pages.slice(0, 200), 25, send));
  const upload = await timed(async () => {
    for await (const _ of mapConcurrent(pages, 25, send));
  });
  await library.close();
  const onDisk = await openLedger(mkdtempSync(path.join(baseDir, "ledger-")));
  const remember = await timed(async () => {
    const record = async (at: number) => {
      const row = pageRow(at);
      await onDisk.intend(source.name, row.externalId, "upsert", at);
      onDisk.settle(source.name, row);
    };
    for await (const _ of mapConcurrent(pages.keys(), 25, record));
  });
  onDisk.close();
  await http.close();
  ledger.close();
  const each = (ms: number) => ms / pages.length;
  return {
    list: list / all,
    load: each(load),
    normalize: each(normalize),
    secrets: each(secrets),
    upload: each(upload),
    remember: each(remember),
  };
});

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
