import { type Stretch, TempFile } from "../temp-file.ts";
import type { ReportedChange, ReportedChanges } from "./run-report.ts";

/** Changes kept in memory; most runs have fewer. */
const MAX_IN_MEMORY = 5_000;

/**
 * Collects the changes of a report in the order of their ids. Those beyond the first few thousand wait in a temporary
 * file, sorted block by block and merged when they are read.
 */
export class ChangeList {
  private kept: ReportedChange[] = [];
  private readonly blocks: Stretch[] = [];
  private file: TempFile<ReportedChange> | undefined;
  private isFull = false;
  private count = 0;

  add(change: ReportedChange): void {
    this.kept.push(change);
    this.count += 1;
    if (this.kept.length >= MAX_IN_MEMORY && !this.isFull) this.spill();
  }

  sorted(): ReportedChanges {
    const kept = this.kept.toSorted(byExternalId);
    const { blocks, file, count } = this;
    if (!file || blocks.length === 0) return kept;
    return {
      length: count,
      [Symbol.iterator]: () => merged([...blocks.map((block) => file.read(block)), kept.values()]),
    };
  }

  private spill(): void {
    try {
      this.file ??= new TempFile();
      this.blocks.push(this.file.write(this.kept.toSorted(byExternalId)));
      this.kept = [];
    } catch {
      // A full disk must not cost the report.
      this.isFull = true;
    }
  }
}

const byExternalId = (a: ReportedChange, b: ReportedChange): number =>
  Number(a.externalId > b.externalId) - Number(a.externalId < b.externalId);

/** Of equal ids the earlier block's come first: they were added first. */
function* merged(blocks: readonly Iterator<ReportedChange>[]): Generator<ReportedChange> {
  const heads = blocks.map((block) => ({ block, next: block.next() }));
  for (;;) {
    let least: { block: Iterator<ReportedChange>; next: IteratorResult<ReportedChange> } | undefined;
    for (const head of heads) {
      if (head.next.done) continue;
      if (!least || head.next.value.externalId < least.next.value.externalId) least = head;
    }
    if (!least) return;
    yield least.next.value;
    least.next = least.block.next();
  }
}
