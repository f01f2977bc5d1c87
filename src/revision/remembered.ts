import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { systemClock } from "../clock.ts";
import type { ConnectorCache } from "../connector-kit/io.ts";

type Memory = Pick<ConnectorCache, "get" | "set">;

/** What was found out, and all files and folders that it was read from; without these it is not remembered. */
export interface Finding {
  readonly value: string;
  readonly from?: readonly string[];
}

let memory: Memory | undefined;

/** From now on the times of files that an earlier process read are enough, which takes a fifth of reading them; undefined ends it. */
export function rememberIn(cache: Memory | undefined): void {
  memory = cache;
}

/** What `find` finds, or found before in files that have not been touched since. */
export function remembered(key: string, find: () => Finding): string {
  const [stamp, value, ...from] = memory?.get(key)?.split("\n") ?? [];
  if (value !== undefined && stampOf(from).stamp === stamp) return value;
  const found = find();
  if (memory !== undefined && found.from !== undefined) {
    const { stamp, newest } = stampOf(found.from);
    // What is written at this moment may be written again within one tick of the file system's clock.
    if (systemClock.now() - newest > settledMs)
      memory.set(key, [stamp, found.value, ...found.from].join("\n"));
  }
  return found.value;
}

const settledMs = 2_000;

/** The inode's change time cannot be set back, as its modification time can. */
function stampOf(files: readonly string[]): { stamp: string; newest: number } {
  let stamps = "";
  let newest = 0;
  for (const file of files) {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found !== undefined && found.ctimeMs > newest) newest = found.ctimeMs;
    stamps +=
      found === undefined ? "absent\n" : `${found.ctimeMs} ${found.mtimeMs} ${found.size} ${found.ino}\n`;
  }
  return { stamp: createHash("sha256").update(stamps).digest("hex"), newest };
}
