import type { Question } from "./ask.ts";
import { expand, expandJson, MissingValueError, placeholdersIn } from "./expression.ts";

/**
 * The request for one document, made from its record.
 * @throws MissingValueError where the record lacks a value, or has one that would lead to another address
 */
export function questionFor(
  { url, json }: { readonly url: string; readonly json?: unknown },
  record: unknown,
  option: string,
): Question {
  const text = expand(url, record, "url");
  if (text === undefined)
    throw new MissingValueError(
      `${option}.url: {${placeholdersIn(url).join("}, {")}}: one of them leads to nothing`,
    );
  const [path = ""] = text.split(/[?#]/);
  if (path.split("/").some((step) => step === "." || step === ".."))
    throw new MissingValueError(`${option}.url: a value of the record (. or ..) leads out of its folder`);
  return {
    url: new URL(text),
    ...(json === undefined ? {} : { json: expandJson(json, record, `${option}.json`) }),
  };
}
