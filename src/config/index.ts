export { exampleConfig } from "./init-template.ts";
export { type LoadOptions, loadConfig } from "./load.ts";
export { jsonSchema } from "./schema/json-schema.ts";
export { optionDocs } from "./schema/option-docs.ts";
