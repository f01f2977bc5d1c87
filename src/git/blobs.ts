import { ChildProcess, type ChildProcessByStdio } from "node:child_process";
import { createHash } from "node:crypto";
import { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import { FinIngestError } from "../errors.ts";
import { type GitPlace, startError, startGit } from "./git.ts";

/** One blob of git: its bytes, or its beginning and its size where it is larger than asked for. */
export type Blob =
  | { readonly kind: "blob"; readonly bytes: Buffer; readonly size: number }
  | { readonly kind: "too-large"; readonly head: Buffer; readonly size: number }
  | { readonly kind: "missing" };

interface Waiting {
  readonly limit: number;
  readonly resolve: (blob: Blob) => void;
  readonly reject: (error: Error) => void;
}

interface Reading {
  readonly size: number;
  readonly kept: Buffer[];
  left: number;
  room: number;
}

/** Longer than a run works between two reads; to start git costs more than to let it wait. */
const IDLE_MS = 3_000;

/**
 * Reads blobs and trees of one repository through one `git cat-file --batch` that lives while it is needed: it is started
 * by the first read and ends some seconds after the last, or with the program, which does not wait for it. Reads are
 * answered in the order they were asked for.
 */
export class BlobReader {
  private readonly place: GitPlace;
  private readonly signal: AbortSignal;
  private readonly idleMs: number;
  private child: ChildProcessByStdio<Writable, Readable, Readable> | undefined;
  private queue: Waiting[] = [];
  private header: Buffer = Buffer.alloc(0);
  private reading: Reading | undefined;
  private idle: NodeJS.Timeout | undefined;

  /** @param idleMs how long its process waits for another read */
  constructor(place: GitPlace, signal: AbortSignal, idleMs = IDLE_MS) {
    this.idleMs = idleMs;
    this.place = { cwd: place.cwd, gitDir: place.gitDir };
    this.signal = signal;
  }

  /** The blob with this object id; at most `limit` bytes of it are kept in memory. */
  read(id: string, limit: number): Promise<Blob> {
    return this.ask(id, "", limit);
  }

  /** The bytes of the tree with this object id, or of the commit's; at most `limit` of them are kept in memory. */
  readTree(id: string, limit: number): Promise<Blob> {
    return this.ask(id, "^{tree}", limit);
  }

  private ask(id: string, peel: "" | "^{tree}", limit: number): Promise<Blob> {
    if (!/^[0-9a-f]{40,64}$/.test(id)) return Promise.reject(new Error(`not an object id: ${id}`));
    if (this.signal.aborted) return Promise.reject(this.signal.reason);
    clearTimeout(this.idle);
    const child = this.child ?? this.start();
    holdOpen(child, true);
    return new Promise((resolve, reject) => {
      this.queue.push({ limit, resolve, reject });
      child.stdin.write(`${id}${peel}\n`);
    });
  }

  private start() {
    const child = startGit(["cat-file", "--batch"], { ...this.place, signal: this.signal });
    this.child = child;
    this.header = Buffer.alloc(0);
    this.reading = undefined;
    child.stdin.on("error", () => {}); // the end of the process is what counts
    child.stderr.resume();
    child.stdout.on("data", (chunk: Buffer) => this.take(child, chunk));
    child.once("error", (error) => this.fail(child, startError(error)));
    child.once("close", () => this.fail(child, new FinIngestError("git cat-file ended before it answered")));
    return child;
  }

  private take(child: typeof this.child, chunk: Buffer): void {
    if (child !== this.child) return;
    let rest = chunk;
    while (rest.length > 0) rest = this.reading ? this.takeBody(this.reading, rest) : this.takeHeader(rest);
  }

  private takeHeader(chunk: Buffer): Buffer {
    const end = chunk.indexOf(0x0a);
    if (end < 0) {
      this.header = Buffer.concat([this.header, chunk]);
      return chunk.subarray(chunk.length);
    }
    const line = Buffer.concat([this.header, chunk.subarray(0, end)]).toString("utf8");
    this.header = Buffer.alloc(0);
    const [, type, size] = line.split(" ");
    if (size === undefined || type === "missing") this.answer({ kind: "missing" });
    else {
      const room = this.queue[0]?.limit ?? 0;
      this.reading = { size: Number(size), kept: [], left: Number(size) + 1, room };
    }
    return chunk.subarray(end + 1);
  }

  /** The body and the line end that follows it. */
  private takeBody(reading: Reading, chunk: Buffer): Buffer {
    const part = chunk.subarray(0, reading.left);
    const body = part.subarray(0, Math.min(part.length, Math.max(0, reading.left - 1), reading.room));
    if (body.length > 0) reading.kept.push(body);
    reading.room -= body.length;
    reading.left -= part.length;
    if (reading.left === 0) {
      this.reading = undefined;
      const { kept, size } = reading;
      const bytes = Buffer.concat(kept);
      this.answer(
        bytes.length < size ? { kind: "too-large", head: bytes, size } : { kind: "blob", bytes, size },
      );
    }
    return chunk.subarray(part.length);
  }

  private answer(blob: Blob): void {
    this.queue.shift()?.resolve(blob);
    if (this.queue.length > 0 || this.child === undefined) return;
    holdOpen(this.child, false);
    this.idle = setTimeout(() => this.stop(), this.idleMs).unref();
  }

  private stop(): void {
    this.child?.stdin.end();
    this.child = undefined;
  }

  private fail(child: typeof this.child, error: Error): void {
    if (child !== this.child) return;
    this.child = undefined;
    const waiting = this.queue;
    this.queue = [];
    clearTimeout(this.idle);
    for (const { reject } of waiting) reject(this.signal.aborted ? this.signal.reason : error);
  }
}

/** Whether the program waits for a process before it ends. Without it, the process reads the end of its input. */
function holdOpen(child: ChildProcessByStdio<Writable, Readable, Readable>, isHeld: boolean): void {
  for (const one of [child, child.stdin, child.stdout, child.stderr])
    if (one instanceof ChildProcess || one instanceof Socket) isHeld ? one.ref() : one.unref();
}

/** The id git gives to a file with these bytes. https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
export function blobId(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex");
}
