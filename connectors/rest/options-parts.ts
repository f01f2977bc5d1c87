import { z } from "zod";
import { parseUrl } from "../../src/http/url.ts";
import { expressionFault, placeholdersIn, templateFault } from "./expression.ts";
import { namesOnePlace, pathFault } from "./jsonpath.ts";

type Fault = (text: string) => string | undefined;

/** A text that is refused with the fault that is found in it. */
export const textWithout = (fault: Fault) =>
  z
    .string()
    .min(1)
    .superRefine((text, context) => {
      const message = fault(text);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    });

export const jsonPath = textWithout(pathFault);

/** A JSONPath that leads to one value. */
export const onePlace = textWithout(
  (path) =>
    pathFault(path) ?? (namesOnePlace(path) ? undefined : "must lead to one place, without * or a filter"),
);

const expression = textWithout(expressionFault);

/** A JSONPath or a template; of several the first that gives a value counts. */
export const valueOption = z.union([expression, z.array(expression).min(1)]);

/** What is wrong with a URL template; none of its placeholders may decide about the host. */
export function urlTemplateFault(template: string): string | undefined {
  const fault = templateFault(template);
  if (fault !== undefined) return fault;
  return originOf(template) === undefined
    ? "must be an absolute URL such as https://wiki.example.com/api/pages/{id}; its host must be written in full"
    : undefined;
}

/** An absolute URL with placeholders. */
export const urlTemplate = textWithout(urlTemplateFault);

/** An absolute URL without placeholders. */
export const plainUrl = textWithout((text) =>
  originOf(text) === undefined || placeholdersIn(text).length > 0
    ? "must be an absolute URL such as https://wiki.example.com/api/pages"
    : undefined,
);

/** The origin of a URL or URL template; undefined for what is neither, or contains credentials. */
export function originOf(template: string): string | undefined {
  const start = /^https?:\/\/[^/?#{}@\s]+(?=[/?#]|$)/i.exec(template)?.[0];
  return start === undefined ? undefined : parseUrl(start)?.origin;
}

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const scalars = z.union([scalar, z.array(scalar).min(1)]);

export const conditionOption = z
  .strictObject({
    path: jsonPath.describe("JSONPath of the value; alone: it is present, and neither false, 0 nor empty"),
    is: scalars.optional().describe("the value is this, or one of these"),
    not: scalars.optional().describe("the value is neither this nor one of these"),
    missing: z.literal(true).optional().describe("the value is absent, null or empty"),
    when_missing: z
      .enum(["error", "match", "no-match"])
      .default("error")
      .describe("with `is` or `not`: what it means if the value is missing"),
  })
  .refine(
    ({ is, not, missing }) => missing === undefined || (is === undefined && not === undefined),
    "has either `missing` or `is` and `not`",
  );

/** One condition, or several of which one has to hold. */
export const conditions = z.union([conditionOption, z.array(conditionOption).min(1)]);

/** A number that an answer states, in its JSON or in a header. */
export const statedOption = z.union([
  onePlace,
  z.strictObject({ header: z.string().min(1).describe("name of the header that states it") }),
]);

/** A request's JSON body. */
export const requestJson = z.record(z.string(), z.unknown());
