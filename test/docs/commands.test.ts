import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { documentation, inlineCommands, shellBlocks } from "./run/blocks.ts";
import { callsIn, refusal } from "./run/command-words.ts";
import { hindrance, prepared } from "./run/prepared.ts";
import { openSession, type Session } from "./run/session.ts";

const pages = documentation();
const blocks = pages.flatMap(([page, markdown]) => shellBlocks(page, markdown));
const runnable = pages.filter(([page]) =>
  blocks.some((one) => one.page === page && one.mode.kind !== "skip"),
);

/** How many blocks are not run, by the reason that they give. */
const skipped: Readonly<Record<string, number>> = {
  "installs the program": 4,
  "needs a builder of images": 2,
  "needs a cluster": 2,
  "needs a database or an object store": 1,
  "needs the image": 2,
  "needs the recipe's system": 1,
  "runs in a job": 1,
  "needs an account": 2,
  "needs a pull request on a host": 1,
  "needs questions of your own": 1,
  "needs a model": 1,
  "names a run of yours": 1,
  "belongs to the development of the program": 3,
};

test("what is not run is counted, with its reason", () => {
  const reasons = blocks.flatMap(({ page, mode }) =>
    mode.kind === "skip" && page !== "docs/cli.md" ? [mode.reason] : [],
  );
  const counted = Object.fromEntries(
    [...new Set(reasons)].map((reason) => [reason, reasons.filter((one) => one === reason).length]),
  );
  expect(counted).toEqual(skipped);
});

const named = runnable.map(([page]) => [page, hindrance(page)] as const);

test.each(named.filter(([, why]) => why))("the commands of %s are not run: %s", (page) => {
  expect(page).toBe("docs/fleet.md");
});

describe.each(named.filter(([, why]) => !why))("the commands of %s do what it says", (page) => {
  let session: Session;
  let end: (() => void) | undefined;
  beforeAll(async () => {
    session = await openSession();
    end = await prepared(page, session);
  });
  afterAll(async () => {
    await session?.close();
    end?.();
  });

  test.each(blocks.filter((one) => one.page === page && one.mode.kind !== "skip"))(
    "line $line",
    async (block) => {
      const { code, output } = await session.run(block);
      if (block.mode.kind === "run") expect({ code, output }).toEqual({ code: block.mode.exitCode, output });
      for (const line of missingLines(session.here(block.shown ?? ""), output))
        expect.fail(`not printed: ${line}\n\n${output}`);
    },
  );
});

/** Lines that a page shows and a command did not print. Spaces count as one; … stands for anything. */
function missingLines(shown: string, output: string): string[] {
  const flat = (text: string) => text.trim().split(/\s+/).join(" ");
  const printed = output.split("\n").map(flat);
  return shown
    .split("\n")
    .map(flat)
    .filter((line) => line !== "")
    .filter((line) => {
      const pattern = line
        .split("…")
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join(".*");
      return !printed.some((one) => new RegExp(`^${pattern}$`).test(one));
    });
}

test("every command in the documentation is one that the program takes", async () => {
  /** The pages that have a command, by its words. */
  const typed = new Map<string, { words: string[]; pages: string[] }>();
  for (const [page, markdown] of pages) {
    const own = blocks.filter((one) => one.page === page).map(({ text }) => text.replaceAll("\\\n", " "));
    const inBlocks = own.flatMap((text) => text.split("\n")).flatMap(callsIn);
    // A verb alone in a sentence is its name, and no command.
    const inline = inlineCommands(markdown)
      .flatMap(callsIn)
      .filter((words) => words.length > 1);
    for (const words of [...inBlocks, ...inline]) {
      const key = JSON.stringify(words);
      typed.set(key, { words, pages: [...(typed.get(key)?.pages ?? []), page] });
    }
  }
  expect(typed.size).toBeGreaterThan(100);
  const refused: string[] = [];
  for (const { words, pages: where } of typed.values()) {
    const fault = await refusal(words);
    if (fault !== undefined) refused.push(`${where.join(", ")}: fin-ingest ${words.join(" ")}: ${fault}`);
  }
  expect(refused).toEqual([]);
});

describe("the check of commands can fail", () => {
  test.each([
    ["fin-ingest nightly --quite", "Unknown argument: quite"],
    ["A=1 fin-ingest plan --format xml | cat", "Invalid values"],
    ["cd x && fin-ingest nightl", "there is no verb nightl"],
    ["npx fin-ingest retire  # NAME", "Missing required argument: name"],
  ])("%s", async (line, fault) => {
    const [words = []] = callsIn(line);
    expect(await refusal(words)).toContain(fault);
  });

  test("and words are parted as a shell does", () => {
    expect(callsIn(`fin-ingest ask "How do I …?" docs > 'a b' # fin-ingest x`)).toEqual([
      ["ask", "How do I …?", "docs"],
    ]);
    expect(callsIn("grep fin-ingest x; fin-ingest runs || fin-ingest check --source='a b'")).toEqual([
      ["runs"],
      ["check", "--source=a b"],
    ]);
  });

  test("a line that is not printed is missed", () => {
    expect(missingLines("create 3 · …\nhere   it is\nnot this\n", "create 3 · 2.3s\n here it is\n")).toEqual([
      "not this",
    ]);
  });
});
