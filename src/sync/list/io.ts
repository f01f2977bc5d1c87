import path from "node:path";
import type { SourceConfig } from "../../config/types.ts";
import type { ConnectorCache, Io } from "../../connector-kit/io.ts";
import { sourceHttp } from "../../http/source-http.ts";
import { type Redact, redactor } from "../../log/redact.ts";
import { connectorRevision } from "../../revision/index.ts";
import type { RunContext } from "../context.ts";
import { audienceRulesOf } from "./rules.ts";

/** So long a verb for a person at the terminal waits where the source says so (`check`, `preview`). */
const SHORT_WAIT_MS = 60_000;

/**
 * What a source's connector may touch: its own cache, its cache folder and its client, which the caller closes.
 *
 * @param cache absent: one that lasts as long as the process, for verbs without a ledger
 */
export function connectorIo(
  run: Pick<RunContext, "config" | "log" | "signal"> & Partial<Pick<RunContext, "clock" | "limits">>,
  source: SourceConfig,
  cache: ConnectorCache = memoryCache(),
): Io {
  const { config, log, signal, clock, limits } = run;
  return {
    signal,
    log,
    cache,
    audienceOf: audienceRulesOf(source),
    baseDir: config.baseDir,
    cacheDir: path.join(config.stateDir, "cache", source.name),
    http: sourceHttp(source, {
      log,
      deadline: limits?.deadline,
      ...(clock && { clock }),
      ...(limits ? {} : { maxWaitMs: SHORT_WAIT_MS }),
    }),
    maxDocumentBytes: source.maxDocumentBytes,
  };
}

/**
 * The same within a run: the cache is the ledger's.
 * @param changedSince epoch milliseconds, where only documents changed since then are wanted
 */
export function ioFor(run: RunContext, source: SourceConfig, changedSince?: number): Io {
  const cache = withoutSecrets(run.ledger.connectorCache(source.name), redactor(run.config.secrets));
  return {
    ...connectorIo(run, source, cache),
    revision: connectorRevision(source.connector),
    ...(changedSince === undefined ? {} : { changedSince }),
  };
}

/** A cache that is forgotten when the process ends. */
export function memoryCache(): ConnectorCache {
  const values = new Map<string, string>();
  return { get: (key) => values.get(key), set: (key, value) => values.set(key, value) };
}

/** A cache that keeps nothing with a configured secret in it; such an entry is looked up again each time. */
export const withoutSecrets = (cache: ConnectorCache, redact: Redact): ConnectorCache => ({
  ...cache,
  set: (key, value) => {
    if (redact(key) === key && redact(value) === value) cache.set(key, value);
  },
});
