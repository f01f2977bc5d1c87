import type { EmulatorTask, StartedEmulator } from "../children/emulators.ts";
import { sourceUrl } from "./docs-repo.ts";
import { request, start, stop } from "./process.ts";

/** An emulator without a meter, in a process of its own. */
export interface Unmetered extends StartedEmulator {
  /** Asks its process. */
  tell<Answer>(task: EmulatorTask): Promise<Answer>;
}

/**
 * Does something beside an emulator that answers at once, and has the Content Import Source of the bench's repository.
 * @param pages that stand in the source from the start
 */
export async function withUnmetered<Result>(
  act: (emulator: Unmetered) => Promise<Result>,
  pages?: number,
): Promise<Result> {
  const emulators = start("emulators");
  const tell = <Answer>(task: EmulatorTask) => request<Answer>(emulators, task);
  try {
    const started = await tell<StartedEmulator>({
      do: "start",
      per10s: null,
      delayMs: 0,
      source: sourceUrl,
      ...(pages !== undefined && { pages }),
    });
    return await act({ ...started, tell });
  } finally {
    await stop(emulators);
  }
}
