import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Where some values are in a temporary file, in bytes. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Closes the file of an object that nobody refers to any more. */
const forgotten = new FinalizationRegistry<number>((fd) => closeSync(fd));

const READ_BYTES = 64 * 1024;
const lineEnd = 0x0a;

/**
 * JSON values in a private temporary file, for what would be too much for memory. The file has no name once it is open,
 * so it ends with the process, however that ends.
 */
export class TempFile<T> {
  private readonly fd: number;
  private end = 0;

  /** @throws the system's error where the folder for temporary files cannot be written */
  constructor() {
    const file = path.join(tmpdir(), `fin-ingest-${randomUUID()}`);
    this.fd = openSync(file, "wx+", 0o600);
    unlinkSync(file);
    forgotten.register(this, this.fd, this);
  }

  /** @throws the system's error when the disk is full; what was written before stays readable */
  write(values: Iterable<T>): Stretch {
    const from = this.end;
    const bytes = Buffer.from([...values].map((value) => `${JSON.stringify(value)}\n`).join(""));
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.fd, bytes, done, bytes.length - done, from + done);
    this.end = from + bytes.length;
    return { from, to: this.end };
  }

  /** The values of a stretch, a few of them in memory at a time. */
  *read({ from, to }: Stretch): Generator<T> {
    let rest: Buffer = Buffer.alloc(0);
    for (let at = from; at < to; ) {
      const chunk = Buffer.allocUnsafe(Math.min(READ_BYTES, to - at));
      const length = readSync(this.fd, chunk, 0, chunk.length, at);
      if (length === 0) throw new Error("a temporary file has lost what was written to it");
      at += length;
      const bytes = Buffer.concat([rest, chunk.subarray(0, length)]);
      const end = bytes.lastIndexOf(lineEnd);
      rest = bytes.subarray(end + 1);
      // These are the values that `write` was given.
      for (const line of end < 0 ? [] : bytes.toString("utf8", 0, end).split("\n"))
        yield JSON.parse(line) as T;
    }
  }

  close(): void {
    forgotten.unregister(this);
    closeSync(this.fd);
  }
}
