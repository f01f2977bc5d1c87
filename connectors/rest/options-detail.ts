import { z } from "zod";
import { durationMs, durationPattern } from "../../src/clock.ts";
import { textFormats } from "../../src/connector-kit/formats.ts";
import {
  conditionOption,
  conditions,
  onePlace,
  originOf,
  requestJson,
  urlTemplate,
} from "./options-parts.ts";

/** The formats of a body. */
export const bodyFormat = z.enum(textFormats);

/** Milliseconds, written as 2s. */
const duration = z
  .string()
  .regex(durationPattern, "must be a whole number with its unit: 2s, 1m")
  .transform((text) => durationMs(text) ?? 0);

const host = z
  .string()
  .refine((text) => originOf(text) === text, "must be a scheme and a host alone: https://files.example.com");

/** Texts that the system makes on demand: `detail.url` starts it, then it is asked how far it is. */
const jobOption = z.strictObject({
  status: onePlace.describe(
    "JSONPath of the address that tells how far it is, in the answer that started it",
  ),
  done: conditionOption.describe("its text is ready if this holds for the answer at that address"),
  failed: conditions.optional().describe("it came to nothing if this holds for that answer"),
  download: onePlace
    .optional()
    .describe(
      "JSONPath of the text's own address in the last answer; without it the text is in that answer, at `detail.body`",
    ),
  hosts: z
    .array(host)
    .default([])
    .describe("further hosts where that address may lie: https://files.example.com. They get no credentials"),
  every: duration.prefault("2s").describe("how long to wait between two questions: 2s"),
  max_wait: duration.prefault("2m").describe("how long to wait in all: 2m; then this document fails alone"),
});

export const detailOption = z
  .strictObject({
    url: urlTemplate.describe("address of one document, made from its record: https://…/pages/{id}"),
    json: requestJson
      .optional()
      .describe('sent as JSON in a POST; a text that is one placeholder ("{id}") becomes that value'),
    body: onePlace.optional().describe("JSONPath of the document's text in the answer"),
    body_format: bodyFormat
      .optional()
      .describe("what that text is written in; default: what `fields.body_format` says"),
    title: onePlace
      .optional()
      .describe("JSONPath of its title in that answer, where the list's may be another: a draft's"),
    job: jobOption
      .optional()
      .describe(
        "for a text that the system makes on demand: the request starts it, and this says when it is there",
      ),
  })
  .superRefine(({ body, title, job }, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (body === undefined && job?.download === undefined)
      issue("body", "must be given: where is the text in the answer?");
    if (body !== undefined && job?.download !== undefined)
      issue("body", "does not go with job.download: the text is what lies there");
    if (title !== undefined && job?.download !== undefined)
      issue("title", "does not go with job.download: no answer has it beside the text");
  });

export type Detail = z.output<typeof detailOption>;
export type Job = z.output<typeof jobOption>;
