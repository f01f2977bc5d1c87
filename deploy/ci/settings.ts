import path from "node:path";
import { CiJobError, type Env, type Mode, modes } from "./job.ts";
import { type CommentMode, commentModes } from "./notes.ts";

/** How a job was set up, by variables: the action's inputs, the component's, or a pipeline's own. */
export interface Settings {
  readonly mode: Mode;
  readonly config: string;
  readonly environment: string;
  readonly sources: readonly string[];
  readonly base: string;
  readonly failOn: string;
  readonly questions: string;
  readonly comment: CommentMode;
  /** The state folder of the configuration. */
  readonly stateDir: string;
  /** Where the packed ledger is, between jobs. */
  readonly stateCache: string;
  readonly keepState: boolean;
  readonly stateKey: string;
  /** Folder for the plan, the comment and the report. */
  readonly out: string;
  /** Token for the host's API; empty: no comment can be written. */
  readonly token: string;
}

/** @throws CiJobError for a value that a setting does not take */
export function settingsOf(env: Env): Settings {
  const own = (name: string) => (env[`FIN_CI_${name}`] ?? "").trim();
  const config = own("CONFIG") || "config.yaml";
  const work = env.RUNNER_TEMP ? path.join(env.RUNNER_TEMP, "fin-ingest") : ".fin-ingest-ci";
  return {
    mode: oneOf(modes, own("MODE") || "auto", "FIN_CI_MODE"),
    config,
    environment: own("ENV"),
    sources: own("SOURCE")
      .split(/[\s,]+/)
      .filter(Boolean),
    base: own("BASE"),
    failOn: own("FAIL_ON"),
    questions: own("QUESTIONS"),
    comment: oneOf(commentModes, own("COMMENT") || "changes", "FIN_CI_COMMENT"),
    stateDir: own("STATE") || path.join(path.dirname(config), ".fin-ingest"),
    stateCache: path.join(work, "state"),
    keepState: oneOf(["true", "false"], own("KEEP_STATE") || "true", "FIN_CI_KEEP_STATE") === "true",
    stateKey: env.FIN_INGEST_STATE_KEY ?? "",
    out: own("OUT") || work,
    token: env.FIN_CI_TOKEN ?? "",
  };
}

function oneOf<T extends string>(values: readonly T[], text: string, name: string): T {
  const found = values.find((value) => value === text);
  if (found === undefined)
    throw new CiJobError(`${name} is "${text}"; it must be one of ${values.join(", ")}.`);
  return found;
}
