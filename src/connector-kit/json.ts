import type { z } from "zod";
import { FinIngestError } from "../errors.ts";
import type { GetOptions, Http, HttpAnswer } from "../http/http.ts";
import { displayUrl } from "../http/url.ts";

/** One request to a JSON API. With a `json` it is a POST of that, for APIs whose searches are POSTs. */
export interface JsonRequest {
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly json?: unknown;
  readonly signal: AbortSignal;
  /** The largest answer taken. */
  readonly maxBytes?: number | undefined;
}

/** What a JSON API answered, as its schema reads it. */
export interface JsonAnswer<T> {
  readonly value: T;
  readonly answer: HttpAnswer;
}

/**
 * Asks a JSON API and reads its answer. Whatever does not fit the schema is an error, never an empty answer: a listing
 * read from half an answer would look like deletions.
 *
 * @throws HttpError for anything but 2xx; FinIngestError for an answer that is not JSON or has another shape; the
 *   signal's reason when it fires
 */
export async function askJson<T>(
  http: Pick<Http, "get" | "post">,
  { url, json, headers, maxBytes, signal }: JsonRequest,
  schema: z.ZodType<T>,
): Promise<JsonAnswer<T>> {
  const options: GetOptions = {
    accept: "application/json",
    signal,
    ...(headers === undefined ? {} : { headers }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
  const answer =
    json === undefined
      ? await http.get(url, options)
      : await http.post(url, { ...options, body: JSON.stringify(json), contentType: "application/json" });
  return { value: parsed(answer, schema), answer };
}

/**
 * The JSON of an answer that was read already.
 * @throws FinIngestError for what is not JSON or has another shape
 */
export function parsed<T>(answer: HttpAnswer, schema: z.ZodType<T>): T {
  const where = displayUrl(answer.url);
  const result = schema.safeParse(jsonOf(answer, where));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue && issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
  throw new FinIngestError(
    `${where} answered in another shape than documented: ${place}${issue?.message ?? "not as expected"}`,
    { hint: "If the address is right, the system has changed: please report it with its version." },
  );
}

/** "No content" is JSON's null, for the caller to judge: https://www.rfc-editor.org/rfc/rfc9110#section-15.3.5 */
function jsonOf({ status, body, headers }: HttpAnswer, where: string): unknown {
  if (status === 204) return null;
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch (error) {
    const type = headers["content-type"] ?? "no content type";
    throw new FinIngestError(`${where} did not answer with JSON (${type}, ${body.byteLength} bytes)`, {
      hint: "Check the address: a login page or a proxy may stand in front of the API.",
      cause: error,
    });
  }
}
