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

const fieldRecords = z.registry<{ readonly secretNames: RegExp }>();

/** What a form calls the fields into which no other than its user may look. */
const passwordLike =
  /pass|pw|secret|token|(?:^|[_-])(?:pin|p|otp|code|answer|key)\d?$|kennwort|contrase|credential|mot_?de_?/i;

/**
 * A form's fields by name, as the last step of their schema: a secret is what stands in a password-like one. A user
 * name is not a secret, unless it is given as `{value: …, secret: true}`: it stands in half of a company's pages.
 */
export function formFields<T extends z.ZodType>(record: T): T {
  fieldRecords.add(record, { secretNames: passwordLike });
  return record;
}

/** Whether the member of a record of fields is one whose plain text is not a secret. */
export function isOpenField(record: z.core.$ZodType, name: string | number): boolean {
  const fields = fieldRecords.get(record);
  return fields !== undefined && !fields.secretNames.test(String(name));
}
