import { open, openSync, read, readSync } from "node:fs";

/** What takes longer, in milliseconds, has waited for the disk. */
const slowMs = 2;
/** So many calls after one that waited, others may go on meanwhile. */
const callsAfterSlow = 100;

/** One call in so many goes to a thread in any case: a stop, a timer or an answer that came meanwhile gets its turn. */
const othersTurn = 32;

let patientCalls = 0;
let calls = 0;

/**
 * Calls that wait for the disk where the system has not yet read what they ask for. A disk that answers at once is asked
 * at once: handing a call to a thread takes several times as long as the call. After one that was slow (a cold disk, a
 * network share) threads are asked for a while, so that several documents wait together and uploads go on.
 */
export const disk = {
  /** @throws the system's error */
  open: (file: string, flags: number): number | Promise<number> =>
    asked(
      () => openSync(file, flags),
      (done) => open(file, flags, done),
    ),

  /** How many bytes were read into the buffer, from its place `at` on. */
  read: (fd: number, buffer: Buffer, at: number): number | Promise<number> =>
    asked(
      () => readSync(fd, buffer, at, buffer.length - at, at),
      (done) => read(fd, buffer, at, buffer.length - at, at, done),
    ),
};

type Done = (error: NodeJS.ErrnoException | null, value: number) => void;

function asked(now: () => number, byThread: (done: Done) => void): number | Promise<number> {
  calls += 1;
  if (patientCalls > 0 || calls % othersTurn === 0) {
    patientCalls = Math.max(0, patientCalls - 1);
    return new Promise((resolve, reject) => {
      byThread((error, value) => (error ? reject(error) : resolve(value)));
    });
  }
  const begun = performance.now();
  try {
    return now();
  } finally {
    if (performance.now() - begun > slowMs) patientCalls = callsAfterSlow;
  }
}
