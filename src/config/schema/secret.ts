import { z } from "zod";

/**
 * A non-empty string that must never be displayed: a token, a password, a key. The mark stays with the schema (through
 * `.describe()`, `.optional()`, `.regex()` and so on), so that the loader finds every secret value, masks it in what is
 * hashed or reported, and passes it to the redaction.
 */
export function secret(): z.ZodString {
  return z.string().min(1).meta({ secret: true });
}

/** Whether this schema itself was made with `secret()`; the caller removes wrappers such as optional. */
export function isSecret(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.secret === true;
}
