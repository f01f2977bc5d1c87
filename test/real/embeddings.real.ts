import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import type { Answer } from "../../src/answers/answer.ts";
import { runCli } from "../e2e/cli.ts";
import { writeTinyModel } from "./kit/tiny-model.ts";

const isThere = (() => {
  try {
    createRequire(import.meta.url).resolve("@huggingface/transformers");
    return true;
  } catch {
    return false;
  }
})();

it.skipIf(!isThere)(
  `a model in a folder finds what means the same${isThere ? "" : " (not installed: @huggingface/transformers)"}`,
  async () => {
    const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-model-"));
    try {
      writeTinyModel(path.join(dir, "model"), [
        ["cancel", "terminate"],
        ["invoice", "receipt"],
      ]);
      mkdirSync(path.join(dir, "docs"));
      writeFileSync(path.join(dir, "docs/leave.md"), "# Leaving us\n\nTerminate it under Settings.\n");
      writeFileSync(path.join(dir, "docs/receipts.md"), "# Receipts\n\nA receipt comes by e-mail.\n");
      const ask = async (...flags: string[]): Promise<{ answer: Answer; stderr: string }> => {
        const { stdout, stderr } = await runCli(["ask", "cancel", "docs", "--json", ...flags], { cwd: dir });
        return { answer: JSON.parse(stdout), stderr };
      };
      expect((await ask()).answer.results).toEqual([]);
      const { answer } = await ask("--model", "model");
      const [first] = answer.results;
      expect([first?.externalId, first?.passage]).toEqual(["leave.md", "Terminate it under Settings."]);
      expect(first?.similarity).toBeGreaterThan(0.9);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
);
