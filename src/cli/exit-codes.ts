/** Exit codes and what each means, for people. */
export type Exits = Readonly<Partial<Record<number, string>>>;

/** Those that every verb can end with. */
export const exitsOfEveryVerb = {
  0: "Done.",
  1: "It failed. The last lines on stderr say why and what to do.",
  2: "The flags or the configuration are wrong. Nothing was done.",
  130: "Stopped by Ctrl-C, after the requests under way had finished.",
  143: "Stopped by SIGTERM, after the requests under way had finished.",
} as const satisfies Exits;

/** Those of a verb that reads documents for a report. */
export const runExits = {
  2: "The flags or the configuration are wrong; nothing was done. Or a narrowing rule has never matched: nothing of its source is sent.",
  3: "Done, but some documents failed. The next run tries them again.",
  4: "Done, but the safety rules held something. `fin-ingest status` says what resolves it.",
  5: "Try again later: another run is under way, the time budget is spent, or a source said to wait.",
} as const satisfies Exits;
