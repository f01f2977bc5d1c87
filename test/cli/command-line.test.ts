import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { runCommandLine } from "../../src/cli/command-line.ts";

/** A stream that keeps what is written, or tells a moment later that it cannot. */
class FakeStream extends EventEmitter {
  written = "";
  private readonly failsWith: string | undefined;
  constructor(failsWith?: string) {
    super();
    this.failsWith = failsWith;
  }
  write(text: string): boolean {
    if (this.failsWith === undefined) this.written += text;
    else
      setImmediate(() =>
        this.emit("error", Object.assign(new Error("write failed"), { code: this.failsWith })),
      );
    return this.failsWith === undefined;
  }
}

test.each([
  [
    "a full disk is an error: the results are lost",
    "ENOSPC",
    1,
    /^error: .*stdout: write failed\nhint: Make room/,
  ],
  ["a reader that went away is none", "EPIPE", 0, /^$/],
])("%s", async (_, code, exit, said) => {
  const stderr = new FakeStream();
  const context = { stdout: new FakeStream(code), stderr, env: {} };
  expect(await runCommandLine(["connectors"], context)).toBe(exit);
  expect(stderr.written).toMatch(said);
});

test("a mistake keeps its own code where its report is lost, too", async () => {
  const stderr = new FakeStream();
  const context = { stdout: new FakeStream("ENOSPC"), stderr, env: {} };
  expect(await runCommandLine(["connectors", "nosuch", "--json"], context)).toBe(2);
});
