import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** What a server's nights came to. */
export type Row = Readonly<Record<string, string | number>>;

/** Tests run in processes of their own: rows go through a file. */
const file = path.join(tmpdir(), `fin-ingest-real-${process.env.REAL_RUN ?? process.pid}.jsonl`);

export function addRow(row: Row): void {
  appendFileSync(file, `${JSON.stringify(row)}\n`);
}

/** Prints the table at the end of the run. */
export default function table(): () => void {
  process.env.REAL_RUN ??= String(process.pid);
  rmSync(path.join(tmpdir(), `fin-ingest-real-${process.env.REAL_RUN}.jsonl`), { force: true });
  return () => {
    const written = path.join(tmpdir(), `fin-ingest-real-${process.env.REAL_RUN}.jsonl`);
    if (!existsSync(written)) return;
    const rows = readFileSync(written, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Row);
    rmSync(written);
    console.log(asMarkdown(rows));
  };
}

/** Rows as a Markdown table, one column per key of the first. */
function asMarkdown(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [
    line(names),
    line(names.map(() => "---")),
    ...rows.map((row) => line(names.map((name) => row[name] ?? ""))),
  ].join("\n");
}
