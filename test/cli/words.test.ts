import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { sourceCompletions } from "../../src/cli/completion.ts";
import { describe as describeError, failureText, UsageError } from "../../src/cli/fail.ts";
import { Interrupted } from "../../src/cli/interruption.ts";
import { outputNames } from "../../src/cli/preview/names.ts";
import { durationFlag, sinceFlag, wholeNumber } from "../../src/cli/values.ts";
import { ConfigError, FinIngestError, TryLaterError } from "../../src/errors.ts";

const now = Date.parse("2026-03-10T12:00:00Z");

test.each([
  ["7d", "2026-03-03T12:00:00.000Z"],
  ["12h", "2026-03-10T00:00:00.000Z"],
  ["2026-03-01", "2026-03-01T00:00:00.000Z"],
  ["2026-03-01T08:30:00Z", "2026-03-01T08:30:00.000Z"],
  ["2026-03-01T08:30:00+02:00", "2026-03-01T06:30:00.000Z"],
])("--since %s", (value, time) => expect(sinceFlag(value, now).toISOString()).toBe(time));

test.each(["yesterday", "2026-02-30", "2026-13-01", "03/01/2026", "7", "", "2027-01-01"])(
  "--since %s is refused",
  (value) => expect(() => sinceFlag(value, now)).toThrow(UsageError),
);

test("numbers and durations", () => {
  expect(wholeNumber("--limit", 5, 1)).toBe(5);
  for (const wrong of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => wholeNumber("--limit", wrong, 1)).toThrow("--limit needs a whole number, 1 or more");
  expect(durationFlag("--max-duration", "90s")).toBe(90_000);
  for (const wrong of ["0s", "-1m", "1.5h", "30", "soon"])
    expect(() => durationFlag("--max-duration", wrong)).toThrow(UsageError);
});

describe("an error becomes words and an exit code", () => {
  const systemError = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  test.each([
    [new UsageError("x"), 2],
    [new ConfigError("x"), 2],
    [new TryLaterError("x"), 5],
    [new FinIngestError("x"), 1],
    [new Interrupted("SIGINT"), 130],
    [new Interrupted("SIGTERM"), 143],
    [systemError, 1],
    [new TypeError("x is not a function"), 1],
    ["thrown text", 1],
  ])("%s", (error, code) => expect(describeError(error).exitCode).toBe(code));

  const text = (error: unknown, verbose = false) =>
    failureText(describeError(error), { colours: false, verbose });

  test("what happened, what to do, the request", () => {
    const error = Object.assign(new FinIngestError("Intercom refused", { hint: "Look." }), {
      requestId: "r-1",
    });
    expect(text(error)).toBe("error: Intercom refused (request r-1)\nhint: Look.");
    expect(text(systemError)).toContain("hint: The disk is full");
    expect(text(new Error("odd"))).toBe(
      "error: odd\nhint: This is unexpected; --verbose shows where it happened.",
    );
  });

  test("the stack is shown to those who ask", () => {
    expect(text(new Error("odd"))).not.toMatch(/\n\s+at /);
    expect(text(new Error("odd"), true)).toMatch(/\n\s+at /);
  });
});

test.each([
  [["a.md"], ["a.json"]],
  [
    ["docs/0001.html", "docs/0002.html"],
    ["0001.json", "0002.json"],
  ],
  [
    ["a/index.md", "b/index.md", "c.md"],
    ["a-index.json", "b-index.json", "c.json"],
  ],
  [
    ["index.md", "b/index.md"],
    ["index.json", "b-index.json"],
  ],
  [
    ["x/a/index.md", "y/a/index.md"],
    ["x-a-index.json", "y-a-index.json"],
  ],
  [
    ["A.md", "a.html"],
    ["A.json", "a-2.json"],
  ],
  [
    ["a.md", "a.md"],
    ["a.json", "a-2.json"],
  ],
  [["v1.2.md"], ["v1.2.json"]],
  [
    ["https://example.com/help/start", "https://example.com/"],
    ["start.json", "example.com.json"],
  ],
  [["../a b/ü.md"], ["ü.json"]],
])("previews of %j are named %j", (inputs, names) => expect(outputNames(inputs, "json")).toEqual(names));

describe("completion of source names", () => {
  const config = `state: x
sources:
  # the handbook
  handbook:
    connector: docs-repo
    rules:
      - {path: "a"}
  "help-center":   {connector: docs-repo}

  hr:
    connector: docs-repo
intercom:
  token: x
`;
  const complete = async (...line: string[]) => {
    const folder = await mkdtemp(path.join(tmpdir(), "fin-ingest-completion-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = path.join(folder, "config.yaml");
    await writeFile(file, config);
    return sourceCompletions(["--get-yargs-completions", "fin-ingest", "plan", "-c", file, ...line]);
  };
  test("after --source", async () => {
    expect(await complete("--source", "")).toEqual(["handbook", "help-center", "hr"]);
    expect(await complete("--source", "he")).toEqual(["help-center"]);
  });
  test("not elsewhere, and nothing without a configuration", async () => {
    expect(await complete("--format", "")).toBeUndefined();
    expect(sourceCompletions(["plan", "--source", ""])).toBeUndefined();
    expect(sourceCompletions(["--get-yargs-completions", "x", "-c", "/nope", "--source", ""])).toEqual([]);
  });
});
