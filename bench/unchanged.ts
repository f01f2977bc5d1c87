import type { Bench, Findings, Target } from "./kit/model.ts";
import {
  measureNights,
  type Nights,
  nightMs,
  nightNames,
  nightPeak,
  nightsTable,
  timesBare,
} from "./kit/nights.ts";
import { sized } from "./kit/scale.ts";
import { count, megabytes, milliseconds, ratio } from "./kit/stats.ts";

/** The run that happens most often. */
export const unchanged: Bench = {
  name: "unchanged",
  title: "A night on which nothing changed",
  method:
    "A committed docs repository, a ledger that knows every document of it (written through the ledger's own methods, as a first run would leave it), and `fin-ingest nightly --json` against the emulator. For comparison the least that would do: one Node process that reads `git ls-tree -r` and every row of the ledger in a bare loop, and compares them by path. A source that is a folder must also ask git which files were edited or added; that command alone is the last row. The night before reads every document's row and sends a page in 10,000 (measured once); the nights after it recognise the listing by its digest.",
  async run() {
    const documents = sized({ small: 5_000, usual: 100_000, full: 100_000 });
    const rounds = sized({ small: 1, usual: 2, full: 7 });
    return findings(await measureNights(documents, rounds), documents, rounds);
  },
};

/** Ten times as many: what must not grow with the documents does not. */
export const million: Bench = {
  name: "million",
  title: "A million documents",
  method:
    "As `unchanged`, with a million documents in the repository and the ledger. The repository takes 6 GB on the disk, is made once and kept; making it and the ledger takes longer than the nights.",
  async run() {
    const documents = sized({ small: 10_000, usual: 1_000_000, full: 1_000_000 });
    const rounds = sized({ small: 1, usual: 1, full: 3 });
    const nights = await measureNights(documents, rounds);
    const found = findings(nights, documents, rounds);
    return { ...found, targets: [...found.targets, memoryTarget(nights)] };
  },
};

function findings(nights: Nights, documents: number, rounds: number): Findings {
  return {
    setting: `${count(documents)} documents, ${rounds} ${rounds === 1 ? "round" : "rounds"}.`,
    tables: [nightsTable(nights)],
    targets: [
      timeTarget(
        nights,
        { what: "Time, folder", name: nightNames.folder, most: 2 },
        `git ls-files on the work tree alone takes ${milliseconds(nightMs(nights, nightNames.lsFiles))}.`,
      ),
      timeTarget(
        nights,
        { what: "Time, repository", name: nightNames.repository, most: 2 },
        "Starting the program, two digests of the ledger's file (which must be what was last written), and the fetch, which asks the remote first.",
      ),
      afterSending(nights),
      nothingDone(nights, documents),
    ],
  };
}

function timeTarget(
  nights: Nights,
  { what, name, most }: { what: string; name: string; most: number },
  why: string,
): Target {
  const times = timesBare(nights, name);
  return {
    what,
    wanted: `at most ${most} × bare`,
    measured: `${ratio(times)} (${milliseconds(nightMs(nights, name))})`,
    met: times <= most,
    limit: times <= most ? undefined : why,
  };
}

/** The night after one that sent pages: the first of each kind of source. */
function afterSending(nights: Nights): Target {
  const most = 2.5;
  const times = [nightNames.folder, nightNames.repository].map(
    (name) => (nights.get(name)?.[0]?.ms ?? Number.NaN) / nightMs(nights, nightNames.bare),
  );
  return {
    what: "Time, the night after pages were sent",
    wanted: `at most ${most} × bare`,
    measured: times.map(ratio).join(" and "),
    met: times.every((one) => one <= most),
  };
}

function nothingDone(nights: Nights, documents: number): Target {
  const reports = [nightNames.folder, nightNames.repository].map((name) => nights.get(name)?.[0]?.report);
  const isUnchanged = reports.every((report) => report?.counts.unchanged === documents);
  const writes = reports.reduce((sum, report) => sum + (report?.requests.write ?? 0), 0);
  const reads = reports.map((report) => report?.requests.read ?? 0);
  const audits = reports.filter((report) => report?.audit !== undefined).length;
  return {
    what: "Nothing is loaded, sent or audited",
    wanted: "all unchanged, 0 writes, no audit",
    measured: `${isUnchanged ? "all" : "not all"} unchanged, ${writes} writes, ${audits} audits, ${reads.join(" and ")} listing requests`,
    met: isUnchanged && writes === 0 && audits === 0,
  };
}

const MAX_MEMORY_BYTES = 300e6;

function memoryTarget(nights: Nights): Target {
  const runs = [nightNames.folder, nightNames.repository];
  const peak = Math.max(...runs.map((name) => nightPeak(nights, name)));
  return {
    what: "Memory",
    wanted: "at most 300 MB",
    measured: megabytes(peak),
    met: peak <= MAX_MEMORY_BYTES,
  };
}
