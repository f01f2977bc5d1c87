import { CookieJar } from "tough-cookie";
import type { Requester } from "../../src/connector-kit/auth.ts";
import type { GetOptions, HttpAnswer } from "../../src/http/http.ts";

/** Requests that keep the cookies of some origins, as a browser does, until the run ends. */
export interface CookieRequester extends Requester {
  /** The names of all cookies, whatever path they are for. */
  names(): Promise<string[]>;
  clear(): Promise<void>;
}

/**
 * Servers that know no cookie of a visitor write a session id into every link, and each visit finds other addresses
 * (Jakarta Servlet 6.0, 7.1.3, https://jakarta.ee/specifications/servlet/6.0/).
 */
export function withCookies(http: Requester, origins: ReadonlySet<string>): CookieRequester {
  const jar = new CookieJar(undefined, { looseMode: true });
  let clearings = 0;

  async function send<Options extends GetOptions>(
    url: string | URL,
    request: Options,
    pass: (request: Options) => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> {
    const isOwn = origins.has(new URL(url).origin);
    const before = clearings;
    const cookie = isOwn ? await jar.getCookieString(String(url)) : "";
    const answer = await pass(
      cookie === "" ? request : { ...request, headers: { ...request.headers, cookie } },
    );
    // A late answer to a request of an earlier session must not end the new one.
    for (const one of isOwn && before === clearings ? answer.setCookies : [])
      await jar.setCookie(one, String(url), { ignoreError: true });
    return answer;
  }
  return {
    get: (url, request = {}) => send(url, request, (all) => http.get(url, all)),
    post: (url, request) => send(url, request, (all) => http.post(url, all)),
    names: async () =>
      (await jar.serialize()).cookies.flatMap(({ key }) => (typeof key === "string" ? [key] : [])),
    clear() {
      clearings += 1;
      return jar.removeAllCookies();
    },
  };
}
