import { expect, test } from "vitest";
import { createLog, type LogFormat, type LogLevel } from "../../src/log/log.ts";
import { redactor } from "../../src/log/redact.ts";

async function logged(format: LogFormat, level: LogLevel) {
  const lines: string[] = [];
  const log = await createLog({
    format,
    level,
    write: (line) => lines.push(line),
    redact: redactor(["s3cr3t"]),
  });
  log.debug("looking", { at: "a b" });
  log.info("sent", { token: "s3cr3t", pages: 3, left: undefined });
  log.warn("odd s3cr3t");
  return lines;
}

test("lines for people", async () => {
  expect(await logged("pretty", "debug")).toEqual([
    'debug: looking  at="a b"',
    "sent  token=[redacted]  pages=3",
    "warning: odd [redacted]",
  ]);
  expect(await logged("pretty", "warn")).toHaveLength(1);
});

test("lines for machines", async () => {
  const lines = (await logged("json", "info")).map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toEqual([
    { level: "info", time: expect.any(Number), msg: "sent", token: "[redacted]", pages: 3 },
    { level: "warn", time: expect.any(Number), msg: "odd [redacted]" },
  ]);
});
