import { systemClock } from "../../src/clock.ts";
import { type Asking, withAuth } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { GetOptions, HttpAnswer } from "../../src/http/http.ts";
import { createSpacing, type Spacing } from "../../src/http/spacing.ts";
import { type Site, siteOf } from "./address.ts";
import { type FormSession, formSession } from "./login.ts";
import type { WebsiteOptions } from "./options.ts";
import { allowAll, type Robots, readRobots } from "./robots.ts";

/** Requests to one site under one identity, at the pace that it asks for. */
export interface Session {
  readonly site: Site;
  /** Requests as they are, at no pace of the site's own and with redirects followed: for what a page consists of. */
  readonly asking: Asking;
  /** What robots.txt allows; read with the first call. @throws when the site does not say */
  robots(signal: AbortSignal): Promise<Robots>;
  /** Redirects are returned. @throws HttpError for what is no success */
  get(url: URL, options: GetOptions & { readonly signal: AbortSignal }): Promise<HttpAnswer>;
  /**
   * Logs in anew after a login page was answered; false: there is no login to repeat. Counts how often it was done
   * when the request was sent, so that several such answers lead to one login.
   */
  renew(seen: number, signal: AbortSignal): Promise<boolean>;
  /** How often was logged in so far. */
  logins(): number;
}

/** More than this is a login that does not last from one request to the next. */
const mostLogins = 5;

/** Opens a session; nothing is asked before the first request. */
export function openSession(options: WebsiteOptions, io: Pick<Io, "http">): Session {
  const site = siteOf(options);
  const { form: formOptions, ...plainAuth } = options.auth ?? {};
  const form: FormSession | undefined = formOptions && formSession(io.http, formOptions, site, options);
  const asking = form ?? withAuth(io.http, options.auth && !form ? plainAuth : undefined, [site.origin]);
  let robots: Promise<Robots> | undefined;
  let spacing: Spacing | undefined;

  const session: Session = {
    site,
    asking,
    robots(signal) {
      robots ??= options.ignore_robots ? Promise.resolve(allowAll) : readRobots(asking, site.origin, signal);
      return robots.then((read) => {
        if (read.delaySeconds !== undefined) spacing ??= createSpacing(1 / read.delaySeconds, systemClock);
        return read;
      });
    },
    async get(url, wishes) {
      wishes.signal.throwIfAborted();
      await session.robots(wishes.signal);
      await spacing?.turn(wishes.signal);
      return asking.get(url, { redirects: "return", ...wishes });
    },
    async renew(seen, signal) {
      if (!form || form.logins() >= mostLogins) return false;
      await form.logIn(seen, signal);
      return true;
    },
    logins: () => form?.logins() ?? 0,
  };
  return session;
}
