import { copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { CommitSnapshot } from "../../connectors/docs-repo/commit.ts";
import { listSnapshot } from "../../connectors/docs-repo/list.ts";
import { docsRepoOptions } from "../../connectors/docs-repo/options.ts";
import type { Snapshot } from "../../connectors/docs-repo/snapshot.ts";
import { connectors } from "../../connectors/index.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { SourceConfig } from "../../src/config/types.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import { createHttp } from "../../src/http/http.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openLedger } from "../../src/ledger/sqlite.ts";
import { connectorRevision } from "../../src/revision/index.ts";
import { sourceRevision, sourceScope } from "../../src/sync/list/revision.ts";
import { committedText, type DocsRepo, numberOf } from "../kit/docs-repo.ts";
import { answerTasks } from "./answer.ts";

export interface FillTask {
  readonly repo: DocsRepo;
  readonly sourceId: number;
  /** Configuration of a source that is the repository's folder. */
  readonly folder: string;
  /** Configuration of a source that fetches the repository. */
  readonly remote: string;
}

/** A page in so many is due to be sent again, as after a crash. */
const DUE_EVERY = 10_000;

/** Writes the ledgers that complete first runs would leave, without the runs: the listing's documents, all live. */
answerTasks<FillTask>(async ({ repo, sourceId, folder, remote }) => {
  const [own, fetching] = [configured(folder), configured(remote)];
  const now = Date.now();
  const http = createHttp({ addresses: "public" });
  const ledger = await openLedger(own.stateDir);
  const io = ioOf(own, ledger, http);
  ledger.advance();
  let documents = 0;
  const options = docsRepoOptions.parse(own.source.options);
  for await (const entry of listSnapshot(asGenerated(repo, io), options, io)) {
    if (entry.kind !== "document") throw new Error(`a ${entry.kind} was listed`);
    documents += 1;
    ledger.putPage(own.source.name, rowOf(entry, own.source, { sourceId, intercomId: documents, now }));
  }
  putSource(ledger, own.source, { sourceId, documents, now });
  ledger.close();
  await fillAlike(own, fetching, { sourceId, documents, now });
  // The clone is there before the night; a listing that is known ends when it has been fetched.
  const filled = await openLedger(fetching.stateDir, { readOnly: true });
  const asking = { ...ioOf(fetching, filled, http), isSettled: () => true };
  for await (const _ of fetching.source.connector.list(fetching.source.options, asking));
  filled.close();
  await http.close();
  return { documents };
});

interface Configured {
  readonly source: SourceConfig;
  readonly stateDir: string;
  readonly baseDir: string;
}

function configured(file: string): Configured {
  const { sources, stateDir, baseDir } = loadConfig(file, { intercom: "required", env: {}, connectors });
  const [source] = sources;
  if (!source) throw new Error("no source");
  return { source, stateDir, baseDir };
}

const ioOf = ({ source, stateDir, baseDir }: Configured, ledger: Ledger, http: Io["http"]): Io => ({
  signal: new AbortController().signal,
  log: { debug: () => {}, info: () => {}, warn: () => {} },
  audienceOf: () => "customers",
  cache: ledger.connectorCache(source.name),
  // What a run of another revision made of the documents counts as unknown: each would be read again.
  revision: connectorRevision(source.connector),
  baseDir,
  cacheDir: path.join(stateDir, "cache", source.name),
  http,
  maxDocumentBytes: source.maxDocumentBytes,
});

/** The repository's last commit, its texts from where they were made: to read a hundred thousand files is what takes long. */
function asGenerated({ folder, documents }: DocsRepo, io: Io): Snapshot {
  const commit = new CommitSnapshot({ cwd: folder, commit: "HEAD", prefix: "", name: folder }, io);
  return {
    name: folder,
    files: (wanted, mark) => commit.files(wanted, mark),
    lookup: (paths) => commit.lookup(paths),
    has: (file) => commit.has(file),
    read: async ({ path: file }) => {
      const bytes = Buffer.from(committedText(numberOf(file), documents));
      return { bytes, size: bytes.length };
    },
  };
}

interface Sent {
  readonly sourceId: number;
  readonly now: number;
}

const rowOf = (
  { externalId, version = "", title, url, path: file }: Listed,
  source: SourceConfig,
  { sourceId, intercomId, now }: Sent & { readonly intercomId: number },
) => ({
  externalId,
  intercomId: String(intercomId),
  sourceId,
  version,
  revision: sourceRevision(source),
  ...(intercomId % DUE_EVERY === 1 ? {} : { fingerprint: version.padEnd(64, "0") }),
  bodyHash: version.padEnd(64, "0"),
  title: title ?? externalId,
  ...(url === undefined ? {} : { url }),
  ...(file === undefined ? {} : { path: file }),
  locale: source.locale,
  availability: { agent: true, copilot: true },
  words: 200,
  state: "live" as const,
  firstSentAt: now,
  sentAt: now,
});

function putSource(
  ledger: Ledger,
  source: SourceConfig,
  { sourceId, documents, now }: Sent & { readonly documents: number },
): void {
  const { name, url } = source;
  const lastComplete = { at: now, documents };
  ledger.putSource({ name, url, sourceId, scope: sourceScope(source), lastComplete, auditedAt: now });
}

/** The same documents under other settings: the same facts, and pages of another revision. */
async function fillAlike(
  from: Configured,
  to: Configured,
  sent: Sent & { readonly documents: number },
): Promise<void> {
  mkdirSync(to.stateDir, { recursive: true });
  for (const file of ["ledger.sqlite", "ledger.head"])
    copyFileSync(path.join(from.stateDir, file), path.join(to.stateDir, file));
  const ledger = await openLedger(to.stateDir);
  const revision = sourceRevision(to.source);
  for (const row of ledger.pages(to.source.name)) ledger.putPage(to.source.name, { ...row, revision });
  putSource(ledger, to.source, sent);
  ledger.close();
}
