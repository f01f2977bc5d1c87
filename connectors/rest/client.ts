import { z } from "zod";
import { withAuth } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { askJson } from "../../src/connector-kit/json.ts";
import { FinIngestError, TryLaterError } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { HttpAnswer } from "../../src/http/http.ts";
import { displayUrl } from "../../src/http/url.ts";
import { holds, lenient } from "./condition.ts";
import { expand, expandJson, MissingValueError, placeholdersIn } from "./expression.ts";
import { valueAt } from "./jsonpath.ts";
import type { RestOptions } from "./options.ts";
import { originOf } from "./options-parts.ts";

/** A request that the options describe. With `json` it is a POST. */
export interface Question {
  readonly url: URL;
  readonly json?: unknown;
}

export interface Answer {
  readonly json: unknown;
  readonly http: HttpAnswer;
}

/** The system answered 200 with an error in its body. */
class ReportedError extends FinIngestError {
  readonly json: unknown;
  constructor(message: string, path: string, json: unknown) {
    super(message, {
      hint: `The option \`error\` (${path}) says that it is one. If it is about permissions, check \`auth\`.`,
    });
    this.json = json;
  }
}

/** Sends a request with the source's credentials; `option` names it in errors. */
export type Ask = (
  question: Question,
  option: string,
  signal: AbortSignal,
  maxBytes?: number,
) => Promise<Answer>;

/** Requests with the source's credentials, to the hosts that its options name. */
export interface Client {
  readonly ask: Ask;
  /** A file's text, which is not JSON; from the hosts of `detail.job.hosts` as well, without credentials there. */
  fetchText(url: URL, option: string, signal: AbortSignal, maxBytes: number | undefined): Promise<string>;
}

/**
 * Requests with the options' headers and credentials, to the hosts that the options name in full and to no others.
 * @throws FinIngestError for a refusal, an answer that is not JSON and one that is an error by the option `error`
 */
export function createClient(options: RestOptions, io: Pick<Io, "http">): Client {
  const origins = originsOf(options);
  const fileOrigins = new Set([
    ...origins,
    ...(options.detail?.job?.hosts ?? []).flatMap((host) => originOf(host) ?? []),
  ]);
  const http = withAuth(io.http, options.auth, [...origins]);
  return {
    async ask({ url, json }, option, signal, maxBytes) {
      refuseForeign(url, origins, option);
      const request = { url, headers: options.headers, signal, json, maxBytes };
      const { value, answer } = await askJson(http, request, z.unknown()).catch((error: unknown) => {
        throw withOption(error, option, options.access);
      });
      refuseError(options, option, value, answer);
      return { json: value, http: answer };
    },
    async fetchText(url, option, signal, maxBytes) {
      refuseForeign(url, fileOrigins, option);
      const limit = maxBytes === undefined ? {} : { maxBytes };
      const { body } = await http.get(url, { signal, ...limit }).catch((error: unknown) => {
        throw withOption(error, option, options.access);
      });
      return Buffer.from(body).toString("utf8");
    },
  };
}

function refuseForeign(url: URL, origins: ReadonlySet<string>, option: string): void {
  if (origins.has(url.origin)) return;
  throw new FinIngestError(`${option}: ${displayUrl(url)} is on another host than the configured ones`, {
    hint: "Credentials and requests stay with the hosts that the options name. If the address is right, name its host there.",
  });
}

/** The origins of all addresses in the options. */
function originsOf({ list, detail, confirm }: RestOptions): ReadonlySet<string> {
  const lists = [list].flat().flatMap((request) => [request, ...(request.each ?? [])]);
  const urls = [...lists, ...[detail ?? []].flat(), ...[confirm ?? []].flat()].map(({ url }) => url);
  return new Set(urls.flatMap((url) => originOf(url) ?? []));
}

function refuseError({ error }: RestOptions, option: string, value: unknown, answer: HttpAnswer): void {
  const condition = lenient(error).find((one) => holds(one, value));
  if (!condition) return;
  const details = JSON.stringify(valueAt(condition.path, value)) ?? "";
  const message = `${option}: ${displayUrl(answer.url)} answered with an error: ${details.slice(0, 200)}`;
  throw new ReportedError(message, condition.path, value);
}

/** The error with the option's name and a hint. A refusal stays an HttpError in `cause`. */
function withOption(error: unknown, option: string, access: string | undefined): unknown {
  if (!(error instanceof FinIngestError) || error instanceof TryLaterError) return error;
  const hint = hintFor(error, option, access) ?? error.hint;
  return new FinIngestError(`${option}: ${error.message}`, {
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });
}

function hintFor(error: FinIngestError, option: string, access: string | undefined): string | undefined {
  const where = access === undefined ? "" : ` ${access}`;
  switch (statusOf(error)) {
    case 401:
      return `Check \`auth\`: the system asks for credentials, or does not accept those it got.${where}`;
    case 403:
      return `The system accepts the credentials and refuses: give the account or token of \`auth\` the permission to read this.${where}`;
    case 404:
      return `There is nothing at this address: check \`${option}.url\`, and whether the system's API is enabled.`;
    default:
      return undefined;
  }
}

/** The HTTP status that caused an error. */
export function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpError) return error.status;
  return error instanceof FinIngestError && error.cause !== undefined ? statusOf(error.cause) : undefined;
}

/** The JSON of the answer that caused an error, where it is known: of a refusal, only if it is short. */
export function refusalOf(error: unknown): unknown {
  if (error instanceof ReportedError) return error.json;
  if (error instanceof FinIngestError && !(error instanceof HttpError)) return refusalOf(error.cause);
  if (!(error instanceof HttpError) || error.excerpt === undefined) return undefined;
  try {
    return JSON.parse(error.excerpt);
  } catch {
    return undefined;
  }
}

/**
 * The request for one document, made from its record.
 * @throws MissingValueError where the record lacks a value, or a value would change the request's path
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
    json: json === undefined ? undefined : expandJson(json, record, `${option}.json`),
  };
}
