import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

/** The texts of pages, each once, by the sha256 of what was sent. */
export class BodyStore {
  private readonly folder: string;

  constructor(stateDir: string) {
    this.folder = path.join(stateDir, "bodies");
  }

  has(bodyHash: string): boolean {
    return existsSync(this.fileOf(bodyHash));
  }

  /** Keeps a text for the user alone. @throws whatever the file system says */
  add(bodyHash: string, html: string): void {
    const file = this.fileOf(bodyHash);
    if (existsSync(file)) return;
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const unfinished = `${file}.${process.pid}.tmp`;
    writeFileSync(unfinished, gzipSync(html), { mode: 0o600 });
    renameSync(unfinished, file);
  }

  /** Undefined where it is not kept, or cannot be read any more. */
  get(bodyHash: string): string | undefined {
    try {
      return gunzipSync(readFileSync(this.fileOf(bodyHash))).toString("utf8");
    } catch {
      return undefined;
    }
  }

  /** Drops every text that is not needed any more. */
  sweep(isNeeded: (bodyHash: string) => boolean): void {
    for (const part of namesIn(this.folder))
      for (const name of namesIn(path.join(this.folder, part))) {
        const isKept = name.endsWith(".gz") && isNeeded(part + name.slice(0, -".gz".length));
        if (!isKept) rmSync(path.join(this.folder, part, name), { force: true });
      }
  }

  private fileOf(bodyHash: string): string {
    return path.join(this.folder, bodyHash.slice(0, 2), `${bodyHash.slice(2)}.gz`);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(Object(error).code)) return [];
    throw error;
  }
}
