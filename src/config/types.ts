import type { VisibleTo } from "../audience.ts";
import type { Connector } from "../connector-kit/connector.ts";
import type { StoreAddress } from "../ledger/stores/address.ts";
import type { NormalizeOptions } from "../normalize/index.ts";
import type { TellSettings } from "../notify/types.ts";

/** The configuration as the program uses it: complete and checked, every path absolute. */
export interface Config {
  /** Absolute path of the file; its folder is what relative paths in it resolve against. */
  readonly file: string;
  readonly baseDir: string;
  /** `--env`; absent: none was asked for. */
  readonly environment?: string;
  /** Absent when the verb does not need Intercom and no token was given. */
  readonly intercom?: IntercomConfig | undefined;
  /** Absolute path of the state folder: ledger, lock, caches. Where there is a `store`, a copy of what that keeps. */
  readonly stateDir: string;
  /** Where the ledger is kept beyond this machine; absent: the state folder is all there is. */
  readonly store?: StoreAddress;
  /** Runs whose replaced texts are kept for `undo`; absent: none. */
  readonly keepBodies?: number;
  /** When `nightly` audits; `auto`: every time while the ledger is small, else weekly. Absent: auto. */
  readonly audit?: AuditPolicy;
  /** `off`: no text of what was sent is kept for `ask` and `test`; absent: it is. */
  readonly indexing?: "on" | "off";
  /** Absolute path of the folder of an embedding model for `ask` and `test`; absent: they go by words alone. */
  readonly embeddingModel?: string;
  /** Asks Fin itself; absent: Intercom's own token does. */
  readonly finToken?: string;
  /** Where the end of a run is told; absent: nowhere. */
  readonly tell?: TellSettings;
  readonly sources: readonly SourceConfig[];
  /** Every secret value in the configuration, for redaction. */
  readonly secrets: readonly string[];
  /** Keys the fingerprints of findings; absent: a key in the state folder does. */
  readonly fingerprintKey?: string | undefined;
}

export type AuditPolicy = "auto" | "always" | "weekly" | "never";

export interface IntercomConfig {
  readonly token: string;
  /** No trailing slash. */
  readonly baseUrl: string;
  /** The `Intercom-Version` header, "2.15". */
  readonly version: string;
}

export interface SourceConfig {
  readonly name: string;
  readonly connector: Connector;
  /** The connector's own options, parsed by its schema. */
  readonly options: unknown;
  /** The same with every secret masked: for hashes, plans and reports. */
  readonly publicOptions: unknown;
  /** The Content Import Source's URL: its find-or-create key. */
  readonly url: string;
  readonly visibleTo: VisibleTo;
  readonly removals: RemovalPolicy;
  /** The name it had before: its pages go on under this one. */
  readonly movedFrom?: string | undefined;
  readonly audienceIds?: readonly number[] | undefined;
  readonly locale: string;
  /** Whether audits leave availability that somebody switched by hand in Intercom; absent: they restore it. */
  readonly keepsUiChanges?: boolean;
  /** Whether audits leave the words that somebody edited in Intercom; absent: they restore them. */
  readonly keepsContent?: boolean;
  /** Whether Fin's sales agent may use its pages for customers; absent: left as it is. Other pages: never. */
  readonly salesAgent?: boolean;
  /** Bytes of a document's body in the source; a larger one fails alone. */
  readonly maxDocumentBytes: number;
  /** Documents read at once; absent: the default. */
  readonly loadConcurrency?: number;
  /** How its documents are normalised, whatever the connector; absent: the defaults. */
  readonly normalizing?: NormalizeOptions;
  /** `off`: its text is kept nowhere, and `ask` and `test` leave it out; absent: on. */
  readonly indexing?: "on" | "off";
  readonly rules: readonly Rule[];
  /** The connector's own patterns that the file writes out, in its order; absent: none. */
  readonly patterns?: readonly WrittenPattern[];
  /** Fingerprints of findings that are not secrets. */
  readonly allowedSecrets?: readonly string[];
  /** Where its requests may go; absent: the public internet. */
  readonly network?: SourceNetwork;
}

/** Where a source's requests may go. */
export interface SourceNetwork {
  /** Host names; a leading `*.` stands for any subdomain. Absent: any host. */
  readonly allowHosts?: readonly string[] | undefined;
  /** Whether also to the company's own network and this machine. */
  readonly privateAddresses: boolean;
  /** Certificates to trust beside the public ones: as written, relative to the configuration file's folder. */
  readonly caFile?: string | undefined;
  /** Absent: the connector's own default. */
  readonly requestsPerSecond?: number | undefined;
  /** How long its system may tell us to wait, milliseconds; absent: as long as the run's time budget, else an hour. */
  readonly maxWaitMs?: number | undefined;
}

export interface RemovalPolicy {
  readonly mode: "sync" | "hide-only" | "keep";
  /** How long a page stays hidden before it is deleted. */
  readonly graceMs: number;
  /** Removals of one run at most; absent: the defaults. */
  readonly max?: MaxRemovals;
}

/** Removals of one run at most: a share of the source's pages in per cent, but always so many. */
export interface MaxRemovals {
  readonly percent: number;
  readonly atLeast: number;
}

/** One pattern of a connector's own options (`Connector.patterns`), as the file has it. */
export interface WrittenPattern {
  /** Where it stands among the source's keys: `include[0]`, `user_segments.123`. */
  readonly place: string;
  /** `include guides/**`; a `${…}` stays one. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** First match wins. */
export interface Rule {
  /** Line of the configuration file that it begins in, from 1. */
  readonly line: number;
  /** The file, where it is not the one that the program was given but one that it extends. */
  readonly file?: string;
  /** It may match nothing: a narrowing rule that never did stops its source otherwise. */
  readonly optional: boolean;
  readonly match: { readonly path: string } | { readonly label: string };
  readonly effect: { readonly exclude: true } | { readonly visibleTo: VisibleTo };
}
