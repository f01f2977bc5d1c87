import type { FormSession } from "./login.ts";

/** What came of the wish for a new session. */
export type Renewal =
  /** The session is newer than that of the request. */
  | "renewed"
  /** There is no login to repeat, or the start page shows that the session lives. */
  | "needless"
  /** The last logins helped no page. Whether this one is for others shows when the rest has been read. */
  | "postponed"
  /** So many logins mean that sessions do not last. */
  | "exhausted";

/** Logins in a row that helped no page: then pages are for others, and not the session lost. */
const MAX_FRUITLESS = 2;
/** Logins of a run, and one more for so many pages that were read. */
const MAX_LOGINS = 8;
const PAGES_PER_LOGIN = 50;

/** Decides when to log in again: a lost session and a page that is for others answer alike. */
export class Renewals {
  private readonly form: FormSession | undefined;
  /** The last login after which a page could be read that could not be read before; the first one is not in doubt. */
  private helpful = 1;
  private reads = 0;

  constructor(form: FormSession | undefined) {
    this.form = form;
  }

  /** @param seen the number of logins when the request was sent, so that several refusals lead to one login */
  async renew(seen: number, signal: AbortSignal): Promise<Renewal> {
    const { form } = this;
    if (!form) return "needless";
    if (form.logins() > seen) return "renewed";
    if (form.logins() - this.helpful >= MAX_FRUITLESS)
      return (await form.isAlive(signal)) ? "needless" : "postponed";
    return this.insist(seen, signal);
  }

  /** The same, although the last logins helped no page. */
  async insist(seen: number, signal: AbortSignal): Promise<Exclude<Renewal, "postponed">> {
    const { form } = this;
    if (!form || (await form.isAlive(signal))) return "needless";
    if (form.logins() >= MAX_LOGINS + Math.floor(this.reads / PAGES_PER_LOGIN)) return "exhausted";
    await form.logIn(seen, signal);
    return "renewed";
  }

  /** A page was read; `renewed`: it had been refused before the login of that number. */
  noteRead(login: number, { renewed }: { readonly renewed: boolean }): void {
    this.reads += 1;
    if (renewed) this.helpful = Math.max(this.helpful, login);
  }
}
