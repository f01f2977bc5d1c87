import { connectors } from "../../connectors/index.ts";
import { loadConfig } from "../../src/config/index.ts";
import { createHttp } from "../../src/http/http.ts";
import { openLedger } from "../../src/ledger/sqlite.ts";
import type { FactCache, Io } from "../../src/model.ts";
import { sourceRevision, sourceScope } from "../../src/sync/revision.ts";
import { answerTasks } from "./answer.ts";

export interface FillTask {
  readonly config: string;
  readonly sourceId: number;
  /** State folder of a ledger that knows the same files' facts: reading every body is what takes long. */
  readonly factsOf?: string;
}

/** Writes the ledger that a complete first run would leave, without the run: the listing's documents, all live. */
answerTasks<FillTask>(async ({ config: file, sourceId, factsOf }) => {
  const config = loadConfig(file, { intercom: "required", env: {}, connectors });
  const [source] = config.sources;
  if (!source) throw new Error("no source");
  const ledger = await openLedger(config.stateDir);
  const now = Date.now();
  const revision = sourceRevision(source);
  const known = factsOf === undefined ? undefined : await openLedger(factsOf, { readOnly: true });
  const http = createHttp({ addresses: "public" });
  const io: Io = {
    signal: new AbortController().signal,
    log: { debug: () => {}, info: () => {}, warn: () => {} },
    facts: withKnown(ledger.facts(source.name), known?.facts(source.name)),
    baseDir: config.baseDir,
    cacheDir: `${config.stateDir}/cache/${source.name}`,
    http,
    maxDocumentBytes: source.maxDocumentBytes,
  };
  let documents = 0;
  ledger.advance();
  for await (const entry of source.connector.list(source.options, io)) {
    if (entry.kind !== "document") throw new Error(`a ${entry.kind} was listed`);
    documents += 1;
    ledger.putPage(source.name, {
      externalId: entry.externalId,
      intercomId: String(documents),
      sourceId,
      ...(entry.version === undefined ? {} : { version: entry.version }),
      revision,
      fingerprint: entry.version?.padEnd(64, "0") ?? "",
      bodyHash: entry.version?.padEnd(64, "0") ?? "",
      title: entry.title ?? entry.externalId,
      ...(entry.url === undefined ? {} : { url: entry.url }),
      ...(entry.path === undefined ? {} : { path: entry.path }),
      locale: source.locale,
      availability: { agent: true, copilot: true },
      words: 200,
      state: "live",
      firstSentAt: now,
      sentAt: now,
    });
  }
  ledger.putSource({
    name: source.name,
    url: source.url,
    sourceId,
    scope: sourceScope(source),
    lastComplete: { at: now, documents },
    auditedAt: now,
  });
  ledger.close();
  known?.close();
  await http.close();
  return { documents };
});

function withKnown(own: FactCache, known: FactCache | undefined): FactCache {
  return {
    set: (key, value) => own.set(key, value),
    get(key) {
      const value = own.get(key) ?? known?.get(key);
      if (value !== undefined) own.set(key, value);
      return value;
    },
  };
}
