import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { PageRow } from "../../src/ledger/ledger.ts";

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function pageRow(externalId: string, more: Partial<PageRow> = {}): PageRow {
  return {
    externalId,
    sourceId: 7,
    fingerprint: `print of ${externalId}`,
    title: `Title of ${externalId}`,
    locale: "en",
    availability: { agent: true, copilot: true },
    words: 120,
    state: "live",
    ...more,
  };
}

/** A process of the compiled program that does `what` to the state folder, says so on a line, and stays. */
export async function startChild(what: string, stateDir: string) {
  const script = fileURLToPath(new URL("./child.mjs", import.meta.url));
  const child = spawn(process.execPath, ["--expose-gc", script, what, stateDir], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  return {
    stderr: () => stderr,
    pid: child.pid,
    line: await firstLine(child),
    kill: () => killed(child),
    end: () => ended(child),
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let seen = "";
  for await (const chunk of child.stdout?.setEncoding("utf8") ?? []) {
    seen += chunk;
    if (seen.includes("\n")) break;
  }
  return seen.trim();
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

/** Lets the process finish by itself. */
async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.stdin?.end();
  await exit;
}
