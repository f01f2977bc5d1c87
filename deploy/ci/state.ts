import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { CiJobError } from "./job.ts";

/**
 * What a ledger needs to be the same one after a night: neither the texts of pages (`bodies`, `cache`, `answers.sqlite`)
 * nor past reports.
 */
const kept = ["ledger.sqlite", "ledger.sqlite-wal", "ledger.head", "fingerprint-key", "notify.json"] as const;

/** The packed state in its folder, where the host's cache finds it. */
const packedFile = "state.bin";
const magic = "fin-ingest state 1\n";
const begun = "fin-ingest begun\n";

const headSchema = z.array(z.object({ name: z.enum(kept), bytes: z.number().int().nonnegative() }));

/**
 * Packs a ledger for the next job, encrypted where there is a key. Without a ledger nothing is packed.
 *
 * @param key a secret of the repository; empty: not encrypted
 */
export function packState(stateDir: string, folder: string, key: string): "packed" | "no ledger" {
  if (!existsSync(path.join(stateDir, "ledger.sqlite"))) return "no ledger";
  const files = kept
    .filter((name) => existsSync(path.join(stateDir, name)))
    .map((name) => ({ name, data: readFileSync(path.join(stateDir, name)) }));
  const head = JSON.stringify(files.map(({ name, data }) => ({ name, bytes: data.length })));
  const packed = gzipSync(Buffer.concat([Buffer.from(`${head}\n`), ...files.map(({ data }) => data)]));
  write(folder, Buffer.concat([Buffer.from(magic), key === "" ? packed : encrypted(packed, key)]));
  return "packed";
}

/**
 * Notes that a run has begun, in the place of the state: a run that does not come to pack its ledger leaves a ledger that
 * is lost and not one that is out of date. A lost one is adopted again from Intercom; an old one would be believed.
 */
export function markBegun(folder: string): void {
  write(folder, Buffer.from(begun));
}

export type Unpacked = "unpacked" | "nothing there" | "the last run did not pack its ledger";

/**
 * Unpacks the ledger of the last job.
 *
 * @throws CiJobError where it cannot be read: damaged, or encrypted with another key
 */
export function unpackState(folder: string, stateDir: string, key: string): Unpacked {
  const file = path.join(folder, packedFile);
  if (!existsSync(file)) return "nothing there";
  const data = readFileSync(file);
  if (data.equals(Buffer.from(begun))) return "the last run did not pack its ledger";
  try {
    if (data.subarray(0, magic.length).toString() !== magic) throw new Error("another format");
    const body = data.subarray(magic.length);
    const plain = gunzipSync(key === "" ? body : decrypted(body, key));
    const end = plain.indexOf("\n");
    const head = headSchema.parse(JSON.parse(plain.subarray(0, end).toString()));
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    let at = end + 1;
    for (const { name, bytes } of head) {
      writeFileSync(path.join(stateDir, name), plain.subarray(at, at + bytes), { mode: 0o600 });
      at += bytes;
    }
    return "unpacked";
  } catch (error) {
    rmSync(path.join(stateDir, "ledger.sqlite"), { force: true });
    throw new CiJobError(
      `The state of the last run cannot be read (${error instanceof Error ? error.message : error}). Is FIN_INGEST_STATE_KEY another one? The ledger counts as lost.`,
    );
  }
}

function write(folder: string, data: Buffer): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(folder, packedFile), data, { mode: 0o600 });
}

const saltBytes = 16;
const ivBytes = 12;
const tagBytes = 16;

function encrypted(data: Buffer, key: string): Buffer {
  const [salt, iv] = [randomBytes(saltBytes), randomBytes(ivBytes)];
  const cipher = createCipheriv("aes-256-gcm", scryptSync(key, salt, 32), iv);
  const text = Buffer.concat([cipher.update(data), cipher.final()]);
  return Buffer.concat([salt, iv, cipher.getAuthTag(), text]);
}

function decrypted(data: Buffer, key: string): Buffer {
  const [salt, rest] = [data.subarray(0, saltBytes), data.subarray(saltBytes)];
  const [iv, tag] = [rest.subarray(0, ivBytes), rest.subarray(ivBytes, ivBytes + tagBytes)];
  const decipher = createDecipheriv("aes-256-gcm", scryptSync(key, salt, 32), iv, {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(rest.subarray(ivBytes + tagBytes)), decipher.final()]);
}
