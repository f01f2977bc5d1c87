/**
 * What to do about an error, by Intercom's code.
 * @see https://developers.intercom.com/docs/references/rest-api/errors/error-codes
 */
const byCode: Readonly<Record<string, string>> = {
  unauthorized:
    "Check the access token, and that intercom.region is the workspace's: a token is valid in its own region only.",
  token_unauthorized:
    "Check the access token, and that intercom.region is the workspace's: a token is valid in its own region only.",
  token_not_found: "Check the access token: Intercom does not know it.",
  token_blocked: "Check the access token: Intercom has blocked it.",
  token_revoked: "The access token was revoked. Make a new one in Intercom's Developer Hub.",
  token_expired: "The access token has expired. Make a new one in Intercom's Developer Hub.",
  token_suspended: "The workspace of this access token is suspended.",
  api_plan_restricted:
    "The workspace's plan does not include this part of the API: the AI Content API needs Fin.",
  forbidden: "Give the token's app the permission to read and write AI content (read_write_ai_content).",
  action_forbidden:
    "Give the token's app the permission to read and write AI content (read_write_ai_content).",
  intercom_version_invalid:
    'Set intercom.version to a version of the API that this workspace knows, such as "2.15".',
  rate_limit_exceeded: "Something else is using up the app's rate limit. Run again later.",
  too_many_requests: "Something else is using up the app's rate limit. Run again later.",
  media_type_not_acceptable:
    "Something between this machine and Intercom changes the requests. Check proxies.",
  server_error:
    "Intercom had a fault of its own. Run again later; tell its support the request id if it stays.",
  service_unavailable: "Intercom is not available at the moment. Run again later.",
};

export interface Refused {
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly field: string | undefined;
  readonly message: string;
}

/** The next step for a person, where one is known. */
export function hintFor({ status, code, field, message }: Refused): string | undefined {
  if (code === "parameter_invalid" && /audience/i.test(`${field ?? ""} ${message}`)) {
    return "Check the source's audience_ids: each must be an audience of this workspace (Intercom › Fin AI Agent › Audiences).";
  }
  if (code !== undefined && byCode[code]) return byCode[code];
  if (status === 401) return byCode.unauthorized;
  if (status === 403) return byCode.forbidden;
  if (status === 413) return "Intercom finds this page too large. Split the document, or exclude it.";
  if (code === "parameter_invalid") return "Intercom does not take this value; the message says which.";
  if (status !== undefined && status >= 500) return byCode.server_error;
  return undefined;
}
