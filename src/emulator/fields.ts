import { parseUrl } from "../http/url.ts";
import { Refusal } from "./errors.ts";

/** A request's JSON object, read field by field; `unknown` names the fields that were not read. */
export class Fields {
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  constructor(body: Readonly<Record<string, unknown>>) {
    this.#body = body;
  }

  /** A string that is not blank. @throws Refusal 400 when missing or something else. */
  text(field: string): string {
    const value = this.#required(field);
    if (typeof value !== "string") throw invalid(field, "must be a string");
    if (value.trim() === "") throw invalid(field, "must not be blank");
    return value;
  }

  optionalText(field: string): string | undefined {
    return this.#optional(field) === undefined ? undefined : this.text(field);
  }

  /** A string that may be empty. */
  markup(field: string): string {
    const value = this.#required(field);
    if (typeof value !== "string") throw invalid(field, "must be a string");
    return value;
  }

  /** An http(s) address. */
  address(field: string): string {
    return webAddress(field, this.text(field));
  }

  optionalAddress(field: string): string | undefined {
    return this.#optional(field) === undefined ? undefined : this.address(field);
  }

  flag(field: string): boolean | undefined {
    const value = this.#optional(field);
    if (value === undefined || typeof value === "boolean") return value;
    throw invalid(field, "must be true or false");
  }

  integer(field: string): number {
    const value = this.#required(field);
    if (typeof value !== "number" || !Number.isSafeInteger(value)) throw invalid(field, "must be an integer");
    return value;
  }

  oneOf<Value extends string>(field: string, allowed: readonly Value[]): Value {
    const value = this.text(field);
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw invalid(field, `must be one of ${allowed.join(", ")}`);
    return found;
  }

  optionalOneOf<Value extends string>(field: string, allowed: readonly Value[]): Value | undefined {
    return this.#optional(field) === undefined ? undefined : this.oneOf(field, allowed);
  }

  /** One integer, several, or null for none; undefined when the field is absent. */
  ids(field: string): readonly number[] | undefined {
    const value = this.#optional(field);
    if (value === undefined) return undefined;
    const list: readonly unknown[] = value === null ? [] : Array.isArray(value) ? value : [value];
    const numbers = list.filter((id): id is number => typeof id === "number" && Number.isSafeInteger(id));
    if (numbers.length < list.length) throw invalid(field, "must be an integer or an array of integers");
    return numbers;
  }

  /** Names of the fields that were not read: Intercom ignores them, and a client should not send them. */
  unknown(): string[] {
    return Object.keys(this.#body).filter((field) => !this.#read.has(field));
  }

  #optional(field: string): unknown {
    this.#read.add(field);
    return Object.hasOwn(this.#body, field) ? this.#body[field] : undefined;
  }

  #required(field: string): unknown {
    const value = this.#optional(field);
    if (value === undefined || value === null) {
      throw new Refusal(400, "parameter_not_found", `${field} is required`, field);
    }
    return value;
  }
}

export const invalid = (field: string, why: string): Refusal =>
  new Refusal(400, "parameter_invalid", `${field} ${why}`, field);

function webAddress(field: string, value: string): string {
  const url = parseUrl(value);
  if (url && (url.protocol === "http:" || url.protocol === "https:")) return value;
  throw invalid(field, "must be an http or https address");
}
