import { z } from "zod";
import { pipelines } from "../file/types.ts";

/**
 * The queues of a fleet. A job of `runs` is one run of one workspace; `dead` has what was given up. One of `conversions` is
 * a file that a run waits for.
 */
export const queues = { runs: "runs", dead: "dead", tick: "tick", conversions: "conversions" } as const;

/** pg-boss's own schema, and that of what the fleet remembers. Both come from the fleet file's `schema`. */
export const schemasOf = (schema: string): { queue: string; fleet: string } => ({
  queue: `${schema}_queue`,
  fleet: `${schema}_fleet`,
});

/** What a job carries. */
export const JobData = z.object({
  workspace: z.string(),
  pipeline: z.enum(pipelines),
  /** Attempts that failed before this one. */
  failed: z.int().min(0).default(0),
  /** Why it was given up, or is tried again. */
  why: z.string().optional(),
});
export type JobData = z.infer<typeof JobData>;

/** One worker's right to a job, until its lease ends. */
export interface Claim<Data = JobData> {
  readonly id: string;
  /** Counts up whenever a worker takes the job: who has an older one may neither renew nor settle it. */
  readonly epoch: number;
  readonly data: Data;
}

/** Tells claims of the same job apart. */
export const claimKey = ({ id, epoch }: Pick<Claim<unknown>, "id" | "epoch">): string => `${id}:${epoch}`;
