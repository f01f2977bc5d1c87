import { appendFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type RunFile, runFileName, runFiles } from "./run-files.ts";

const ENDING = ".jsonl";

const availability = z.object({ agent: z.boolean(), copilot: z.boolean() });

const replaced = z.object({
  source: z.string(),
  externalId: z.string(),
  /** The live page as it was. */
  before: z.object({
    title: z.string(),
    url: z.string().optional(),
    path: z.string().optional(),
    locale: z.string(),
    words: z.number(),
    bodyHash: z.string(),
    availability,
  }),
  /** What became of it. */
  after: z.object({
    state: z.enum(["live", "hidden", "deleted"]),
    bodyHash: z.string().optional(),
    availability,
  }),
});

/** A live page that a run replaced, hid or deleted. */
export type ReplacedPage = z.infer<typeof replaced>;

/** Records of what runs replaced, each in a file of its own, named by the run's start and id. */
export class ReplacedPages {
  private readonly folder: string;

  constructor(stateDir: string) {
    this.folder = path.join(stateDir, "replaced");
  }

  /** The newest first. */
  runs(): RunFile[] {
    return runFiles(this.folder, ENDING);
  }

  /** Begins the record of a run, also where it replaces nothing. @param startedAt epoch milliseconds */
  begin({
    id,
    startedAt,
  }: {
    readonly id: string;
    readonly startedAt: number;
  }): (page: ReplacedPage) => void {
    const name = runFileName(new Date(startedAt).toISOString(), id, ENDING);
    const file = path.join(this.folder, name);
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    appendFileSync(file, "", { mode: 0o600 });
    return (page) => appendFileSync(file, `${JSON.stringify(page)}\n`, { mode: 0o600 });
  }

  /** Of a page that one run changed twice: as it was first, and what became of it last. */
  read(file: string): ReplacedPage[] {
    const pages = new Map<string, ReplacedPage>();
    // A run that was killed may have left half a line.
    for (const line of readFileSync(file, "utf8").split("\n").slice(0, -1)) {
      const page = replaced.parse(JSON.parse(line));
      const key = JSON.stringify([page.source, page.externalId]);
      const first = pages.get(key);
      pages.set(key, first ? { ...page, before: first.before } : page);
    }
    return [...pages.values()];
  }

  drop(file: string): void {
    rmSync(file, { force: true });
  }
}
