import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { durationMs } from "../../clock.ts";
import { sha256 } from "../../hash.ts";
import { parseUrl, percentDecoded } from "../../http/url.ts";
import type { S3Address, S3Credentials, StoreAddress } from "../../ledger/stores/address.ts";
import type { Env } from "./env.ts";

/** What `state` says: a folder of this machine, or a place beyond it with the folder that works for it here. */
export interface State {
  readonly stateDir: string;
  readonly store?: StoreAddress;
  /** What must not be displayed. */
  readonly secrets: readonly string[];
}

interface Surroundings {
  /** Folder of the configuration, from which paths count. */
  readonly baseDir: string;
  readonly env: Env;
}

/** A mistake in `state`, in words that follow "state: ". */
export class StateMistake extends Error {}

/** Longer than a busy machine keeps a process from its turn. */
const LEASE_MS = 30_000;
const MIN_LEASE_MS = 1_000;
const MAX_LEASE_MS = 600_000;

/**
 * Reads `state`. Nothing is opened.
 * @throws StateMistake
 */
export function readState(written: string, around: Surroundings): State {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(written)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return { stateDir: path.resolve(around.baseDir, written), secrets: [] };
    case "postgres":
    case "postgresql":
      return beyond(postgresAddress(urlIn(written), around.baseDir), around.env, passwordsIn(written));
    case "s3": {
      const store = s3Address(urlIn(written), around.env);
      const { secretAccessKey, sessionToken } = store.credentials ?? {};
      return beyond(
        store,
        around.env,
        [secretAccessKey, sessionToken].filter((one) => one !== undefined),
      );
    }
    default:
      throw new StateMistake(`knows s3:// and postgres:// and folders, not ${scheme}://`);
  }
}

/** https://specifications.freedesktop.org/basedir-spec/latest/: what can be made anew belongs into a cache. */
function beyond(store: StoreAddress, env: Env, secrets: readonly string[]): State {
  const home = env.HOME || homedir();
  const caches = env.XDG_CACHE_HOME || (home === "" ? tmpdir() : path.join(home, ".cache"));
  const stateDir = path.resolve(caches, "fin-ingest", sha256(store.place).slice(0, 16));
  return { stateDir, store, secrets };
}

function urlIn(written: string): URL {
  const url = parseUrl(written);
  if (!url?.hostname && !/^postgres(?:ql)?:\/\/[^/]*\//i.test(written))
    throw new StateMistake("is no address");
  if (!url) throw new StateMistake("is no address; what is special in a password is percent-encoded there");
  return url;
}

function passwordsIn(written: string): string[] {
  const password = parseUrl(written)?.password ?? "";
  return password === "" ? [] : [...new Set([password, percentDecoded(password)])];
}

/** The parameters that are ours, taken out of the address. */
function taken<Name extends string>(url: URL, names: readonly Name[]): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = url.searchParams.get(name);
    if (value !== null) found[name] = value;
    url.searchParams.delete(name);
  }
  return found;
}

function leaseIn(lease: string | undefined, fallback: number): number {
  const ms = lease === undefined ? fallback : durationMs(lease);
  if (ms === undefined || ms < MIN_LEASE_MS || ms > MAX_LEASE_MS)
    throw new StateMistake("lease must be from 1s to 10m");
  return ms;
}

function postgresAddress(url: URL, baseDir: string): StoreAddress {
  const {
    workspace = "default",
    schema = "fin_ingest",
    lease,
    sslmode,
    sslrootcert,
  } = taken(url, ["workspace", "schema", "lease", "sslmode", "sslrootcert"]);
  if (!/^[\w.-]{1,100}$/.test(workspace))
    throw new StateMistake("workspace takes letters, digits, ., _ and -");
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) throw new StateMistake("schema takes a-z, 0-9 and _");
  const isHere = ["localhost", "127.0.0.1", "[::1]", ""].includes(url.hostname);
  const encrypted = ["require", "verify-ca", "verify-full"];
  if (sslmode !== undefined && sslmode !== "disable" && !encrypted.includes(sslmode))
    throw new StateMistake("sslmode is verify-full or disable");
  const database = decodeURIComponent(url.pathname.slice(1));
  return {
    kind: "postgres",
    url: url.href,
    place: `postgres://${url.host}/${database} (workspace ${workspace}${schema === "fin_ingest" ? "" : `, schema ${schema}`})`,
    workspace,
    schema,
    tls: (sslmode ?? (isHere ? "disable" : "verify-full")) === "disable" ? "off" : "verified",
    ...(sslrootcert !== undefined && { rootCertificates: path.resolve(baseDir, sslrootcert) }),
    leaseMs: leaseIn(lease, LEASE_MS),
  };
}

/** The variables that every tool of AWS reads: https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html */
function s3Address(url: URL, env: Env): S3Address {
  const given = taken(url, ["region", "endpoint", "lease"]);
  const [unknown] = url.searchParams.keys();
  if (unknown !== undefined) throw new StateMistake(`has no parameter ${unknown}`);
  const bucket = url.hostname;
  const prefix = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, "");
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) throw new StateMistake("must name a bucket");
  const region = given.region || env.AWS_REGION || env.AWS_DEFAULT_REGION || "us-east-1";
  const endpoint = given.endpoint || env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
  if (endpoint && !/^https?:\/\/[^?#@]+$/.test(endpoint))
    throw new StateMistake("endpoint must be an address");
  // A name with dots does not fit the certificate of Amazon's hosts.
  const amazon = bucket.includes(".")
    ? `https://s3.${region}.amazonaws.com/${bucket}`
    : `https://${bucket}.s3.${region}.amazonaws.com`;
  const credentials = credentialsIn(env);
  return {
    kind: "s3",
    bucketUrl: endpoint ? `${endpoint.replace(/\/+$/, "")}/${bucket}` : amazon,
    prefix: prefix === "" ? "" : `${prefix}/`,
    region,
    place: `s3://${bucket}/${prefix}${endpoint ? ` at ${endpoint}` : ""}`,
    ...(credentials && { credentials }),
    leaseMs: leaseIn(given.lease, LEASE_MS),
  };
}

function credentialsIn(env: Env): S3Credentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) return undefined;
  const sessionToken = env.AWS_SESSION_TOKEN;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
