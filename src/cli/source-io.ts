import path from "node:path";
import type { Config, SourceConfig } from "../config/types.ts";
import type { Io } from "../connector-kit/io.ts";
import { sourceHttp } from "../http/source-http.ts";
import type { Log } from "../log/log.ts";
import type { Cli } from "./verb.ts";

/** A connector's surroundings for a verb that has no ledger: facts last as long as the process. The caller closes `http`. */
export function sourceIo(config: Config, source: SourceConfig, log: Log, { signal }: Cli): Io {
  const facts = new Map<string, string>();
  return {
    signal,
    log,
    cache: { get: (key) => facts.get(key), set: (key, value) => facts.set(key, value) },
    baseDir: config.baseDir,
    cacheDir: path.join(config.stateDir, "cache", source.name),
    http: sourceHttp(source),
    maxDocumentBytes: source.maxDocumentBytes,
  };
}
