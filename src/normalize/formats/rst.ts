import { type Env, processEnv } from "../../config/env.ts";
import { FinIngestError } from "../../errors.ts";
import type { Document } from "../../model.ts";
import { decodeBody } from "../decode.ts";
import { warningList } from "../warning-list.ts";
import type { Converted } from "./converted.ts";
import { readableRstHtml } from "./rst-html.ts";
import { prepareRst } from "./rst-prepare.ts";
import { type RunLimits, rstProgram, runProgram } from "./rst-program.ts";

/** Bounds of one reStructuredText document, and the environment in which its program is looked for. */
export interface RstLimits extends RunLimits {
  readonly env: Env;
}

const standard = { timeMs: 10_000, maxOutputBytes: 50_000_000 };
const install =
  "Install docutils (`pip install docutils`, Debian: `apt install python3-docutils`) or pandoc, so that it is on PATH.";
/** What docutils takes without being asked to take more. */
const longestLine = 10_000;

/**
 * reStructuredText → HTML through docutils, or else pandoc, as a program beside this one; Sphinx's own roles and
 * directives are rewritten before. Nothing is read from disk.
 *
 * @throws FinIngestError when neither is installed, or it fails on this text
 */
export async function convertRst(
  document: Document,
  limits: Partial<RstLimits> = {},
): Promise<readonly Converted[]> {
  const { env = processEnv(), ...bounds } = limits;
  const { text, warnings } = decodeBody(document);
  const program = await rstProgram(env);
  if (program === undefined) {
    throw new FinIngestError(
      `the reStructuredText document ${document.name} cannot be read: neither docutils nor pandoc is installed`,
      { hint: install },
    );
  }
  const list = warningList(warnings);
  const input = prepareRst(text, list);
  const hasLongLine =
    program.kind === "docutils" && input.split("\n").some((line) => line.length > longestLine);
  const args = hasLongLine ? [...program.args, "--line-length-limit=10000000"] : program.args;
  try {
    const page = await runProgram({ ...program, args }, input, env.PATH ?? "", { ...standard, ...bounds });
    return [{ html: readableRstHtml(page), warnings: list.all() }];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FinIngestError(
      `the reStructuredText document ${document.name} cannot be read by ${program.kind}: ${why}`,
      {
        hint: "Check that `docutils` renders the file, or leave it out with a rule (`exclude: true`).",
        cause: error,
      },
    );
  }
}
