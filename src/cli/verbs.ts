import type { Verb } from "./verb.ts";

export interface VerbEntry {
  readonly name: string;
  /** The verb and its operands as yargs writes them. */
  readonly usage: string;
  readonly summary: string;
  /** Loaded only when the verb is used: users notice start-up time. */
  load(): Promise<{ readonly verb: Verb }>;
}

/** Every verb, in the order in which a new user meets them. */
export const verbs: readonly VerbEntry[] = [
  entry(
    "demo",
    "See it all work: sample handbook, emulated Intercom, no account",
    () => import("./verbs/demo.ts"),
  ),
  entry("init", "Write a commented configuration to start from", () => import("./verbs/init.ts")),
  entry(
    "check",
    "Check credentials, folders and permissions of every source",
    () => import("./verbs/check.ts"),
  ),
  entry(
    "connectors [type]",
    "List the connectors, or the options of one",
    () => import("./verbs/connectors.ts"),
  ),
  entry(
    "new <kind> <name>",
    "Write a connector of one's own to start from: new connector NAME",
    () => import("./verbs/new.ts"),
  ),
  entry(
    "preview [files..]",
    "Show what Fin would read of files, folders or addresses",
    () => import("./verbs/preview.ts"),
  ),
  entry("plan", "Show what a run would change, and change nothing", () => import("./verbs/plan.ts")),
  entry("apply <plan>", "Apply a plan that was saved with plan --out", () => import("./verbs/apply.ts")),
  entry(
    "nightly",
    "Upload what is new or changed, remove what is provably gone",
    () => import("./verbs/nightly.ts"),
  ),
  entry("backfill", "Read and upload everything again; removes nothing", () => import("./verbs/backfill.ts")),
  entry("ci", "Show what a change to the docs makes Fin learn and forget", () => import("./verbs/ci.ts")),
  entry("adopt", "Take over pages that something else sent to Intercom", () => import("./verbs/adopt.ts")),
  entry(
    "retire <name>",
    "End a source that left the configuration: hide its pages, then delete them",
    () => import("./verbs/retire.ts"),
  ),
  entry(
    "status",
    "Show the last runs, pages per source, what is hidden and what is held",
    () => import("./verbs/status.ts"),
  ),
  entry(
    "explain <doc>",
    "Show of one document who is answered from it, why, and what comes next",
    () => import("./verbs/explain.ts"),
  ),
  entry(
    "ask <question> [paths..]",
    "Could the pages answer a question? A proxy of Fin, offline",
    () => import("./verbs/ask.ts"),
  ),
  entry(
    "test [file] [paths..]",
    "Ask a list of questions; exit code 3 when one falls short",
    () => import("./verbs/test.ts"),
  ),
  entry(
    "runs [action] [ids..]",
    "Show past runs, the report of one, or what changed between two",
    () => import("./verbs/runs.ts"),
  ),
  entry(
    "undo <run>",
    "Send pages again as they were before a run (keep_bodies)",
    () => import("./verbs/undo.ts"),
  ),
  entry(
    "state <action>",
    "Compare the ledger with Intercom, rebuild it, or export it",
    () => import("./verbs/state.ts"),
  ),
  entry(
    "fleet <action> [workspace]",
    "Run many workspaces on many machines, from one queue in PostgreSQL",
    () => import("./verbs/fleet.ts"),
  ),
  entry("emulator", "Run an Intercom to try things against", () => import("./verbs/emulator.ts")),
];

function entry(usage: string, summary: string, load: VerbEntry["load"]): VerbEntry {
  return { name: usage.split(" ")[0] ?? usage, usage, summary, load };
}
