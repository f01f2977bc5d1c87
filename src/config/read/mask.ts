import { percentDecoded } from "../../http/url.ts";
import { alternatives, type BareSchema, memberSchemas, type Schema } from "../schema/inspect.ts";
import { isRemark, isSecret } from "../schema/secret.ts";

const mask = "***";
const MIN_TOKEN_LENGTH = 16;

/** Shorter values occur by chance in ordinary words, which must not be masked. */
const MIN_SEARCHED_LENGTH = 6;

/**
 * Every secret in a value of the file: values whose schema is a `secret()`, and passwords in URLs anywhere (raw and
 * decoded).
 */
export function secretsIn(schema: Schema, value: unknown): string[] {
  return [...new Set(collect(alternatives(schema), value))].filter((secret) => secret !== "");
}

function collect(schemas: readonly BareSchema[], value: unknown): string[] {
  if (typeof value === "string") return schemas.some(isSecret) ? [value] : urlSecrets(value);
  return members(value).flatMap(([key, member]) => collect(memberSchemas(schemas, key), member));
}

/** The value with every secret masked, and every remark, also where a transformation of the schema moved it elsewhere. */
export function masked(schema: Schema, value: unknown, secrets: readonly string[]): unknown {
  const searched = secrets.filter(({ length }) => length >= MIN_SEARCHED_LENGTH);
  return maskIn(alternatives(schema), value, searched);
}

function maskIn(schemas: readonly BareSchema[], value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string") {
    if (schemas.some((schema) => isSecret(schema) || isRemark(schema))) return mask;
    const found = [...secrets, ...urlSecrets(value)];
    return found.reduce((text, secret) => text.replaceAll(secret, mask), value);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => maskIn(memberSchemas(schemas, index), item, secrets));
  }
  const entries = members(value);
  if (entries.length === 0) return value;
  return Object.fromEntries(
    entries.map(([key, member]) => [key, maskIn(memberSchemas(schemas, key), member, secrets)]),
  );
}

/** The members of a list or of a plain mapping. */
function members(value: unknown): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [];
  const plain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
  return plain ? Object.entries(value) : [];
}

/** Passwords of `https://user:password@host`, and tokens of `https://token@host`, which are longer than user names. */
function urlSecrets(text: string): string[] {
  const [, name = "", password = ""] =
    /^[a-z][a-z0-9+.-]*:\/\/([^\s/?#@:]*)(?::([^\s/?#@]*))?@/i.exec(text) ?? [];
  const found =
    password !== "" ? password : name.length >= MIN_TOKEN_LENGTH && /^https?:/i.test(text) ? name : "";
  return found === "" ? [] : [...new Set([found, percentDecoded(found)])];
}
