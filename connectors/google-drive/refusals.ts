import { FinIngestError, toFailure } from "../../src/errors.ts";
import { HttpError, type Refusal } from "../../src/http/errors.ts";
import type { GoogleDriveOptions } from "./options.ts";
import { serviceKeyOf } from "./options.ts";
import { GoogleError } from "./schema.ts";

export const scope = "https://www.googleapis.com/auth/drive.readonly";

/** Refusals that end by waiting, https://developers.google.com/workspace/drive/api/guides/handle-errors#403-errors */
const passing =
  /^(?:userRateLimitExceeded|rateLimitExceeded|sharingRateLimitExceeded|RATE_LIMIT_EXCEEDED|RESOURCE_EXHAUSTED)$/;

/** Reads a refusal of Google's. A 403 may mean "not for you" or "too fast": only its reason tells. */
export function readRefusal(status: number, body: Uint8Array): Refusal | undefined {
  const { error, error_description: description } = GoogleError.safeParse(jsonOf(body)).data ?? {};
  if (error === undefined) return undefined;
  if (typeof error === "string")
    return { code: error, said: description ? `${error}: ${description}` : error };
  const reasons = [...(error.details ?? []), ...(error.errors ?? [])].flatMap(({ reason }) => reason ?? []);
  const code = reasons[0] ?? error.status ?? undefined;
  const saysLater = status === 403 && [...reasons, error.status ?? ""].some((one) => passing.test(one));
  const said = [code, error.message].filter(Boolean).join(": ");
  return { code, said: said === "" ? undefined : said, saysLater };
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** What to do about each reason. */
const hints: Readonly<Record<string, string>> = {
  accessNotConfigured: enable("Google Drive API and the Google Docs API"),
  SERVICE_DISABLED: enable("Google Drive API and the Google Docs API"),
  ACCESS_TOKEN_SCOPE_INSUFFICIENT: `The token needs the scope ${scope}.`,
  insufficientPermissions: `The token needs the scope ${scope}.`,
  unauthorized_client: `The service account may not act for \`delegate\`: Google Admin console → Security → Access and data control → API controls → Domain-wide delegation → Add new, with the service account's client ID and the scope ${scope}.`,
  invalid_grant:
    "Check that the service account and its key still exist (console.cloud.google.com → IAM & Admin → Service Accounts → Keys), that `delegate` is a user of the domain, and this machine's clock.",
  domainPolicy:
    "The domain's administrator does not allow this access: Google Admin console → Apps → Google Workspace → Drive and Docs.",
};

function enable(apis: string): string {
  return `Enable the ${apis} in the service account's project: console.cloud.google.com → APIs & Services → Library.`;
}

/** What to do where a login is refused and Google does not say why. */
export function loginHint({ auth }: Pick<GoogleDriveOptions, "auth">): string {
  return auth.bearer === undefined
    ? `Check \`auth\`: the key of a service account (console.cloud.google.com → IAM & Admin → Service Accounts → Keys).`
    : `The access token of \`auth.bearer\` has ended, or lacks the scope ${scope}: make another, or give the key of a service account.`;
}

/** What to do where a drive or folder does not answer. */
export function shareHint({ auth, delegate }: Pick<GoogleDriveOptions, "auth" | "delegate">): string {
  const who = delegate ?? serviceKeyOf(auth)?.client_email ?? "the token's account";
  return `Check the id, and give ${who} the role Viewer: in the shared drive under Manage members, in a folder under Share.`;
}

/** Adds to what Google refuses where that is granted. @throws FinIngestError */
export async function explaining<T>(
  options: Pick<GoogleDriveOptions, "auth">,
  request: () => Promise<T>,
): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const http = httpErrorIn(error);
    const known = Object.hasOwn(hints, http?.code ?? "") ? hints[http?.code ?? ""] : undefined;
    const hint = known ?? (isLogin(error, http) ? loginHint(options) : undefined);
    if (hint === undefined) throw error;
    throw new FinIngestError(toFailure(error).message, { hint, cause: error });
  }
}

const isLogin = (error: unknown, http: HttpError | undefined): boolean =>
  http?.status === 401 || (http !== undefined && http !== error);

/** The refusal behind an error that other words were added to. */
export function httpErrorIn(error: unknown): HttpError | undefined {
  if (error instanceof HttpError) return error;
  return error instanceof FinIngestError ? httpErrorIn(error.cause) : undefined;
}
