import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * Bodies that the listing had to read, kept on the disk until the next listing, so that loading does not ask for them
 * again. Losing them costs a request each.
 */
export class Bodies {
  private readonly folder: string;
  private made: Promise<unknown> | undefined;

  constructor(cacheDir: string) {
    this.folder = path.join(cacheDir, "bodies");
  }

  /** Forgets those of the last listing. */
  async clear(): Promise<void> {
    this.made = undefined;
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Keeps a body; a full disk is no failure. */
  async put(url: string, fingerprint: string, body: string | Uint8Array): Promise<void> {
    try {
      this.made ??= mkdir(this.folder, { recursive: true, mode: 0o700 });
      await this.made;
      await writeFile(this.file(url, fingerprint), body, { mode: 0o600 });
    } catch {
      // Asked for again when it is loaded.
    }
  }

  async take(url: string, fingerprint: string): Promise<Buffer | undefined> {
    return readFile(this.file(url, fingerprint)).catch(() => undefined);
  }

  private file(url: string, fingerprint: string): string {
    return path.join(this.folder, createHash("sha256").update(`${url}\0${fingerprint}`).digest("hex"));
  }
}
