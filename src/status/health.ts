import { type Health, type HealthOptions, healthOf } from "../answers/health/health.ts";
import { AnswerIndex } from "../answers/index/answer-index.ts";
import { openIndexToRead } from "../answers/index/database.ts";
import { draftable, standing } from "../answers/index/listing.ts";
import { isCurrent } from "../answers/index/refresh.ts";
import type { TestQuestion } from "../answers/questions/question.ts";
import { noting, testQuestions } from "../answers/questions/test.ts";
import { searcher } from "../answers/rank/search.ts";
import { answering } from "../answers/rank/verdict.ts";
import type { Database } from "../ledger/database.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type StalePage, stalePages } from "./stale.ts";

/** What `status --health` says beside the rest. */
export interface StatusHealth {
  /** Whether the index of what was sent is that of the ledger's last run, of an earlier one, or not there. */
  readonly index: "current" | "behind" | "missing";
  readonly stale: readonly StalePage[];
  /** Null where there is no index to look into. */
  readonly content: Health | null;
}

export interface StatusHealthOptions {
  readonly stateDir: string;
  /** Their names. */
  readonly sources: readonly string[];
  readonly questions?: readonly TestQuestion[] | undefined;
}

/** Looks into the index as it stands: nothing is read from a source, and nothing is written. */
export function readHealth(
  ledger: Ledger,
  { stateDir, sources, questions }: StatusHealthOptions,
): StatusHealth {
  const stale = stalePages(stateDir, ledger, sources);
  const db = openIndexToRead(stateDir);
  if (!db) return { index: "missing", stale, content: null };
  const index = new AnswerIndex(db);
  try {
    const asked = questions && askAll(db, questions, sources);
    const content = healthOf(draftable(db, sources), { asked });
    return { index: isCurrent(index, ledger) ? "current" : "behind", stale, content };
  } finally {
    index.close();
  }
}

function askAll(
  db: Database,
  questions: readonly TestQuestion[],
  sources: readonly string[],
): HealthOptions["asked"] {
  const pages = new Set<string>();
  const search = noting(searcher(db), pages);
  const options = { top: answering, sources, stands: standing(db) };
  return { pages, questions: testQuestions(questions, search, options).questions };
}
