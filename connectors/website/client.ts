import { systemClock } from "../../src/clock.ts";
import { type Requester, withAuth } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { GetOptions, HttpAnswer } from "../../src/http/http.ts";
import { createSpacing, type Spacing } from "../../src/http/spacing.ts";
import { type Site, siteOf } from "./address.ts";
import { createFormSession, type FormSession } from "./login.ts";
import type { WebsiteOptions } from "./options.ts";
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
  /**
   * Logs in again after a login page was answered; false: there is no login to repeat. `seen` is the number of logins
   * when the request was sent, so that several such answers lead to one login.
   */
  renew(seen: number, signal: AbortSignal): Promise<boolean>;
  /** The number of logins so far. */
  logins(): number;
}

/** More logins mean a session that does not last from one request to the next. */
const MAX_LOGINS = 5;

/** Opens a session; nothing is requested yet. */
export function openSession(options: WebsiteOptions, io: Pick<Io, "http">): Session {
  const site = siteOf(options);
  const { form: formOptions, ...plainAuth } = options.auth ?? {};
  const form: FormSession | undefined = formOptions && createFormSession(io.http, formOptions, site, options);
  const requester = form ?? withAuth(io.http, options.auth && !form ? plainAuth : undefined, [site.origin]);
  let robots: Promise<Robots> | undefined;
  let spacing: Spacing | undefined;

  const session: Session = {
    site,
    requester,
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
    async renew(seen, signal) {
      if (!form || form.logins() >= MAX_LOGINS) return false;
      await form.logIn(seen, signal);
      return true;
    },
    logins: () => form?.logins() ?? 0,
  };
  return session;
}
