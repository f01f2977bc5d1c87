import { crc32, inflateRawSync } from "node:zlib";
import { FinIngestError } from "../../../errors.ts";

/**
 * The part of the zip format that office files need, with every size checked before it is used.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */

export interface ZipEntry {
  readonly name: string;
  /** Unpacked size in bytes as the directory states it; unpacking stops at it. */
  readonly size: number;
  readonly method: number;
  readonly packed: Uint8Array;
}

const most = { entries: 5_000 };
const signature = { end: 0x06054b50, entry: 0x02014b50, local: 0x04034b50 };
/** The end record is 22 bytes and a comment of at most 65,535. */
const endSpan = 22 + 0xffff;

export function damagedZip(cause?: unknown): FinIngestError {
  return new FinIngestError("the document cannot be read: its zip container is damaged", {
    hint: "Open the file in its editor and save it again; a download that broke off also looks like this.",
    cause,
  });
}

/**
 * The directory of a zip. Nothing is unpacked.
 *
 * @throws FinIngestError when it is damaged, encrypted, or lists too many files
 */
export function zipEntries(bytes: Uint8Array): Map<string, ZipEntry> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readDirectory(view);
  } catch (error) {
    throw error instanceof FinIngestError ? error : damagedZip(error);
  }
}

function readDirectory(view: Buffer): Map<string, ZipEntry> {
  const end = endRecord(view);
  const count = view.readUInt16LE(end + 10);
  if (count > most.entries) throw tooMuch(`it lists ${count} files`);
  const entries = new Map<string, ZipEntry>();
  let at = view.readUInt32LE(end + 16);
  for (let left = count; left > 0; left -= 1) {
    if (view.readUInt32LE(at) !== signature.entry) throw damagedZip();
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.readUInt16LE(at + offset));
    const nameEnd = at + 46 + (nameLength ?? 0);
    const name = view.toString("utf8", at + 46, nameEnd);
    if (view.readUInt16LE(at + 8) & 1) throw encrypted();
    entries.set(name, entryAt(view, at, name));
    at = nameEnd + (extra ?? 0) + (comment ?? 0);
  }
  return entries;
}

function entryAt(view: Buffer, at: number, name: string): ZipEntry {
  const local = view.readUInt32LE(at + 42);
  if (view.readUInt32LE(local) !== signature.local) throw damagedZip();
  const start = local + 30 + view.readUInt16LE(local + 26) + view.readUInt16LE(local + 28);
  const length = view.readUInt32LE(at + 20);
  if (start + length > view.length) throw damagedZip();
  const packed = view.subarray(start, start + length);
  return { name, size: view.readUInt32LE(at + 24), method: view.readUInt16LE(at + 10), packed };
}

function endRecord(view: Buffer): number {
  const from = Math.max(0, view.length - endSpan);
  for (let at = view.length - 22; at >= from; at -= 1) {
    if (view.readUInt32LE(at) === signature.end) return at;
  }
  throw damagedZip();
}

/** For a file that has a password. */
export function encrypted(): FinIngestError {
  return new FinIngestError("the document cannot be read: it is encrypted", {
    hint: "Save a copy without a password, or leave the document out.",
  });
}

export function tooMuch(what: string): FinIngestError {
  return new FinIngestError(`the document cannot be read: ${what}`, {
    hint: "Files written by an editor are far below this limit. Split the document, or leave it out.",
  });
}

/**
 * Unpacks one file of a zip.
 *
 * @throws FinIngestError when it unpacks to more than the directory states, or cannot be unpacked
 */
export function unpack({ name, size, method, packed }: ZipEntry): Uint8Array {
  if (method === 0) {
    if (packed.length !== size) throw damagedZip();
    return packed;
  }
  if (method !== 8) throw tooMuch(`${name} is packed in a way that is not supported (method ${method})`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    throw damagedZip(error);
  }
}

/** An uncompressed zip of files. */
export function storedZip(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, body] of files) {
    const path = Buffer.from(name, "utf8");
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(0x21, 8);
    facts.writeUInt32LE(crc32(body), 10);
    facts.writeUInt32LE(body.length, 14);
    facts.writeUInt32LE(body.length, 18);
    facts.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([word(signature.local), facts, path, body]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([word(signature.entry), Buffer.from([20, 0]), facts, tail, path]));
    bodies.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, listed, word(signature.end), end]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
