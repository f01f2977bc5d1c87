/** Variables of the environment, as the host of a CI job sets them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What a CI job is to do, from what its host says of the event. */
export type Job =
  | {
      readonly kind: "plan";
      readonly base: string;
      readonly head: string;
      /** The commit that the change is at, for people to read. */
      readonly commit: string;
      /** Number of the pull or merge request; null where there is none to comment on. */
      readonly review: number | null;
    }
  | { readonly kind: "apply"; readonly base: string }
  | { readonly kind: "nightly" }
  /** Posts a plan that another job made. */
  | { readonly kind: "comment" }
  | { readonly kind: "nothing"; readonly why: string };

export const modes = ["auto", "plan", "apply", "nightly", "comment"] as const;
export type Mode = (typeof modes)[number];

/** Something that whoever set the job up can correct. Its message says how. */
export class CiJobError extends Error {}

/** A number that a host names a review with; null for anything else. */
export function reviewNumber(text: unknown): number | null {
  return /^[1-9]\d{0,9}$/.test(String(text)) ? Number(text) : null;
}

/**
 * What the host says, as far as nobody chose otherwise.
 *
 * @param asked the mode that was asked for
 * @param base a commit or branch that was asked for; empty: the host's
 * @throws CiJobError where a plan was asked for and nothing says with what to compare
 */
export function chosenJob(host: Job, asked: Mode, base: string): Job {
  const hosts = "base" in host ? host.base : "";
  if (asked === "auto") return "base" in host && base !== "" ? { ...host, base } : host;
  if (asked === "nightly" || asked === "comment") return { kind: asked };
  if (asked === "apply") return { kind: "apply", base: base || hosts };
  if (base === "" && host.kind !== "plan")
    throw new CiJobError("mode plan: nothing says with what to compare. Give a base, such as origin/main.");
  const own = host.kind === "plan" ? host : { head: "HEAD", commit: "HEAD", review: null };
  return { ...own, kind: "plan", base: base || hosts };
}
