import { mkdir, open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { FinIngestError } from "../errors.ts";
import type { Snapshot } from "./library.ts";

const count = z.int().min(0);
const sourceSchema = z.object({
  id: count,
  syncBehavior: z.enum(["api", "automatic", "manual"]),
  status: z.enum(["active", "deactivated"]),
  url: z.string(),
  audienceIds: z.array(z.int()),
  createdAt: count,
  updatedAt: count,
  lastSyncedAt: count,
});
const pageSchema = z.object({
  id: z.string().regex(/^\d+$/),
  sourceId: count,
  externalId: z.string(),
  title: z.string(),
  html: z.string(),
  url: z.string().optional(),
  locale: z.string(),
  agent: z.boolean(),
  copilot: z.boolean(),
  salesAgent: z.boolean(),
  audienceIds: z.array(z.int()),
  createdAt: count,
  updatedAt: count,
  lastIngestedAt: count,
});
const fileSchema = z.object({
  format: z.literal("fin-ingest emulator 1"),
  nextSourceId: count,
  nextPageId: count,
  sources: z.array(sourceSchema),
  pages: z.array(pageSchema),
});

/**
 * The library that an earlier emulator saved in `file`; undefined when there is no such file.
 * @throws FinIngestError when the file is not one of the emulator
 */
export async function loadState(file: string): Promise<Snapshot | undefined> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new FinIngestError(`${file} cannot be read as the emulator's state`, {
      hint: "Name another file with --state, or remove this one to start with an empty library.",
      cause: error,
    });
  }
}

const QUIET_MS = 300;

/** Writes the library to a file shortly after each change, completely or not at all. */
export class StateFile {
  readonly #file: string;
  readonly #snapshot: () => Snapshot;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #dirty = false;
  #waitMs = QUIET_MS;
  #failure: unknown;

  constructor(file: string, snapshot: () => Snapshot) {
    this.#file = file;
    this.#snapshot = snapshot;
  }

  changed(): void {
    this.#dirty = true;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#writing.then(() => this.#write());
    }, this.#waitMs).unref();
  }

  /** Resolves when the file holds the newest state. @throws FinIngestError when it could not be written */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
    if (this.#failure === undefined) return;
    throw new FinIngestError(`The emulator's state could not be written to ${this.#file}`, {
      hint: "Check the disk's space and the folder's permissions.",
      cause: this.#failure,
    });
  }

  async #write(): Promise<void> {
    if (!this.#dirty) return;
    this.#dirty = false;
    const begun = performance.now();
    try {
      await mkdir(path.dirname(this.#file), { recursive: true });
      await writeWhole(this.#file, this.#snapshot());
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error;
      this.#dirty = true;
    }
    // A large library is written rarely, so that most of the time is left for requests.
    this.#waitMs = Math.max(QUIET_MS, 10 * (performance.now() - begun));
  }
}

async function writeWhole(file: string, snapshot: Snapshot): Promise<void> {
  const draft = `${file}.tmp`;
  const handle = await open(draft, "w", 0o600);
  try {
    for (const part of parts(snapshot)) await handle.appendFile(part);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/** The file's JSON in parts: a library may be larger than a string can be. */
function* parts({ pages, ...rest }: Snapshot): Generator<string> {
  const head = JSON.stringify({ format: "fin-ingest emulator 1", ...rest });
  let part = `${head.slice(0, -1)},"pages":[`;
  let separator = "\n";
  for (const page of pages) {
    part += separator + JSON.stringify(page);
    separator = ",\n";
    if (part.length > 1_000_000) {
      yield part;
      part = "";
    }
  }
  yield `${part}\n]}\n`;
}
