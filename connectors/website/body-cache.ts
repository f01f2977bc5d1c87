import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * Bodies that the listing had to read, kept on disk until the next listing, so that loading does not request them
 * again. Losing one costs a request.
 */
export class BodyCache {
  private readonly folder: string;
  private created: Promise<unknown> | undefined;

  constructor(cacheDir: string) {
    this.folder = path.join(cacheDir, "bodies");
  }

  /** Removes those of the last listing. */
  async clear(): Promise<void> {
    this.created = undefined;
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Keeps a body; a full disk is not a failure. */
  async put(url: string, fingerprint: string, body: string | Uint8Array): Promise<void> {
    try {
      this.created ??= mkdir(this.folder, { recursive: true, mode: 0o700 });
      await this.created;
      await writeFile(this.file(url, fingerprint), body, { mode: 0o600 });
    } catch {
      // It is requested again when it is loaded.
    }
  }

  async take(url: string, fingerprint: string): Promise<Buffer | undefined> {
    return readFile(this.file(url, fingerprint)).catch(() => undefined);
  }

  private file(url: string, fingerprint: string): string {
    return path.join(this.folder, createHash("sha256").update(`${url}\0${fingerprint}`).digest("hex"));
  }
}
