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
  /** `test --live --canaries` asks Fin itself; absent: it does not. */
  readonly canary?: Canary;
  /** Where it stands in its file. */
  readonly line: number;
}

/** What is expected of Fin's own answer. */
export interface Canary {
  /** Words that it has to say, whatever their case. */
  readonly says: readonly string[];
}

const text = z.string().trim().min(1);
const severalOf = (what: string) =>
  z.union([text.transform((one) => [one]), z.array(text).min(1, `must name at least one ${what}`)]);
const pages = severalOf("page");

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
    canary: z.boolean().default(false),
    says: severalOf("word").optional(),
  })
  .superRefine(({ page, url, any_of, must_not_answer, canary, says, as }, context) => {
    const given = Object.entries({ page, url, any_of, must_not_answer }).filter(
      ([, value]) => value !== undefined,
    );
    if (given.length > 1)
      context.addIssue(`gives ${given.map(([key]) => key).join(" and ")}; give one of them`);
    if (says && !canary) context.addIssue("gives says, which goes with canary: true");
    if (canary && as === "teammates") context.addIssue("canary: Fin answers customers, not teammates");
    if (canary && must_not_answer !== undefined)
      context.addIssue("canary: whether Fin's words are an answer cannot be told; take must_not_answer out");
  });

/** The question as tests use it. */
export function testQuestion(entry: z.output<typeof questionSchema>, line: number): TestQuestion {
  const { question, as, source, canary, says = [] } = entry;
  return {
    question,
    as,
    ...(source === undefined ? {} : { source }),
    ...(canary ? { canary: { says } } : {}),
    expects: expectationOf(entry),
    line,
  };
}

function expectationOf({ page, url, any_of, must_not_answer }: z.output<typeof questionSchema>): Expectation {
  if (must_not_answer !== undefined)
    return { kind: "nothing", pages: must_not_answer === true ? [] : must_not_answer };
  const named = any_of ?? [page, url].filter((one) => one !== undefined);
  return named.length === 0 ? { kind: "any" } : { kind: "pages", pages: named };
}
