/** A bug somebody could have written: `find` is exactly once in `file` and becomes `put`. */
export interface Mutant {
  readonly what: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
  /** The tests that must notice it; absent: those of the rules. */
  readonly tests?: string;
  /** A soak that must notice it by the real program, and which of its stories. */
  readonly soak?: { readonly file: string; readonly test: string };
}

const fleet = "test/fleet";
const rules = "src/sync/plan/removals/removal-rules.ts";
const removals = "src/sync/plan/removals/removals.ts";
const history = "src/sync/list/listing-history.ts";
const veto = "src/sync/plan/removals/removal-veto.ts";
const uploads = "src/sync/plan/upload-rules.ts";
const writes = "src/sync/apply/writes.ts";
const scan = "src/sync/list/scan.ts";
const readBack = "src/sync/apply/read-back.ts";
const stores = "src/ledger/stores";

export const mutants: readonly Mutant[] = [
  {
    what: "a rebuilt ledger is trusted at once",
    file: rules,
    find: "if (untrustedListings <= 0) return undefined;",
    put: "if (untrustedListings <= 2) return undefined;",
  },
  {
    what: "an incomplete listing is believed",
    file: rules,
    find: "if (why === undefined) return undefined;",
    put: "if (why !== statedTotal) return undefined;",
  },
  {
    what: "the source's own total is ignored",
    file: rules,
    find: "statedTotal === undefined || statedTotal === documents",
    put: "statedTotal === undefined || statedTotal >= documents",
  },
  {
    what: "a change of scope is ignored",
    file: rules,
    find: "if (!scopeChanged) return undefined;",
    put: "if (scopeChanged) return undefined;",
  },
  { what: "the last page may go", file: rules, find: "live + fresh > absent", put: "live + fresh >= absent" },
  {
    what: "a listing may shrink to a third",
    file: rules,
    find: "documents * 2 >= previous",
    put: "documents * 3 >= previous",
  },
  {
    what: "changed ids are seen from a quarter on",
    file: rules,
    find: "fresh * 5 <= documents",
    put: "fresh * 4 <= documents",
  },
  {
    what: "only new documents count when ids change",
    file: rules,
    find: "|| absent * 5 <= live",
    put: "|| absent * 5 >= live",
  },
  {
    what: "the cap is one too high",
    file: rules,
    find: "Math.max(atLeast, Math.floor((pages * percent) / 100))",
    put: "Math.max(atLeast + 1, Math.floor((pages * percent) / 100))",
  },
  { what: "the cap is a fifth", file: rules, find: "(pages * percent) / 100", put: "(pages * percent) / 50" },
  {
    what: "any approval lifts the cap",
    file: rules,
    find: "approved === hash",
    put: "approved !== undefined",
  },
  {
    what: "--allow-empty lifts a change of scope",
    file: rules,
    find: "overrides.acceptScopeChange ? undefined : changedScope(listing)",
    put: "overrides.allowEmpty ? undefined : changedScope(listing)",
  },
  {
    what: "the approved set is told by its size",
    file: removals,
    find: "hashOf(changes.map(({ kind, target }) => `${kind} ${target.externalId}`).sort())",
    put: "hashOf(changes.map(({ kind }) => `${kind}`).sort())",
  },
  { what: "absence alone removes at once", file: removals, find: "inferred: 2", put: "inferred: 1" },
  {
    what: "two listings within an hour count as two",
    file: removals,
    find: "20 * 60 * 60 * 1000",
    put: "60 * 60 * 1000",
  },
  {
    what: "hidden pages are deleted at once",
    file: removals,
    find: "hiddenFor >= policy.graceMs",
    put: "hiddenFor >= 0",
  },
  {
    what: "hide-only deletes",
    file: removals,
    find: 'policy.mode === "sync" && hiddenFor',
    put: "hiddenFor",
  },
  {
    what: "live pages are deleted without being hidden",
    file: removals,
    find: '[{ kind: "hide", target, evidence, why }]',
    put: '[{ kind: "delete", target, evidence, why }]',
  },
  {
    what: "over the cap a part goes",
    file: removals,
    find: "  return { changes: [], holds: [hold], missed, believed: true, ...named };",
    put: "  return { changes: changes.slice(0, 5), holds: [hold], missed, believed: true, ...named };",
  },
  {
    what: "a doubted listing becomes the measure",
    file: removals,
    find: "|| concerned > 0) return false;",
    put: ") return false;",
  },
  {
    what: "a clock set back makes everything old",
    file: history,
    find: "Math.max(now, (row?.lastComplete?.at ?? 0) + 1)",
    put: "now",
  },
  {
    what: "a rebuilt ledger is trusted after one listing",
    file: history,
    find: "untrustedListings > 1 ? untrustedListings - 1",
    put: "untrustedListings > 9 ? untrustedListings - 1",
  },
  {
    what: "an incomplete listing is the measure of the next",
    file: history,
    find: "if (!outcome.complete || !outcome.believed) return row;",
    put: "if (!outcome.believed) return row;",
  },
  {
    what: "removals go after a refusal",
    file: veto,
    find: "if (refused) return",
    put: "if (!refused && failed < 0) return",
  },
  {
    what: "removals go with an open write",
    file: veto,
    find: "if (unresolved > 0)",
    put: "if (unresolved > 1)",
  },
  {
    what: "three per cent may fail",
    file: veto,
    find: "const pagesPerFailure = 50;",
    put: "const pagesPerFailure = 33;",
  },
  {
    what: "a page may collapse",
    file: uploads,
    find: "page.words * collapseTo < before.words",
    put: "page.words * 100 < before.words",
  },
  {
    what: "a set-back clock makes new pages old",
    file: writes,
    find: "known ?? afterLast(run.ledger.source(target.name), sentAt)",
    put: "known ?? sentAt",
  },
  {
    what: "no intent is recorded",
    file: writes,
    find: "await run.ledger.intend(target.name, externalId, what, run.clock.now());",
    put: "",
  },
  {
    what: "the request does not wait for the intent",
    file: writes,
    find: "await run.ledger.intend(",
    put: "void run.ledger.intend(",
  },
  {
    what: "an open write is forgotten",
    file: writes,
    find: "failures.unresolved.add(externalId);",
    put: "run.ledger.abandon(target.name, externalId);",
  },
  {
    what: "hiding leaves Copilot on",
    file: writes,
    find: "locale, ...unavailable, salesAgent: false }",
    put: "locale, ...unavailable, copilot: true, salesAgent: false }",
  },
  {
    what: "foreign pages are hidden",
    file: readBack,
    find: "page.externalId === externalId && page.sourceId === sourceId",
    put: "page.externalId === externalId || page.sourceId === sourceId",
  },
  {
    what: "of two documents with one id the first is taken",
    file: scan,
    find: "if (this.queue.delete(externalId)) return;",
    put: "if (this.queue.has(externalId)) return;",
  },
  {
    what: "gaps are overlooked",
    file: "src/sync/list/enumeration.ts",
    find: "if (gap) return",
    put: "if (gap && broken) return",
  },
  {
    what: "pages of another source are removed",
    file: "src/sync/plan/removals/absences.ts",
    find: "if (row.sourceId !== sourceId) continue;",
    put: "",
  },
  {
    what: "a document is done without its parts",
    file: "src/sync/list/current.ts",
    find: "parts.length === row.parts &&",
    put: "",
  },
  {
    what: "a part that is gone stays",
    file: "src/sync/plan/plan-uploads.ts",
    find: "!made.has(part)",
    put: "made.size < 0",
  },
  {
    what: "parts outlive their document",
    file: "src/sync/plan/removals/absences.ts",
    find: "document === undefined || !enumeration.seen.has(document)",
    put: "document === undefined",
  },
  {
    what: "a worker whose job another one has may still renew and settle it",
    file: "src/fleet/queue/claims.ts",
    find: "AND id || ':' || retry_count = ANY($3::text[])",
    put: "AND $3::text[] IS NOT NULL",
    tests: fleet,
  },
  {
    what: "a workspace may have several jobs",
    file: "src/fleet/queue/install.ts",
    find: "CREATE UNIQUE INDEX IF NOT EXISTS",
    put: "CREATE INDEX IF NOT EXISTS",
    tests: fleet,
  },
  {
    what: "a claim does not end without its worker",
    file: "src/fleet/worker/held-claims.ts",
    find: "if (now - renewedAt > this.leaseMs)",
    put: "if (now - renewedAt > this.leaseMs * 100)",
    tests: fleet,
  },
  {
    what: "a renewal counts from its answer",
    file: "src/fleet/worker/held-claims.ts",
    find: "one.renewedAt = askedAt",
    put: "one.renewedAt = this.clock.monotonic()",
    tests: fleet,
  },
  {
    what: "a job that is handed back counts as failed",
    file: "src/fleet/worker/verdict.ts",
    find: 'return { kind: "again", afterS: 0, failed, why: "its worker ended" }',
    put: 'return { kind: "again", afterS: 0, failed: failed + 1, why: "its worker ended" }',
    tests: fleet,
  },
  {
    what: "a database writes for whoever was overtaken",
    file: `${stores}/postgres/lease.ts`,
    find: '"WHERE workspace = $1 AND epoch = $2 AND expires_at > clock_timestamp()"',
    put: '"WHERE workspace = $1 AND $2 > 0"',
    tests: `test/ledger/stores`,
  },
  {
    what: "a lease that ran out is renewed",
    file: `${stores}/held-lease.ts`,
    find: "if (this.#isOver(this.#clock.monotonic())) throw",
    put: "if (this.#isOver(-1)) throw",
    tests: `test/ledger/stores`,
  },
  {
    what: "an object of the log is written over another's",
    file: `${stores}/s3/lease.ts`,
    find: 'await client.put(logName(n), record, { kind: "absent" })',
    put: "await client.put(logName(n), record)",
    tests: `test/ledger/stores`,
  },
  {
    what: "whoever takes the lease of an object store leaves the next number to the one before",
    file: `${stores}/s3/lease.ts`,
    find: "let last = await taken(client);",
    put: "let { last } = await contentsOf(client);",
    tests: `test/ledger/stores`,
  },
  {
    what: "an intent is not waited for",
    file: "src/ledger/sqlite.ts",
    find: "await following?.sent();",
    put: "",
    tests: `test/ledger/stores`,
  },
  {
    what: "a request is sent again without a look at the lease",
    file: "src/intercom/call.ts",
    find: 'if (call.method !== "GET") caller.mayWrite?.();',
    put: "",
    tests: "test/intercom",
  },
  {
    what: "a listing is remembered although a document could not be read",
    file: "src/sync/list/unchanged-listing.ts",
    find: "if (!isCurrent(queued)) return undefined;",
    put: "",
  },
  {
    what: "a listing is remembered although a page has outlived its document",
    file: "src/sync/list/unchanged-listing.ts",
    find: "live !== unchanged || hidden > 0",
    put: "false",
  },
  {
    what: "a conversion is known by its bytes, whatever program made it",
    file: "src/fleet/conversions/conversion.ts",
    find: ".update(JSON.stringify([revision, mediaType]))",
    put: ".update(JSON.stringify([mediaType]))",
    tests: `${fleet}/conversions`,
  },
  {
    what: "a run waits for a conversion that nobody takes",
    file: "src/fleet/conversions/asking.ts",
    find: "waitedMs < PATIENCE_MS",
    put: "waitedMs < MAX_WAIT_MS",
    tests: `${fleet}/conversions`,
  },
  {
    what: "a result is used after it has expired",
    file: "src/fleet/conversions/store.ts",
    find: "WHERE key = $1 AND expires_at > now()) AS result",
    put: "WHERE key = $1) AS result",
    tests: fleet,
  },
  {
    what: "a file that is refused is tried by each workspace",
    file: "src/fleet/conversions/convert.ts",
    find: "if (error instanceof FinIngestError)",
    put: "if (error instanceof FinIngestError && lost.aborted)",
    tests: fleet,
  },
  {
    what: "a conversion that failed for another reason than its file is kept as refused",
    file: "src/normalize/worker/thread.ts",
    find: 'if (kind === "convert" && !isRefusal)',
    put: 'if (kind === "convert" && isRefusal && message === "")',
    tests: "test/normalize/worker/converter.test.ts",
  },
  {
    what: "a worker whose database says nothing does not see its claims run out",
    file: "src/fleet/worker/claim-loop.ts",
    find: "this.every(WATCH_MS, () => this.claims.dropExpired()),",
    put: "",
    tests: "test/fleet/partition",
  },
  {
    what: "a transaction that is cut off keeps its job for as long as its connection",
    file: "src/fleet/engine/database.ts",
    find: "idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,",
    put: "",
    tests: "test/fleet/partition",
  },
  {
    what: "a transaction that is cut off keeps a ledger for as long as its connection",
    file: `${stores}/postgres/connection.ts`,
    find: "${isolation} ${mode}; ${limit}`",
    put: "${isolation} ${mode}`",
    tests: "test/ledger/stores/partition",
  },
  {
    what: "a run that is cut off waits for the server's farewell",
    file: `${stores}/postgres/connection.ts`,
    find: "setTimeout(() => socket.destroy(), END_MS)",
    put: "setTimeout(() => {}, END_MS)",
    tests: "test/ledger/stores/partition",
  },
  {
    what: "a refused renewal of an object store's lock counts",
    file: `${stores}/s3/lock.ts`,
    find: "throw new Unreachable(`${place}: the lock could not be renewed`);",
    put: "return true;",
    tests: "test/ledger/stores/s3",
  },
  {
    what: "one renewal of an object store's lock is as another",
    file: `${stores}/s3/lock.ts`,
    find: "written({ ...lock, renewals })",
    put: "written(lock)",
    tests: "test/ledger/stores/s3",
  },
  {
    what: "an entity tag is spelled one way",
    file: `${stores}/s3/client.ts`,
    find: "this.#quotesTags = false;",
    put: "return undefined;",
    tests: "test/ledger/stores/s3",
  },
  {
    what: "a run that was paused past its lease sends again what it had begun, by the real program",
    file: `${stores}/held-lease.ts`,
    find: "return at >= this.#lease.renewedAt + this.#lease.ttlMs;",
    put: "return at < 0;",
    soak: { file: "state.soak", test: "stopped past its lease" },
  },
];
