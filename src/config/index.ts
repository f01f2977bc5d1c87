export { exampleConfig } from "./init-template.ts";
export { jsonSchema } from "./json-schema.ts";
export { type LoadOptions, loadConfig } from "./load.ts";
export { optionDocs } from "./option-docs.ts";
