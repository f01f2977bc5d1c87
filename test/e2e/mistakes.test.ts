import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runCli, tempFolder } from "./cli.ts";
import { runHere } from "./cli-here.ts";

const config = `intercom:
  token: \${INTERCOM_ACCESS_TOKEN}
sources:
  handbook:
    connector: docs-repo
    path: ./docs
    url: https://docs.example.com
    visible_to: customers
`;

/** What the user typed, what is wrong in the file, and what they are told. */
const mistakes: readonly [name: string, args: readonly string[], file: string | undefined, told: RegExp][] = [
  ["an unknown verb", ["nigthly"], undefined, /unknown verb "nigthly", did you mean nightly\?/],
  ["an unknown verb like no other", ["frobnicate"], undefined, /unknown verb "frobnicate"\nhint: .*--help/],
  [
    "an unknown flag",
    ["plan", "--detailed-exit-code"],
    undefined,
    /plan has no flag --detailed-exit-code, did you mean --detailed-exitcode\?/,
  ],
  [
    "an unknown flag with a value",
    ["plan", "--ouput=x"],
    undefined,
    /plan has no flag --ouput, did you mean --out\?/,
  ],
  ["an unknown flag and no verb", ["--jsn"], undefined, /no flag --jsn, did you mean --json\?/],
  ["a token on the command line", ["nightly", "--token", "abcdef"], undefined, /never from flags/],
  ["no verb", ["--quiet"], undefined, /no verb was given/],
  ["an operand too many", ["plan", "handbook"], undefined, /plan does not take "handbook"/],
  ["an operand too few", ["apply"], undefined, /apply needs a PLAN file/],
  ["a document left out", ["explain"], undefined, /explain needs a DOC\nhint/],
  ["a question left out", ["ask"], undefined, /ask needs a QUESTION\nhint/],
  [
    "an action left out",
    ["state"],
    undefined,
    /state needs an action: audit, rebuild, export, push, pull\nhint/,
  ],
  ["a name behind one dash", ["plan", "-json"], undefined, /-json is not a flag, did you mean --json\?/],
  ["the same with a value", ["plan", "-out=x"], undefined, /-out=x is not a flag, did you mean --out=x\?/],
  ["what others call it", ["sync"], undefined, /unknown verb "sync", did you mean nightly\?/],
  ["-v for the version", ["-v"], undefined, /no verb was given\nhint: .*--version/],
  [
    "a choice that does not exist",
    ["plan", "--format", "jsno"],
    undefined,
    /--format cannot be "jsno", did you mean json\?/,
  ],
  ["an action that is none", ["state", "rebuid"], undefined, /did you mean rebuild\?/],
  ["a flag without its value", ["plan", "--out"], undefined, /--out needs a value/],
  ["a short flag without its value", ["plan", "-c"], undefined, /-c needs a value/],
  ["a required flag left out", ["ci"], undefined, /ci needs --base/],
  [
    "a flag twice",
    ["plan", "-c", "a.yaml", "--config", "b.yaml"],
    undefined,
    /--config is given more than once/,
  ],
  ["no configuration", ["plan"], undefined, /config\.yaml: there is no such file\nhint: .*fin-ingest init/],
  [
    "an unknown source",
    ["plan", "--source", "hanbook"],
    config,
    /no source "hanbook", did you mean "handbook"\?\nhint: Its sources: handbook\./,
  ],
  [
    "a limit that is not a number",
    ["plan", "--limit", "many"],
    config,
    /--limit needs a whole number, 1 or more/,
  ],
  [
    "a duration that is not one",
    ["plan", "--max-duration", "soon"],
    config,
    /--max-duration cannot be "soon"\nhint: .*30m/,
  ],
  ["a date that is none", ["backfill", "--since", "2026-02-30"], config, /--since cannot be "2026-02-30"/],
  ["an unset token", ["nightly"], config, /^error: config\.yaml:2:10 .*INTERCOM_ACCESS_TOKEN is not set/],
  ["a file that is not there", ["preview", "docs/nope.md"], undefined, /there is no file docs\/nope\.md/],
  [
    "a file of another kind",
    ["preview", "config.yaml"],
    config,
    /config\.yaml is not in a format that can be read/,
  ],
  [
    "an unknown connector",
    ["connectors", "docs-rep"],
    undefined,
    /no connector "docs-rep", did you mean "docs-repo"\?/,
  ],
];

describe("a mistake is reported in a line or two, with exit code 2, and nothing is written", () => {
  test.each(mistakes)("%s", async (_name, args, file, told) => {
    const cwd = await tempFolder();
    if (file !== undefined) await writeFile(path.join(cwd, "config.yaml"), file);
    const before = await readdir(cwd);
    const { code, stdout, stderr } = await runHere(args, { cwd });
    expect(stderr).toMatch(told);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await readdir(cwd)).toEqual(before);
  });
});

test("a plan that is not there is named", async () => {
  const cwd = await tempFolder();
  await writeFile(path.join(cwd, "config.yaml"), config.replace("${INTERCOM_ACCESS_TOKEN}", "token"));
  const { code, stderr } = await runHere(["apply", "p.jsonl"], { cwd });
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("p.jsonl is not a usable plan: there is no such file\nhint"),
  });
});

test("help of a verb, as other programs have it, too", async () => {
  const cwd = await tempFolder();
  const [asWord, asFlag] = [
    await runHere(["help", "plan"], { cwd }),
    await runHere(["plan", "--help"], { cwd }),
  ];
  expect(asWord.stdout).toBe(asFlag.stdout);
  expect(asWord).toMatchObject({ code: 0, stderr: "" });
  expect(asWord.stdout).toContain("--detailed-exitcode");
});

test("with --json the error is a document on stdout, too", async () => {
  const { code, stdout, stderr } = await runCli(["plan", "-c", "nope.yaml", "--json"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: nope\.yaml/);
  expect(JSON.parse(stdout)).toEqual({
    error: {
      message: "nope.yaml: there is no such file",
      hint: expect.stringContaining("init"),
      exitCode: 2,
    },
  });
});
