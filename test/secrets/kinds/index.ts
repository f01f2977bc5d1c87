import { credentials } from "./credentials.ts";
import type { Kind } from "./kind.ts";
import { labelled } from "./labelled.ts";
import { prefixed } from "./prefixed.ts";

export type { Kind } from "./kind.ts";

/** All the kinds of secrets that the tests know how to make. */
export const kinds: readonly Kind[] = [...prefixed, ...labelled, ...credentials];
