import type { IntercomConfig } from "../config/types.ts";
import { ConfigError } from "../errors.ts";
import { parseUrl } from "../url.ts";
import { userAgent } from "../version.ts";

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
    throw new ConfigError(`intercom.base_url is no http(s) URL: ${baseUrl}`);
  }
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, "") };
}
