export { childEnv, type Env, processEnv } from "./env.ts";
export { exampleConfig } from "./init-template.ts";
export { jsonSchema } from "./json-schema.ts";
export { type LoadOptions, loadConfig } from "./load.ts";
export { type OptionDoc, optionDocs } from "./option-docs.ts";
