import { existsSync } from "node:fs";
import type { Config } from "../../config/types.ts";
import { type Ledger, standingOf } from "../../ledger/ledger.ts";
import type { Log } from "../../log/log.ts";
import { AnswerIndex, type Serial } from "./answer-index.ts";
import { indexFile, openIndex, removeIndex } from "./database.ts";
import { answersSomebody, indexedPage, type PageSettled } from "./settled.ts";

/** Keeps the index of a state folder up with a run. */
export interface RunIndex {
  readonly settled: PageSettled;
  /** Says which state of the ledger the index now belongs to, if it belonged to the one before. Once is enough. */
  close(): void;
}

type Indexing = Pick<Config, "stateDir" | "sources" | "indexing">;
type Known = Pick<Ledger, "lineage" | "serial" | "countPages">;

/**
 * The index as a run updates it. It is opened with the first page that is settled; a run that changes nothing pays for
 * one small write. An index that fails never fails the run: it is thrown away, and made anew when it is next asked.
 */
export function runIndex(config: Indexing, ledger: Known, log: Log): RunIndex {
  const { stateDir } = config;
  const names = indexedSources(config);
  const before: Serial = { lineage: ledger.lineage, serial: ledger.serial() };
  const wasEmpty = names.every((name) => ledger.countPages(name).live === 0);
  let index: AnswerIndex | undefined;
  let given = false;
  let isClosed = false;
  /** Live pages whose text the index does not have as it stands. */
  const behind = new Set<string>();
  if (names.length === 0) removeIndex(stateDir);

  const withIndex = (action: (index: AnswerIndex) => void): void => {
    if (given || names.length === 0) return;
    try {
      index ??= new AnswerIndex(openIndex(stateDir));
      action(index);
    } catch (error) {
      given = true;
      log.warn("the answer index could not be updated; it is made anew when it is next asked", {
        error: String(error),
      });
      try {
        index?.close();
      } catch {
        /* It goes next. */
      }
      removeIndex(stateDir);
    }
  };
  return {
    settled(source, row, html) {
      const key = `${source} ${row.externalId}`;
      behind.delete(key);
      if (!answersSomebody(row)) return withIndex((index) => index.remove(source, row.externalId));
      if (!names.includes(source)) return;
      if (html !== undefined) return withIndex((index) => index.put(source, indexedPage(row, html)));
      withIndex((index) => {
        const isKnown = index.setAvailability(source, row.externalId, standingOf(row));
        if (!isKnown || row.fingerprint === undefined) behind.add(key);
      });
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      if (index || existsSync(indexFile(stateDir)))
        withIndex((index) => {
          index.keepSources(names);
          if (behind.size > 0) return;
          const known = index.serial();
          // Where nothing was live before, all that is live now was indexed.
          if (
            (known === undefined && wasEmpty) ||
            (known?.lineage === before.lineage && known.serial === before.serial)
          )
            index.setSerial({ lineage: ledger.lineage, serial: ledger.serial() });
        });
      index?.close();
    },
  };
}

/** Sources whose text may be kept on disk. */
export const indexedSources = ({ sources, indexing }: Pick<Config, "sources" | "indexing">): string[] =>
  indexing === "off" ? [] : sources.filter((source) => source.indexing !== "off").map(({ name }) => name);
