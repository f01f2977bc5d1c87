import { systemClock } from "../../src/clock.ts";
import { type Auth, type Requester, withAuth } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { GetOptions, HttpAnswer } from "../../src/http/http.ts";
import { createSpacing, type Spacing } from "../../src/http/spacing.ts";
import { type Site, siteOf } from "./address.ts";
import { withCookies } from "./cookies.ts";
import { createFormSession, type FormSession } from "./login.ts";
import type { WebsiteOptions } from "./options.ts";
import { Renewals } from "./renewals.ts";
import { allowAll, type Robots, readRobots } from "./robots.ts";

/** Requests to one site with one login, at the rate that its robots.txt asks for. */
export interface Session {
  readonly site: Site;
  /** Requests without that rate and with redirects followed, for what a rendered page loads. */
  readonly requester: Requester;
  /** What robots.txt allows; read with the first call. @throws FinIngestError where it cannot be read */
  robots(signal: AbortSignal): Promise<Robots>;
  /** Redirects are returned. @throws HttpError for everything but success */
  get(url: URL, options: GetOptions & { readonly signal: AbortSignal }): Promise<HttpAnswer>;
  /** Logs in again where a page asks for it. */
  readonly renewals: Renewals;
  /** The number of logins so far. */
  logins(): number;
}

/** A cookie that the options give is sent as it is; else the site's own are kept. */
function plainRequester(http: Requester, auth: Auth | undefined, origin: string): Requester {
  const authorized = withAuth(http, auth, [origin]);
  return auth?.cookie === undefined ? withCookies(authorized, new Set([origin])) : authorized;
}

/** Opens a session; nothing is requested yet. */
export function openSession(options: WebsiteOptions, io: Pick<Io, "http">): Session {
  const site = siteOf(options);
  const { form: formOptions, ...plainAuth } = options.auth ?? {};
  const form: FormSession | undefined = formOptions && createFormSession(io.http, formOptions, site, options);
  const requester = form ?? plainRequester(io.http, options.auth ? plainAuth : undefined, site.origin);
  let robots: Promise<Robots> | undefined;
  let spacing: Spacing | undefined;

  const session: Session = {
    site,
    requester,
    renewals: new Renewals(form),
    robots(signal) {
      robots ??= options.ignore_robots
        ? Promise.resolve(allowAll)
        : readRobots(requester, site.origin, signal);
      return robots.then((read) => {
        if (read.delaySeconds !== undefined) spacing ??= createSpacing(1 / read.delaySeconds, systemClock);
        return read;
      });
    },
    async get(url, options) {
      options.signal.throwIfAborted();
      await session.robots(options.signal);
      await spacing?.turn(options.signal);
      return requester.get(url, { redirects: "return", ...options });
    },
    logins: () => form?.logins() ?? 0,
  };
  return session;
}
