import type { InferredOptionTypes, Options } from "yargs";

/** Flags that every verb takes. Tokens are not among them: they come from the environment or from files. */
export const globalOptions = {
  config: {
    alias: "c",
    type: "string",
    default: "config.yaml",
    describe: "Configuration file",
    requiresArg: true,
  },
  env: {
    type: "string",
    describe: "The environment of the configuration to use (environments: in the file)",
    requiresArg: true,
  },
  source: {
    type: "string",
    array: true,
    default: [] as string[],
    defaultDescription: "all",
    describe: "Only sources whose names match this glob; may be repeated",
    requiresArg: true,
  },
  json: { type: "boolean", default: false, describe: "Results as one JSON document on stdout" },
  quiet: {
    alias: "q",
    type: "boolean",
    default: false,
    describe: "Print nothing unless something needs attention",
  },
  verbose: {
    alias: "v",
    type: "boolean",
    default: false,
    describe: "Print more, and where errors come from",
  },
  "no-progress": { type: "boolean", default: false, describe: "No progress on stderr" },
  "log-format": {
    choices: ["pretty", "json"],
    default: "pretty",
    describe: "Log lines on stderr for people or for machines",
    requiresArg: true,
  },
} as const satisfies Readonly<Record<string, Options>>;

export type GlobalArguments = InferredOptionTypes<typeof globalOptions>;

/** Flag of the verbs that make a report. */
export const reportOption = {
  report: {
    type: "string",
    describe: "Also write the report as one HTML file, for a browser",
    requiresArg: true,
  },
} as const satisfies Readonly<Record<string, Options>>;

/** Flags of the verbs that read documents. */
export const runOptions = {
  "dry-run": { type: "boolean", default: false, describe: "Show what would be done and do nothing" },
  concurrency: {
    type: "number",
    default: 25,
    describe: "Requests to Intercom at once; its rate limit is kept in any case",
    requiresArg: true,
  },
  limit: {
    type: "number",
    describe: "At most this many documents per source; nothing is removed then",
    requiresArg: true,
  },
  "max-duration": {
    type: "string",
    describe: "Start nothing new after this time, such as 30m; the next run continues (exit code 5)",
    requiresArg: true,
  },
  ...reportOption,
} as const satisfies Readonly<Record<string, Options>>;

export type RunArguments = InferredOptionTypes<typeof runOptions>;

/** Flags of the verbs that look at the pages as answers. */
export const healthOptions = {
  health: {
    type: "boolean",
    default: false,
    describe: "Also name what hinders pages from being answers, each with the document to edit",
  },
  questions: {
    type: "string",
    describe: "With --health: test these questions, and name those that nothing answers",
    requiresArg: true,
  },
} as const satisfies Readonly<Record<string, Options>>;

export type HealthArguments = InferredOptionTypes<typeof healthOptions>;

/** Flags of the verbs that ask questions. */
export const questionOptions = {
  reindex: { type: "boolean", default: false, describe: "Make the index of what was sent anew first" },
  model: {
    type: "string",
    describe:
      "A folder with an embedding model (ONNX): search by meaning, too; needs @huggingface/transformers",
    defaultDescription: "ask.model of the configuration, else none",
    requiresArg: true,
  },
} as const satisfies Readonly<Record<string, Options>>;

/** What the verbs that ask questions look at. */
export const askedPaths = {
  type: "string",
  array: true,
  default: [] as string[],
  defaultDescription: "what was sent",
  describe: "Files or folders to ask; needs no configuration then",
} as const;

/** Flags that each lift one safety rule for one run; docs/safety.md says which. */
export const overrideOptions = {
  "approve-removals": {
    type: "string",
    describe: "Remove exactly the set that a hold named by this hash, although it is over the cap",
    requiresArg: true,
  },
  "approve-uploads": {
    type: "string",
    array: true,
    default: [] as string[],
    defaultDescription: "none",
    describe: "Send the pages that a hold named by this hash, although they collapsed or are all alike",
    requiresArg: true,
  },
  "allow-empty": {
    type: "boolean",
    default: false,
    describe: "Accept a listing that is empty, much smaller or very different from the last",
  },
  "accept-scope-change": {
    type: "boolean",
    default: false,
    describe: "Accept absences after the source's own settings were changed",
  },
} as const satisfies Readonly<Record<string, Options>>;

export type OverrideArguments = InferredOptionTypes<typeof overrideOptions>;
