import path from "node:path";
import type { SourceConfig } from "../../config/types.ts";
import type { ConnectorCache, Io } from "../../connector-kit/io.ts";
import { sourceHttp } from "../../http/source-http.ts";
import { type Redact, redactor } from "../../log/redact.ts";
import { connectorRevision } from "../../revision/index.ts";
import type { RunContext } from "../context.ts";
import type { PlanMode } from "../plan/plan-source.ts";

/** What a source's connector may touch: its own facts, cache folder and client, which the caller closes. */
export function ioFor(run: RunContext, source: SourceConfig, mode?: PlanMode): Io {
  const since = mode?.resend?.changedSince;
  return {
    signal: run.signal,
    log: run.log,
    cache: withoutSecrets(run.ledger.connectorCache(source.name), redactor(run.config.secrets)),
    revision: connectorRevision(source.connector),
    baseDir: run.config.baseDir,
    cacheDir: path.join(run.config.stateDir, "cache", source.name),
    http: sourceHttp(source),
    maxDocumentBytes: source.maxDocumentBytes,
    ...(since === undefined ? {} : { changedSince: since }),
  };
}

/** A fact cache that keeps nothing in which a configured secret stands; such a fact is found out anew each time. */
export const withoutSecrets = (facts: ConnectorCache, redact: Redact): ConnectorCache => ({
  ...facts,
  set: (key, value) => {
    if (redact(key) === key && redact(value) === value) facts.set(key, value);
  },
});
