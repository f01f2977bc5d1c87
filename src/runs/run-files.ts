import { readdirSync } from "node:fs";
import path from "node:path";

/** Runs whose reports are kept; the ledger keeps the summaries of more. */
export const MAX_REPORTS = 90;

/** A file about one run. */
export interface RunFile {
  /** The run's id. */
  readonly id: string;
  readonly file: string;
}

/**
 * `20261130T020000123Z-1b4e28ba-2fa1-11d2-883f-0016d3cca427.jsonl`: the start of the run, and its id.
 * @param startedAt ISO time
 */
export const runFileName = (startedAt: string, id: string, ending: string): string =>
  `${startedAt.replace(/[-:.]/g, "")}-${id}${ending}`;

/** The files about runs in a folder, the newest run first; none where there is no folder. */
export function runFiles(folder: string, ending: string): RunFile[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(Object(error).code)) return [];
    throw error;
  }
  return names
    .sort()
    .reverse()
    .flatMap((name) => {
      if (!name.endsWith(ending)) return [];
      const id = /^\d{8}T\d{9}Z-([0-9a-f-]{36})$/.exec(name.slice(0, -ending.length))?.[1];
      return id === undefined ? [] : [{ id, file: path.join(folder, name) }];
    });
}
