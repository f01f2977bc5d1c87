import { z } from "zod";
import { secret } from "./secret.ts";
import { askIndex, sourceName } from "./source.ts";
import { tellShape } from "./tell.ts";

/** A configuration file's own keys; what is below `intercom` and each source is read by other schemas. */
export const topSchema = z.strictObject({
  extends: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe(
      "Another configuration file, or several, that this one completes; relative to this file. Mappings are merged key by key, anything else is replaced. All other relative paths count from the file that the program is given.",
    ),
  environments: z
    .record(z.string().min(1), z.record(z.string(), z.unknown()))
    .optional()
    .describe(
      "Settings by environment, such as staging and production, that `--env NAME` lays over the rest. Each needs a `state` of its own.",
    ),
  intercom: z.record(z.string(), z.unknown()).optional().describe("The workspace that receives the pages."),
  state: z
    .string()
    .min(1)
    .default(".fin-ingest")
    .describe(
      "Where the ledger is kept: a folder, relative to this file; or, so that it outlives the machine, postgres://USER:PASSWORD@HOST/DATABASE?workspace=NAME or s3://BUCKET/PREFIX.",
    ),
  secrets: z
    .strictObject({
      key: secret()
        .min(16, "must have at least 16 characters")
        .optional()
        .describe(
          "Keys the fingerprints of findings, so that they are the same on every machine and reveal nothing; else a key in the state folder does. Never write it out here.",
        ),
    })
    .optional()
    .describe("How findings of secrets are named. False alarms are allowed under their source."),
  keep_bodies: z
    .number()
    .int()
    .min(0)
    .max(90)
    .default(0)
    .describe(
      "Runs that `undo` can take back: the texts that they replace or hide are kept in the state folder, and those of the pages as they are. 0: none are kept.",
    ),
  audit: z
    .enum(["auto", "always", "weekly", "never"])
    .default("auto")
    .describe(
      "How often nightly compares the ledger with Intercom's content: auto means every time up to 5,000 pages, else weekly.",
    ),
  ask: askIndex
    .extend({
      model: z
        .string()
        .min(1)
        .optional()
        .describe(
          "A folder with an embedding model in ONNX form, relative to this file: `ask` and `test` then search by meaning, too.",
        ),
      fin_token: secret()
        .optional()
        .describe(
          "The key of the Fin Agent API, for `test --live --canaries`; absent: the workspace's access token.",
        ),
    })
    .optional()
    .describe("The index that `ask` and `test` search; off: they read the sources anew each time."),
  ...tellShape,
  sources: z
    .record(sourceName, z.record(z.string(), z.unknown()))
    .refine((sources) => Object.keys(sources).length > 0, "must name at least one source")
    .describe("your documentation: a name for each source, and its settings"),
});
