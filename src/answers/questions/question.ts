import { z } from "zod";

/** What a question expects. Exactly one of its kinds. */
export type Expectation =
  /** One of these pages (ids, paths or addresses) answers. */
  | { readonly kind: "pages"; readonly pages: readonly string[] }
  /** Some page answers. */
  | { readonly kind: "any" }
  /** Nothing answers, or nothing of these pages. */
  | { readonly kind: "nothing"; readonly pages: readonly string[] };

/** A question as a file states it. */
export interface TestQuestion {
  readonly question: string;
  readonly as: "customers" | "teammates";
  /** Only pages of this source. */
  readonly source?: string;
  readonly expects: Expectation;
  /** Where it stands in its file. */
  readonly line: number;
}

const text = z.string().trim().min(1);
const pages = z.union([text.transform((one) => [one]), z.array(text).min(1, "must name at least one page")]);

/** An entry of a question file. */
export const questionSchema = z
  .strictObject({
    question: text.transform((words) => words.replace(/\s+/g, " ")),
    page: text.optional(),
    url: z.url({ protocol: /^https?$/i, error: "must be an absolute URL" }).optional(),
    any_of: pages.optional(),
    as: z.enum(["customers", "teammates"]).default("customers"),
    source: text.optional(),
    must_not_answer: z.union([z.literal(true), pages]).optional(),
  })
  .superRefine(({ page, url, any_of, must_not_answer }, context) => {
    const given = Object.entries({ page, url, any_of, must_not_answer }).filter(
      ([, value]) => value !== undefined,
    );
    if (given.length > 1)
      context.addIssue(`gives ${given.map(([key]) => key).join(" and ")}; give one of them`);
  });

/** The question as tests use it. */
export function testQuestion(entry: z.output<typeof questionSchema>, line: number): TestQuestion {
  const { question, as, source } = entry;
  return { question, as, ...(source === undefined ? {} : { source }), expects: expectationOf(entry), line };
}

function expectationOf({ page, url, any_of, must_not_answer }: z.output<typeof questionSchema>): Expectation {
  if (must_not_answer !== undefined)
    return { kind: "nothing", pages: must_not_answer === true ? [] : must_not_answer };
  const named = any_of ?? [page, url].filter((one) => one !== undefined);
  return named.length === 0 ? { kind: "any" } : { kind: "pages", pages: named };
}
