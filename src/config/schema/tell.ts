import { z } from "zod";
import { parseUrl } from "../../http/url.ts";
import { notifyEvents, webhookFormats } from "../../notify/types.ts";
import { secret } from "./secret.ts";

const address = () =>
  secret().refine((text) => /^https?:$/.test(parseUrl(text)?.protocol ?? ""), "must be an http or https URL");

/** `smtps://user:password@host?from=…&to=…` */
function isMailAddress(text: string): boolean {
  const url = parseUrl(text);
  const isSmtp = url?.protocol === "smtp:" || url?.protocol === "smtps:";
  return isSmtp && ["from", "to"].every((name) => (url.searchParams.get(name) ?? "") !== "");
}

/** The settings that say where the end of a run is told. */
export const tellShape = {
  notify: z
    .strictObject({
      webhook: address()
        .optional()
        .describe("Address that takes a message: of Slack, Teams, Discord or your own."),
      format: z
        .enum(webhookFormats)
        .optional()
        .describe(
          "How the webhook wants its message; without it the host tells, and json is for all others.",
        ),
      email: secret()
        .refine(
          isMailAddress,
          "must be an SMTP URL: smtps://user:password@host?from=a@example.com&to=b@example.com",
        )
        .optional()
        .describe(
          "SMTP URL with from and to: smtps://user:password@host?from=a@example.com&to=b@example.com. Needs the package nodemailer.",
        ),
      on: z
        .array(z.enum(notifyEvents))
        .min(1)
        .default(["hold", "fail", "recovered"])
        .describe("What is told."),
    })
    .refine(({ webhook, email }) => webhook !== undefined || email !== undefined, "needs webhook or email")
    .optional()
    .describe("Who is told when a run holds something back, fails, or goes well again."),
  ping: address()
    .optional()
    .describe(
      "Address that is asked at the start of each run (/start), when it went well, when it did not (/fail), and when it is to be repeated later (/log): Healthchecks and its relatives.",
    ),
  metrics: z
    .strictObject({
      file: z
        .string()
        .min(1)
        .optional()
        .describe("File for node_exporter's textfile collector, relative to this file."),
      otlp: address().optional().describe("OTLP receiver over HTTP; /v1/metrics is added to it."),
    })
    .optional()
    .describe("Numbers for monitoring, written at the end of each run."),
} as const;
