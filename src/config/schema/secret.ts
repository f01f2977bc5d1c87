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

/** A text for people, such as where a token is made: it decides nothing about a page, so no digest of the settings has it. */
export function remark(): z.ZodString {
  return z.string().min(1).meta({ remark: true });
}

/** Whether this schema itself was made with `remark()`. */
export function isRemark(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.remark === true;
}

const fieldRecords = z.registry<{ readonly secretNames: RegExp }>();

/** Names that forms give to the fields which only their user may see. */
const passwordLike =
  /pass|pw|secret|token|(?:^|[_-])(?:pin|p|otp|code|answer|key)\d?$|kennwort|contrase|credential|mot_?de_?/i;

/**
 * Marks a record of a form's fields by name, as the last step of its schema: only the value of a password-like field
 * is a secret. A user name is not one, unless it is given as `{value: …, secret: true}`: it is in half of a company's
 * pages.
 */
export function formFields<T extends z.ZodType>(record: T): T {
  fieldRecords.add(record, { secretNames: passwordLike });
  return record;
}

/** Whether a plain value of this member of a record is not a secret: the field of a form that is not password-like. */
export function isOpenField(record: z.core.$ZodType, name: string | number): boolean {
  const fields = fieldRecords.get(record);
  return fields !== undefined && !fields.secretNames.test(String(name));
}
