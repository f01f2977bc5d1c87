import type { RunReport } from "../sync/run-report.ts";
import { UsageError } from "./fail.ts";
import type { Cli } from "./verb.ts";

/**
 * Writes a report as one HTML file, with secrets masked.
 * @throws UsageError where the file cannot be written
 */
export async function writeReport(report: RunReport, file: string, { terminal }: Cli): Promise<void> {
  const { reportHtml } = await import("../report/html/report-page.ts");
  const { writeFile } = await import("node:fs/promises");
  try {
    await writeFile(file, terminal.redact(reportHtml(report)));
  } catch (error) {
    throw new UsageError(`--report ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
