import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import pLimit from "p-limit";
import { makeStateFolder, replaceFile } from "../state-folder.ts";
import type { HeldLease } from "./held-lease.ts";
import type { RemoteStore } from "./remote.ts";

/**
 * Files of a state folder that live in the store, too. Everything else in the folder is derived and stays on the machine:
 * passages and caches above all.
 *
 * `settings`: the key of fingerprints, and what the last run told people. `reports`: past runs. `undo`: what runs
 * replaced, with texts, where `keep_bodies` keeps them.
 */
export type FileKind = keyof typeof kinds;

const kinds = {
  settings: { prefixes: ["fingerprint-key", "notify.json"], name: /^(?:fingerprint-key|notify\.json)$/ },
  reports: { prefixes: ["runs/"], name: /^runs\/\d[\w-]+\.json\.gz$/ },
  undo: {
    prefixes: ["replaced/", "bodies/"],
    name: /^(?:replaced\/\d[\w-]+\.jsonl|bodies\/[0-9a-f]{2}\/[0-9a-f]+\.gz)$/,
  },
} as const;

export const allKinds: readonly FileKind[] = ["settings", "reports", "undo"];

const AT_ONCE = 8;

/**
 * Brings the folder's files of these kinds to what the store has: those of `settings` anew, of the others what is missing,
 * and what the store does not have goes.
 */
export async function pullFiles(store: RemoteStore, dir: string, wanted: readonly FileKind[]): Promise<void> {
  for (const kind of wanted) {
    const names = await stored(store, kind);
    const local = localFiles(dir, kind);
    makeStateFolder(dir);
    const missing = kind === "settings" ? names : names.filter((name) => !local.includes(name));
    await each(missing, async (name) => {
      const bytes = await store.readFile(name);
      if (bytes) writeWhole(path.join(dir, name), bytes);
    });
    if (kind === "settings") continue;
    const kept = new Set(names);
    for (const name of local) if (!kept.has(name)) rmSync(path.join(dir, name), { force: true });
  }
}

/**
 * Brings the store's files of these kinds to what the folder has.
 * @param complete kinds of which the folder has all: what it does not have goes from the store
 * @param maxReports older reports beyond so many go from the store
 */
export async function pushFiles(
  store: RemoteStore,
  lease: HeldLease,
  dir: string,
  { pushed, complete, maxReports }: PushedFiles,
): Promise<void> {
  for (const kind of pushed) {
    const local = localFiles(dir, kind);
    const names = await stored(store, kind);
    const there = new Set(names);
    const changed = local.filter((name) => kind === "settings" || !there.has(name));
    await each(changed, (name) =>
      lease.do((held) => held.writeFile(name, readFileSync(path.join(dir, name)))),
    );
    const own = new Set(local);
    const gone = complete.includes(kind) ? names.filter((name) => !own.has(name)) : [];
    const old =
      kind === "reports" ? [...new Set([...names, ...local])].sort().reverse().slice(maxReports) : [];
    const dropped = [...new Set([...gone, ...old])].filter((name) => there.has(name) || own.has(name));
    if (dropped.length > 0) await lease.do((held) => held.removeFiles(dropped));
  }
}

export interface PushedFiles {
  readonly pushed: readonly FileKind[];
  readonly complete: readonly FileKind[];
  readonly maxReports: number;
}

/** What a store names is a path in the folder, so it has to be one that this program writes. */
async function stored(store: RemoteStore, kind: FileKind): Promise<string[]> {
  const { prefixes, name } = kinds[kind];
  const lists: (readonly string[])[] = [];
  for (const prefix of prefixes) lists.push(await store.listFiles(prefix));
  return lists.flat().filter((one) => name.test(one));
}

function localFiles(dir: string, kind: FileKind): string[] {
  const { prefixes, name } = kinds[kind];
  const found = prefixes.flatMap((prefix) => {
    if (!prefix.endsWith("/")) return existsSync(path.join(dir, prefix)) ? [prefix] : [];
    const folder = path.join(dir, prefix);
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).map(
      (file) => `${prefix}${file.split(path.sep).join("/")}`,
    );
  });
  return found.filter((file) => name.test(file)).sort();
}

function writeWhole(file: string, bytes: Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  replaceFile(file, bytes, 0o600);
}

async function each(names: readonly string[], act: (name: string) => Promise<void>): Promise<void> {
  const limit = pLimit(AT_ONCE);
  await Promise.all(names.map((name) => limit(() => act(name))));
}
