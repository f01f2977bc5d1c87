import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { sumOf } from "./rows.ts";

/** What the ledger's file must be, as its last writer recorded it in `ledger.head` beside it. */
const headSchema = z.object({
  lineage: z.string(),
  serial: z.number(),
  /** Transactions committed. While the ledger is being written this is recorded without waiting for the disk. */
  commits: z.number(),
  /** The whole file's size and sha256, when it was closed properly; null while a run has it open. */
  file: z.object({ bytes: z.number(), sha256: z.string() }).nullable(),
});
export type Head = z.infer<typeof headSchema>;

export const fileName = "ledger.head";
/** One write of one sector: either it is on disk, or the one before. */
const length = 512;

/** @returns undefined when there is none, "damaged" when it cannot be read as one */
export function readHead(stateDir: string): Head | "damaged" | undefined {
  let text: string;
  try {
    text = readFileSync(path.join(stateDir, fileName), "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(Object(error).code)) return undefined;
    throw error;
  }
  try {
    const { sum, ...head } = z.object({ ...headSchema.shape, sum: z.string() }).parse(JSON.parse(text));
    return sum === headSum(head) ? head : "damaged";
  } catch {
    return "damaged";
  }
}

/** Writes heads, each over the one before. */
export class HeadFile {
  readonly #fd: number;
  #open = true;

  constructor(stateDir: string) {
    this.#fd = openSync(path.join(stateDir, fileName), openFlags(stateDir), 0o600);
  }

  /** `durably`: on disk when this returns; else a crash of the process leaves it, a power failure may not. */
  write(head: Head, options: { durably: boolean }): void {
    const text = JSON.stringify({ ...head, sum: headSum(head) });
    writeSync(this.#fd, `${text.padEnd(length - 1)}\n`, 0, "utf8");
    if (options.durably) fsyncSync(this.#fd);
  }

  close(): void {
    if (this.#open) closeSync(this.#fd);
    this.#open = false;
  }
}

const headSum = ({ lineage, serial, commits, file }: Head): string =>
  sumOf("head", [lineage, serial, commits, file?.bytes ?? null, file?.sha256 ?? null]);

/** Written in place; created when it is missing. */
const openFlags = (stateDir: string): "r+" | "w" => (readHead(stateDir) === undefined ? "w" : "r+");
