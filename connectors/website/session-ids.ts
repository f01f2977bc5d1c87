import { parseUrl } from "../../src/http/url.ts";

/** Parameters that servers use for session ids and for nothing else. */
const SESSION_PARAMETER =
  /^(?:php_?sess_?id|j?session_?id|jsession|sess(?:ion)?_?(?:id|key|token)|asp(?:net)?_?session_?id\w*|aspsessionid\w*|cfid|cftoken|cfsession\w*|zenid|oscsid|xtcsid|mosid|sessid|s_id)$/i;

/** Short names that are session ids where their value is one. */
const SHORT_NAME = /^(?:s|sid|sess|session|ssid)$/i;

/** As random as a session id: at least 16 letters and digits in a row, with digits among them. */
const RANDOM = /^(?=.*\d)(?=.*[a-z])[a-z0-9,_-]{16,}$|^[0-9a-f]{16,}$/i;

/** Whether a parameter of an address only carries a visitor's session. Pure. */
export const isSessionParameter = (name: string, value: string): boolean =>
  SESSION_PARAMETER.test(name) || (SHORT_NAME.test(name) && RANDOM.test(value));

/**
 * A path without the session ids that servlet containers and ASP.NET write into it: `/a;jsessionid=12` (Servlet 6.0,
 * 7.1.3), `/(S(abc))/a`. Pure.
 */
export function withoutSessionIds(path: string): string {
  return path
    .replace(/;([^/;=]+)=([^/;]*)/g, (whole, name: string, value: string) =>
      isSessionParameter(name, value) ? "" : whole,
    )
    .replace(/\/\((?:[A-Z]\([\w-]{12,}\))+\)(?=\/|$)/g, "");
}

/** Whether an address carries a visitor's session, in its path or as a parameter. Pure. */
export function hasSession(href: string, base: URL): boolean {
  if (!/[?;(]/.test(href) || !parseUrl(href, base.href)) return false;
  const { pathname, searchParams } = new URL(href, base);
  if (withoutSessionIds(pathname) !== pathname) return true;
  return [...searchParams].some(([name, value]) => isSessionParameter(name, value));
}
