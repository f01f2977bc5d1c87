import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import { childEnv } from "../../config/read/env.ts";
import { isRecipePath } from "../../config/recipe/find.ts";
import type { SourceConfig } from "../../config/types.ts";
import type { CheckResult } from "../../connector-kit/connector.ts";
import { packageRoot } from "../../package.ts";
import { count } from "../../report/numbers.ts";

const WHAT = "contract";
const DOCUMENTED = "docs/writing-a-connector.md, A recipe instead, shows them.";

/** The file of a recipe of the user's own, absolute; undefined for a source without one. */
export function ownRecipeOf({ publicOptions }: SourceConfig, baseDir: string): string | undefined {
  const named: unknown = Object(publicOptions).recipe;
  return typeof named === "string" && isRecipePath(named) ? path.resolve(baseDir, named) : undefined;
}

/** Runs the contract of all connectors on a recipe, with its examples: `ours.examples.yaml` beside `ours.yaml`. */
export async function contractResult(recipe: string, signal: AbortSignal): Promise<CheckResult> {
  const examples = `${recipe.replace(/\.ya?ml$/i, "")}.examples.yaml`;
  if (!existsSync(examples))
    return failed(
      `there is no ${path.basename(examples)} beside ${path.basename(recipe)}`,
      `The contract plays a system's requests and answers, noted in that file. ${DOCUMENTED}`,
    );
  const vitest = await vitestFile();
  if (vitest === undefined)
    return failed(
      "vitest is not installed beside fin-ingest",
      "npm install --save-dev fin-ingest vitest, then: npx fin-ingest check --contract",
    );
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "fin-ingest-contract-")));
  try {
    const test = `import { describeRecipe } from ${JSON.stringify(pathToFileURL(suiteFile()).href)};
describeRecipe(${JSON.stringify(recipe)}, ${JSON.stringify(examples)});
`;
    await writeFile(path.join(folder, "recipe.test.mjs"), test);
    const report = path.join(folder, "report.json");
    const args = [vitest, "run", "--root", folder, "--reporter=json", `--outputFile=${report}`];
    const output = await outputOf(args, folder, signal);
    signal.throwIfAborted();
    if (!existsSync(report)) return failed(`vitest did not run: ${output.slice(-500)}`, DOCUMENTED);
    return told(Report.parse(JSON.parse(await readFile(report, "utf8"))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** https://vitest.dev/guide/reporters#json-reporter */
const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(
        z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

function told({ numPassedTests, numFailedTests, testResults }: z.output<typeof Report>): CheckResult {
  const failures = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "failed"),
  );
  const [first] = failures;
  if (first) {
    const [message = ""] = (first.failureMessages?.[0] ?? "").split("\n");
    return failed(
      `${count(numFailedTests, "rule")} of ${numPassedTests + numFailedTests} not kept: ${failures.map(({ title }) => title).join("; ")}`,
      `The first: ${message.slice(0, 500)}`,
    );
  }
  const broken = testResults.find(({ message }) => message !== "");
  if (broken || numPassedTests === 0)
    return failed((broken?.message ?? "no rule was tried").split("\n")[0] ?? "", DOCUMENTED);
  return {
    what: WHAT,
    result: "ok",
    detail: `${count(numPassedTests, "rule")} kept, on the recipe's examples`,
  };
}

const failed = (detail: string, hint: string): CheckResult => ({
  what: WHAT,
  result: "failed",
  detail,
  hint,
});

/** Vitest's program; undefined where the package is not there, which is optional. */
async function vitestFile(): Promise<string | undefined> {
  let manifest: string;
  try {
    manifest = createRequire(path.join(packageRoot(), "package.json")).resolve("vitest/package.json");
  } catch {
    return undefined;
  }
  const { bin } = z
    .object({ bin: z.object({ vitest: z.string() }) })
    .parse(JSON.parse(await readFile(manifest, "utf8")));
  return path.join(path.dirname(manifest), bin.vitest);
}

/** The suites: beside the program in a bundle, else where they were compiled, or written. */
function suiteFile(): string {
  const places = [
    "contract.js",
    "../../connector-kit/testing/index.js",
    "../../connector-kit/testing/index.ts",
  ];
  const files = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return files.find((file) => existsSync(file)) ?? "";
}

function outputOf(args: readonly string[], cwd: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const options = {
      cwd,
      signal,
      env: childEnv({ VITEST: undefined, NODE_OPTIONS: undefined }),
      maxBuffer: 32 * 1024 * 1024,
    };
    execFile(process.execPath, [...args], options, (_error, stdout, stderr) => resolve(`${stdout}${stderr}`));
  });
}
