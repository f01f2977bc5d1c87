import { lstatSync, readFileSync } from "node:fs";
import { z } from "zod";
import { widened } from "../../src/report/ci-gates.ts";
import type { CiPlan } from "../../src/sync/ci-plan.ts";
import { CiJobError } from "./job.ts";

/** Bytes of a plan that another job made; with its texts cut, one has far fewer. */
const MAX_BYTES = 5_000_000;
/** The same of a plan that this job made. */
const MAX_OWN_BYTES = 400_000_000;
/** Characters of a title, an address, a message. */
const MAX_LINE = 4_000;
/** Characters of texts that a plan carries from job to job; a comment has room for 60,000. */
const MAX_TEXT = 400_000;

const line = z.string().transform((long) => long.slice(0, MAX_LINE));
const text = z.string();
const audience = z.enum(["customers", "teammates", "nobody"]).nullable();
const audiences = z.object({ before: audience, after: audience });
const list = <T extends z.ZodType>(item: T) => z.array(item);
const message = z.object({ source: line, message: line });
const failed = z.object({ source: line, externalId: line, file: line.optional(), message: line });
const page = z.object({
  source: line,
  externalId: line,
  title: line,
  url: line.nullable(),
  words: z.number(),
  audience: audiences,
  markdown: text,
  warnings: list(z.object({ code: line, message: line })),
  file: line.optional(),
});
const before = { titleBefore: line, diff: text };
const question = z.object({
  question: line,
  expected: z.union([line, z.array(line)]).nullable(),
  why: line.nullable(),
  first: z.object({ externalId: line, title: line, url: line.nullable() }).nullable(),
});

/** What `ci --format json` prints. Whatever else stands in it is dropped. */
const planSchema = z.object({
  base: line,
  head: line,
  learn: list(page),
  change: list(page.extend({ ...before, reasons: list(line) })),
  moved: list(page.extend({ ...before, from: line, urlBefore: line.nullable() })),
  forget: list(
    z.object({
      source: line,
      externalId: line,
      title: line,
      url: line.nullable(),
      audience: audiences,
      why: line,
    }),
  ),
  failed: list(failed),
  held: list(failed.extend({ resolve: line })),
  notCompared: list(message).default([]),
  refused: list(message.extend({ hint: line })).default([]),
  ruleWarnings: list(message).default([]),
  questions: z
    .object({
      questions: z.number(),
      passedBefore: z.number(),
      passed: z.number(),
      lost: list(question),
      found: list(question),
    })
    .optional(),
});
export type PlanFile = z.infer<typeof planSchema>;

/** A plan on its way to the job that comments. */
const carriedSchema = z.object({ review: z.number().int().positive().nullable(), plan: planSchema });

/** The plan that `ci --format json` wrote. @throws CiJobError where the file is not one */
export const readOwnPlan = (file: string): PlanFile => read(file, planSchema, MAX_OWN_BYTES);

/**
 * Reads a plan that another job left, as data, whoever wrote the file: bounded, every field checked, nothing of it run
 * or followed.
 *
 * @throws CiJobError where the file is not a plan
 */
export const readCarriedPlan = (file: string): z.infer<typeof carriedSchema> =>
  read(file, carriedSchema, MAX_BYTES);

function read<T>(file: string, schema: z.ZodType<T>, maxBytes: number): T {
  try {
    const found = lstatSync(file);
    // A link could lead to a file of the job that reads it.
    if (!found.isFile()) throw new CiJobError(`${file} is not a file.`);
    if (found.size > maxBytes) throw new CiJobError(`${file} is too large for a plan: ${found.size} bytes.`);
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (error instanceof CiJobError) throw error;
    throw new CiJobError(`${file} is not a plan of fin-ingest ci.`);
  }
}

/** A plan with as many of its texts as fit, so that another job takes it. */
export function withinLimits(plan: PlanFile): PlanFile {
  let room = MAX_TEXT;
  const cut = (long: string) => {
    const kept = long.slice(0, room);
    room -= kept.length;
    return kept;
  };
  return {
    ...plan,
    learn: plan.learn.map((one) => ({ ...one, markdown: cut(one.markdown) })),
    change: plan.change.map((one) => ({ ...one, markdown: "", diff: cut(one.diff) })),
    moved: plan.moved.map((one) => ({ ...one, markdown: "", diff: cut(one.diff) })),
  };
}

/** The plan as the reports take it: they print its words and tell nothing by them. */
export function ciPlanOf({ change, moved, ...plan }: PlanFile): CiPlan {
  return {
    ...plan,
    change: change.map(({ titleBefore: title, ...one }) => ({ ...one, before: { title, markdown: "" } })),
    moved: moved.map(({ titleBefore: title, urlBefore: url, ...one }) => ({
      ...one,
      before: { title, url, markdown: "" },
    })),
  } as CiPlan;
}

/** Pages by what becomes of them; documents that are held. */
export interface Tally {
  readonly learn: number;
  readonly change: number;
  readonly forget: number;
  /** Pages that customers will be answered from and are not now. */
  readonly widen: number;
  readonly held: number;
}

export function planTally(plan: CiPlan): Tally {
  const { learn, change, moved = [], forget, held } = plan;
  return {
    learn: learn.length,
    change: change.length + moved.length,
    forget: forget.length,
    widen: widened(plan).length,
    held: held.length,
  };
}
