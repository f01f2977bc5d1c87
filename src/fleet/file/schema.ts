import { z } from "zod";
import { durationMs, durationPattern } from "../../clock.ts";
import { workspaceName } from "../../config/read/inline.ts";
import { secret } from "../../config/schema/secret.ts";
import { cronProblem, isTimezone } from "../schedule/cron.ts";
import { pipelines } from "./types.ts";

const duration = () =>
  z.string().regex(durationPattern, "must be a whole number with its unit: 30s, 5m or 4h");
const seconds = () => duration().transform((text) => Math.round((durationMs(text) ?? 0) / 1000));

const schedule = z.strictObject({
  cron: z
    .string()
    .superRefine((text, context) => {
      const problem = cronProblem(text);
      if (problem !== undefined) context.addIssue(`is not a cron expression: ${problem}`);
    })
    .describe("Minute, hour, day of the month, month, day of the week: 15 2 * * *"),
  timezone: z
    .string()
    .refine(isTimezone, "is not the name of a time zone such as Europe/Berlin")
    .optional()
    .describe("IANA name of the time zone that the hours are of; absent: the fleet's."),
  pipeline: z.enum(pipelines).default("nightly").describe("What is run: nightly or backfill."),
});

const schedules = z.array(schedule).max(10);

const workspace = z.strictObject({
  config: z
    .string()
    .min(1)
    .describe("Its configuration: the path of a file, relative to this one, or the settings themselves."),
  env: z.string().min(1).optional().describe("The environment of its configuration to use, as --env does."),
  schedules: schedules.optional().describe("When it runs; absent: as the fleet does. []: only by fleet run."),
  status_token: secret()
    .min(16, "needs 16 characters or more")
    .regex(/^[A-Za-z0-9_-]+$/, "may have letters, digits, - and _ only: it stands in an address")
    .optional()
    .describe("Opens the workspace's own pages of fleet status --serve. By reference: ${ACME_STATUS_TOKEN}."),
});

/** The fleet file, after the configurations in it were replaced by their names. */
export const fleetSchema = z.strictObject({
  database: secret()
    .regex(/^postgres(?:ql)?:\/\//, "must be an address such as postgres://user:password@host/name")
    .describe("The PostgreSQL database of the fleet: ${FLEET_DATABASE_URL}"),
  schema: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,39}$/, "must be a lower-case name of at most 40 letters, digits and _")
    .default("fin_ingest")
    .describe("Beginning of the names of the fleet's schemas in the database."),
  timezone: z
    .string()
    .refine(isTimezone, "is not the name of a time zone such as Europe/Berlin")
    .default("UTC")
    .describe("Time zone of schedules that name none."),
  schedules: schedules.default([]).describe("When workspaces run that have no schedules of their own."),
  retries: z.int().min(0).max(1000).default(5).describe("Failed attempts before a run is given up."),
  retry_delay: seconds()
    .prefault("1m")
    .describe("Wait before the second attempt; each further one waits twice as long."),
  later: seconds().prefault("5m").describe("Wait of a run that ended with exit code 5: try again later."),
  max_duration: duration().optional().describe("Time budget of each run, as --max-duration."),
  conversions: z
    .union([
      z.literal("off"),
      z.strictObject({
        concurrency: z
          .int()
          .min(1)
          .max(64)
          .optional()
          .describe("Files that a worker converts at once; absent: as many as its machine has processors."),
        expire_after: seconds()
          .prefault("7d")
          .describe("How long a result is kept in the fleet's database, from when it was made."),
      }),
    ])
    .prefault({})
    .describe("PDF, Word and similar files are converted once for all workspaces; off: by each run."),
  workspaces: z
    .record(z.string().regex(workspaceName, "must be letters, digits, dots, - and _ (63 at most)"), workspace)
    .superRefine((workspaces, context) => {
      const tokens = new Set<string>();
      for (const [name, { status_token: token }] of Object.entries(workspaces)) {
        if (token !== undefined && tokens.has(token))
          context.addIssue({
            code: "custom",
            path: [name, "status_token"],
            message: "is another workspace's, too",
          });
        if (token !== undefined) tokens.add(token);
      }
    }),
});

/** The fleet file as its schema reads it. */
export type FleetSettings = z.output<typeof fleetSchema>;
