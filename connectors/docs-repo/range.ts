import type { Io } from "../../src/connector-kit/io.ts";
import { exitCode, FinIngestError } from "../../src/errors.ts";
import { GitError, gitText } from "../../src/git/git.ts";
import { commitIds } from "./commits.ts";

/** Two commits by name: branches, tags, ids and expressions such as `HEAD~1`. */
export interface NamedRange {
  readonly base: string;
  readonly head: string;
}

/**
 * From where a change is compared. `merge-base`: from the commit at which it left its base, as a pull request is
 * (`base...head`); what the base got since is not part of the change. `base`: from the base itself, as after a push.
 */
export type RangeStart = "merge-base" | "base";

/**
 * The full ids of two commits of a repository.
 * @param top the repository's top folder
 * @throws FinIngestError (usage) where there is nothing to compare with; it says why and what to run
 */
export async function commitsOf(
  top: string,
  { base, head }: NamedRange,
  start: RangeStart,
  io: Pick<Io, "signal">,
): Promise<NamedRange> {
  refuseNothing(base);
  const atOnce = start === "merge-base" ? await mergeBaseOf(top, { base, head }, io) : undefined;
  if (atOnce !== undefined) return atOnce;
  const [older = "", newer = ""] = await commitIds(top, [base, head], io);
  if (start === "base" || older === newer) return { base: older, head: newer };
  const run = { cwd: top, signal: io.signal };
  const found = await gitText(["merge-base", older, newer], run).catch((error: unknown) => {
    if (error instanceof GitError && error.status === 1) return undefined;
    throw error;
  });
  if (found === undefined) throw await noMergeBase(top, { base, head }, io);
  return { base: found, head: newer };
}

/**
 * Both ends and the newest commit that they have in common, by one command; undefined where it does not tell all three.
 * https://git-scm.com/docs/gitrevisions: `r1...r2` becomes the ids of both and, after a `^`, what they share.
 */
async function mergeBaseOf(
  top: string,
  { base, head }: NamedRange,
  io: Pick<Io, "signal">,
): Promise<NamedRange | undefined> {
  // With dots of its own a name would be divided elsewhere.
  if ([base, head].some((name) => name === "" || name.startsWith("-") || name.includes("..")))
    return undefined;
  const asked = ["rev-parse", `${base}^{commit}...${head}^{commit}`];
  const answer = await gitText(asked, { cwd: top, signal: io.signal }).catch((error: unknown) => {
    if (error instanceof GitError) return "";
    throw error;
  });
  const [newer, older, shared] = answer.split("\n");
  if (newer === undefined || older === undefined || !shared?.startsWith("^")) return undefined;
  return { base: shared.slice(1), head: newer };
}

const ZEROS = /^0{7,64}$/;

/** What CI systems give as the commit before the first push of a branch. */
function refuseNothing(base: string): void {
  const isEmpty = base.trim() === "";
  if (!isEmpty && !ZEROS.test(base)) return;
  const what = isEmpty
    ? "--base is empty: the variable that it comes from is not set for this event"
    : "--base is all zeros: this push made the branch, so there is no commit before it";
  throw new FinIngestError(what, {
    exitCode: exitCode.usage,
    hint: "After a first push, `fin-ingest nightly` sends everything. For a pull request, compare with the branch that it is for: `--base origin/main`.",
  });
}

async function noMergeBase(
  top: string,
  { base, head }: NamedRange,
  io: Pick<Io, "signal">,
): Promise<FinIngestError> {
  const run = { cwd: top, signal: io.signal };
  const isShallow = (await gitText(["rev-parse", "--is-shallow-repository"], run)) === "true";
  return isShallow
    ? new FinIngestError(`this shallow clone does not reach the commit at which ${head} left ${base}`, {
        exitCode: exitCode.usage,
        hint: `Fetch the whole history (\`fetch-depth: 0\` for actions/checkout, \`GIT_DEPTH: 0\` for GitLab, or \`git fetch --unshallow\`), or \`git fetch --deepen=200 origin\` until \`git merge-base ${base} ${head}\` prints a commit.`,
      })
    : new FinIngestError(`${base} and ${head} have no commit in common`, {
        exitCode: exitCode.usage,
        hint: "One of them was made anew, or is of another repository. `fin-ingest nightly` sends what differs, whatever the history.",
      });
}
