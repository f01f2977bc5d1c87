import { z } from "zod";

/**
 * A non-empty string that must never be shown: a token, a password, a key. The mark travels with the schema
 * (through `.describe()`, `.optional()`, `.regex()` and so on), so that the loader finds every secret value,
 * masks it in what is hashed or reported, and hands it to the redaction.
 */
export function secret(): z.ZodString {
  return z.string().min(1).meta({ secret: true });
}

/** Whether this very schema was made with `secret()`; wrappers such as optional are the caller's to take off. */
export function isSecret(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.secret === true;
}
