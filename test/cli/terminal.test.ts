import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { displayProgress } from "../../src/cli/progress-display.ts";
import { Terminal } from "../../src/cli/terminal.ts";
import type { Clock } from "../../src/clock.ts";
import { noCounts } from "../../src/sync/run-report.ts";

class FakeStream extends EventEmitter {
  written = "";
  full = false;
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  constructor(isTTY: boolean, columns?: number) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
  }
  write(text: string): boolean {
    this.written += text;
    return !this.full;
  }
}

function terminal(options: { tty?: boolean; columns?: number; env?: Record<string, string> } = {}) {
  const { tty = true, columns = tty ? 80 : undefined, env = {} } = options;
  const stdout = new FakeStream(tty, columns);
  const stderr = new FakeStream(tty, columns);
  return { stdout, stderr, terminal: new Terminal({ stdout, stderr, env }) };
}

/** What a terminal shows after `\r` and erase-line codes took effect. */
function screen(text: string): string {
  return text
    .split("\n")
    .map((line) => line.split(/\r\p{Cc}\[2K/u).at(-1) ?? "")
    .join("\n");
}

test.each([
  ["a terminal", { tty: true }, { colours: true, watched: true, width: 80 }],
  ["a pipe", { tty: false }, { colours: false, watched: false, width: Number.POSITIVE_INFINITY }],
  ["NO_COLOR", { env: { NO_COLOR: "1" } }, { colours: false, watched: true, width: 80 }],
  ["an empty NO_COLOR", { env: { NO_COLOR: "" } }, { colours: true, watched: true, width: 80 }],
  ["FORCE_COLOR", { tty: false, env: { FORCE_COLOR: "1" } }, { colours: true, watched: false }],
  ["NO_COLOR beats FORCE_COLOR", { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }, { colours: false }],
  ["a dumb terminal", { env: { TERM: "dumb" } }, { colours: false, watched: false }],
  ["CI", { env: { CI: "true" } }, { colours: true, watched: false }],
  ["COLUMNS for a pipe", { tty: false, env: { COLUMNS: "120" } }, { width: 120 }],
  ["a narrow terminal", { columns: 12 }, { width: 40 }],
] as const)("%s", (_, options, expected) => {
  const { colours, watched, width } = terminal(options).terminal;
  expect({ colours, watched, width }).toMatchObject(expected);
});

describe("the live line", () => {
  test("stays below other output, and leaves no trace", async () => {
    const { stderr, stdout, terminal: own } = terminal();
    own.live("1 of 9");
    own.note("a warning");
    await own.result("a result\n");
    own.live("2 of 9");
    expect(screen(stderr.written)).toBe("a warning\n2 of 9");
    own.live(undefined);
    expect(screen(stderr.written)).toBe("a warning\n");
    expect(stdout.written).toBe("a result\n");
  });

  test("is cut to the terminal", () => {
    const { stderr, terminal: own } = terminal({ columns: 40 });
    own.live("x".repeat(100));
    expect(screen(stderr.written)).toBe(`${"x".repeat(38)}…`);
  });
});

describe("results", () => {
  test("wait for a slow reader, and for one that goes away no longer", async () => {
    const { stdout, terminal: own } = terminal({ tty: false });
    stdout.full = true;
    let written = false;
    const first = own.result("one\n").then(() => {
      written = true;
    });
    await Promise.resolve();
    expect(written).toBe(false);
    stdout.emit("drain");
    await first;
    const second = own.result("two\n");
    stdout.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    await second;
    expect(own.readerGone).toBe(true);
    await own.result("three\n");
    expect(stdout.written).toBe("one\ntwo\n");
    expect(stdout.listenerCount("drain")).toBe(0);
  });

  test("that could not be written are told of, but not where their reader went away", async () => {
    for (const [code, lost] of [
      ["ENOSPC", true],
      ["EPIPE", false],
    ] as const) {
      const { stdout, terminal: own } = terminal({ tty: false });
      await own.result("one\n");
      stdout.emit("error", Object.assign(new Error(`write ${code}`), { code }));
      expect((await own.writeFailure()) !== undefined).toBe(lost);
      expect(own.readerGone).toBe(true);
    }
  });

  test("hold no secret, on either stream", async () => {
    const { stdout, stderr, terminal: own } = terminal();
    own.mask(["s3cr3t-token"]);
    own.mask(["another-one"]);
    await own.result('{"a": "s3cr3t-token"}');
    own.note("error: another-one");
    own.live("at s3cr3t-token");
    expect(stdout.written + stderr.written).not.toMatch(/s3cr3t-token|another-one/);
  });
});

describe("progress", () => {
  function atClock(options: { tty: boolean; off?: boolean }) {
    const { stderr, terminal: own } = terminal(options);
    let now = 1_000;
    const clock: Clock = { now: () => now, monotonic: () => now, sleep: async () => {} };
    const display = displayProgress(own, clock, { off: options.off ?? false });
    const show = (at: number, finished: number) => {
      now = 1_000 + at;
      display.show({
        source: "docs",
        phase: "syncing",
        total: 9,
        finished,
        counts: { ...noCounts, create: finished },
      });
    };
    return { show, display, stderr };
  }

  test("is redrawn at most ten times a second where it is watched, and cleared at the end", () => {
    const { show, display, stderr } = atClock({ tty: true });
    for (let at = 0; at < 1_000; at += 10) show(at, 1);
    expect(stderr.written.match(/1 of 9/g)?.length).toBe(10);
    show(1_500, 3);
    expect(screen(stderr.written)).toBe("docs · 3 of 9 · create 3 · 1.5s");
    display.end();
    expect(screen(stderr.written)).toBe("");
  });

  test("is a line every thirty seconds elsewhere", () => {
    const { show, display, stderr } = atClock({ tty: false });
    for (let at = 0; at <= 70_000; at += 1_000) show(at, 2);
    display.end();
    expect(stderr.written).toBe("docs · 2 of 9 · create 2 · 30s\ndocs · 2 of 9 · create 2 · 1m00s\n");
  });

  test("can be off", () => {
    const { show, display, stderr } = atClock({ tty: true, off: true });
    show(0, 1);
    display.end();
    expect(stderr.written).toBe("");
  });
});
