import { createHash } from "node:crypto";
import path from "node:path";
import { exitCode } from "../../src/errors.ts";
import { hostOf } from "./hosts/host.ts";
import { CiJobError, chosenJob, type Env, type Job } from "./job.ts";
import type { Surroundings } from "./run.ts";
import { settingsOf } from "./settings.ts";
import { markBegun, packState, unpackState } from "./state.ts";

const usage = `fin-ingest-ci [run|decide|restore|pack]

The job of a CI host: a plan on a pull or merge request, with one comment that is kept up to date; what a push
changed, sent; else a nightly run. Set up by variables (FIN_CI_…): docs/ci.md.

  run      the job; the default
  decide   names the job and where its ledger is kept, as outputs
  restore  unpacks the ledger of the last job
  pack     packs the ledger for the next one
`;

/** What a step of a job says, and the program that it runs. */
export type Outside = Pick<Surroundings, "log" | "runProgram"> & {
  /** Gets what the host reads. */
  readonly print: (text: string) => void;
};

/** Runs one step of a job in the working folder. Resolves to the exit code. */
export async function runStep(words: readonly string[], env: Env, outside: Outside): Promise<number> {
  const { print, log, runProgram } = outside;
  const [step = "run"] = words;
  if (step === "--help" || step === "-h") {
    print(usage);
    return exitCode.ok;
  }
  let host: ReturnType<typeof hostOf> | undefined;
  try {
    host = hostOf(env, print);
    const settings = settingsOf(env);
    const at: Surroundings = { env, host, settings, log, runProgram };
    const job = () => chosenJob(host?.job() ?? { kind: "nightly" }, settings.mode, settings.base);
    if (step === "decide") return decide(job(), at);
    if (step === "restore") return restore(at);
    if (step === "pack") return pack(at);
    if (step !== "run") throw new CiJobError(`${step} is not a step.\n${usage}`);
    const own = job();
    // The other steps start without the reports.
    const code =
      own.kind === "comment"
        ? await (await import("./carried.ts")).postCarriedPlan(at)
        : await (await import("./run.ts")).runJob(own, at);
    host.output("exit-code", code);
    // The ledger is packed before the job fails.
    return host.name === "github" ? exitCode.ok : code;
  } catch (error) {
    if (!(error instanceof CiJobError)) throw error;
    if (host) host.say("error", error.message);
    else log(`${error.message}\n`);
    return exitCode.usage;
  }
}

/** Whether this job's ledger can be kept: nobody else may read it. */
function decide(job: Job, { env, host, settings }: Surroundings): number {
  host.output("job", job.kind);
  if (!settings.keepState || (job.kind !== "nightly" && job.kind !== "apply")) return exitCode.ok;
  if (host.isPublic && settings.stateKey === "") {
    host.say(
      "warning",
      "The ledger is not kept: anybody can read the caches of a public repository. Set FIN_INGEST_STATE_KEY to a secret, so that it is encrypted. Without a ledger nothing is ever removed by a nightly run.",
    );
    return exitCode.ok;
  }
  const digest = createHash("sha256")
    .update(JSON.stringify([settings.config, settings.environment, settings.stateDir]))
    .digest("hex");
  const prefix = `fin-ingest-${digest.slice(0, 16)}-`;
  host.output("state-prefix", prefix);
  host.output("state-key", `${prefix}${env.GITHUB_RUN_ID ?? 0}-${env.GITHUB_RUN_ATTEMPT ?? 1}`);
  host.output("state-path", path.resolve(settings.stateCache));
  return exitCode.ok;
}

function restore({ host, settings }: Surroundings): number {
  const { stateCache, stateDir, stateKey } = settings;
  try {
    const outcome = unpackState(stateCache, stateDir, stateKey);
    if (outcome !== "unpacked")
      host.say(
        "warning",
        `No ledger: ${outcome}. Pages are adopted from Intercom; removals wait for two runs.`,
      );
  } catch (error) {
    if (!(error instanceof CiJobError)) throw error;
    host.say("warning", error.message);
  }
  markBegun(stateCache);
  return exitCode.ok;
}

function pack({ host, settings }: Surroundings): number {
  if (host.isPublic && settings.stateKey === "") return exitCode.ok;
  const outcome = packState(settings.stateDir, settings.stateCache, settings.stateKey);
  if (outcome === "no ledger") host.say("notice", "There is no ledger to keep.");
  return exitCode.ok;
}
