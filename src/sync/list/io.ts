import path from "node:path";
import type { SourceConfig } from "../../config/types.ts";
import type { ConnectorCache, Io } from "../../connector-kit/io.ts";
import { sourceHttp } from "../../http/source-http.ts";
import { type Redact, redactor } from "../../log/redact.ts";
import type { RunContext } from "../context.ts";

/**
 * What a source's connector may touch: its own cache, folder and client. The caller closes the client.
 * @param changedSince epoch milliseconds, where only documents changed since then are wanted
 */
export function ioFor(run: RunContext, source: SourceConfig, changedSince?: number): Io {
  return {
    signal: run.signal,
    log: run.log,
    cache: withoutSecrets(run.ledger.connectorCache(source.name), redactor(run.config.secrets)),
    baseDir: run.config.baseDir,
    cacheDir: path.join(run.config.stateDir, "cache", source.name),
    http: sourceHttp(source),
    maxDocumentBytes: source.maxDocumentBytes,
    ...(changedSince === undefined ? {} : { changedSince }),
  };
}

/** A cache that stores nothing that contains a configured secret; the connector then looks it up each time. */
export const withoutSecrets = (cache: ConnectorCache, redact: Redact): ConnectorCache => ({
  ...cache,
  set: (key, value) => {
    if (redact(key) === key && redact(value) === value) cache.set(key, value);
  },
});
