import { createHash, createHmac, randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Config } from "../config/types.ts";
import { bare, type Finding } from "./find.ts";

/** Hexadecimal digits of a fingerprint: enough that no two secrets of a company share one. */
const FINGERPRINT_LENGTH = 16;

/** The file of the state folder with the key of a configuration that names none. */
const keyFile = "fingerprint-key";

/**
 * What keys the fingerprints of a configuration's findings, so that nobody can try passwords against the ones in a
 * log: `secrets: {key: …}`, else a random one that is kept in the state folder. Undefined where there is no such
 * folder yet, or it cannot be written to.
 */
export function fingerprintKey(config: Pick<Config, "fingerprintKey" | "stateDir">): string | undefined {
  if (config.fingerprintKey !== undefined) return config.fingerprintKey;
  const file = path.join(config.stateDir, keyFile);
  return keptKey(file) ?? (existsSync(config.stateDir) ? newKey(file) : undefined);
}

function keptKey(file: string): string | undefined {
  try {
    return /^[0-9a-f]{64}$/.exec(readFileSync(file, "utf8").trim())?.[0];
  } catch {
    return undefined;
  }
}

function newKey(file: string): string | undefined {
  const key = randomBytes(32).toString("hex");
  try {
    writeFileSync(file, `${key}\n`, { flag: "wx", mode: 0o600 });
    chmodSync(file, 0o600);
    return key;
  } catch {
    // Another run was quicker, or the folder is read-only.
    return keptKey(file);
  }
}

/** The fingerprint that a finding is shown by; undefined without a key. */
export function shownFingerprint(
  { values: [value = ""] }: Finding,
  key: string | undefined,
): string | undefined {
  return key === undefined ? undefined : keyed(value, key);
}

/** Whether one of the fingerprints is the finding's, also one of the time when they had no key. */
export function isAllowed({ values }: Finding, allowed: readonly string[], key: string | undefined): boolean {
  if (allowed.length === 0) return false;
  const own = values.flatMap((value) => [unkeyed(value), ...(key === undefined ? [] : [keyed(value, key)])]);
  return own.some((fingerprint) => allowed.includes(fingerprint));
}

const keyed = (value: string, key: string): string =>
  createHmac("sha256", key).update(bare(value)).digest("hex").slice(0, FINGERPRINT_LENGTH);

const unkeyed = (value: string): string =>
  createHash("sha256").update(bare(value)).digest("hex").slice(0, FINGERPRINT_LENGTH);
