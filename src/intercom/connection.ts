import type { IntercomConfig } from "../config/types.ts";
import { ConfigError } from "../errors.ts";
import { parseUrl } from "../http/url.ts";
import { userAgent } from "../package.ts";

/**
 * The headers of every request.
 * @throws ConfigError, without the token, when the token cannot be sent in a header
 */
export function headersFor({ token, version }: IntercomConfig): Record<string, string> {
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigError(
      "the Intercom access token has characters that no token has (a space or a line break?)",
      {
        hint: "Copy it again from Intercom's Developer Hub.",
      },
    );
  }
  return {
    authorization: `Bearer ${token}`,
    "intercom-version": version,
    accept: "application/json",
    "user-agent": userAgent,
  };
}

/**
 * Scheme, host and port, and the path before the API's paths (empty but behind a proxy).
 * @throws ConfigError
 */
export function endpoint(baseUrl: string): { origin: string; prefix: string } {
  const url = parseUrl(baseUrl);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ConfigError(`intercom.base_url is not an http(s) URL: ${baseUrl}`);
  }
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, "") };
}

/** Audiences on Content Import Sources came with 2.15; `Preview` and `Unstable` are newer than any number. */
export const knowsAudiences = (version: string): boolean => isFrom(version, 15);

/** `GET /content/search` came with 2.16. */
export const knowsContentSearch = (version: string): boolean => isFrom(version, 16);

function isFrom(version: string, minor: number): boolean {
  const parts = /^(\d+)\.(\d+)$/.exec(version);
  if (!parts) return true;
  const major = Number(parts[1]);
  return major > 2 || (major === 2 && Number(parts[2]) >= minor);
}

/**
 * Refuses audiences that Intercom would drop silently: the source would then be visible to everybody.
 * @throws ConfigError when audiences are asked for and the version has none
 */
export function requireAudiences(version: string): void {
  if (knowsAudiences(version)) return;
  throw new ConfigError(
    `audience_ids needs Intercom's API version 2.15 or later, and intercom.version is ${version}`,
    {
      hint: 'Set intercom.version to "2.15" or later, or take audience_ids out.',
    },
  );
}
