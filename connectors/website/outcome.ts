import type { MediaType } from "../../src/normalize/index.ts";
import type { HashRoutes } from "./hash-routes.ts";

/** The media types of pages that are read. */
export type PageType = Extract<MediaType, "text/html" | "text/plain" | "text/markdown" | "application/pdf">;

/** What was found at one address, as far as the listing needs it; plain data, so that it can be cached. */
export type Outcome =
  /** A page to read. `canonical`: the address of the site that it names as its own, where that differs. */
  | {
      readonly kind: "document";
      readonly url: string;
      readonly mediaType: PageType;
      readonly fingerprint: string;
      readonly title?: string | undefined;
      readonly canonical?: string | undefined;
      readonly updatedAt?: number | undefined;
      /** Of a page's words; see `similarity`. */
      readonly sketch?: readonly number[] | undefined;
      /** Addresses behind `#` that it leads to. */
      readonly hash?: HashRoutes | undefined;
      readonly links: readonly string[];
    }
  /** Its author withholds it: noindex. */
  | {
      readonly kind: "unpublished";
      readonly url: string;
      readonly reason: string;
      readonly title?: string | undefined;
      readonly hash?: HashRoutes | undefined;
      readonly links: readonly string[];
    }
  /** 410: the site says that it is gone. */
  | { readonly kind: "gone"; readonly url: string; readonly reason: string }
  /** 404, or (`soft`) an error page with status 200. */
  | { readonly kind: "missing"; readonly url: string; readonly reason: string; readonly soft: boolean }
  /** No access: a login page (`login`), 401, 403. `isLost`: no session lasts, so it says nothing of the page. */
  | {
      readonly kind: "denied";
      readonly url: string;
      readonly reason: string;
      readonly login: boolean;
      readonly isLost?: boolean | undefined;
    }
  /** Leads off the site, or only to another page of it. */
  | { readonly kind: "redirect"; readonly url: string; readonly to: string; readonly permanent: boolean }
  /** Not a document: an image, an archive. */
  | { readonly kind: "other"; readonly url: string; readonly reason: string }
  /**
   * Could not be read this time; `isTemporary`: the site itself may be down; `isRefusal`: the site answers with an
   * error that is about this address (400, 405, a redirect in a circle).
   */
  | {
      readonly kind: "failed";
      readonly url: string;
      readonly reason: string;
      readonly hint?: string | undefined;
      readonly isTemporary: boolean;
      readonly isRefusal?: boolean | undefined;
    };

export type DocumentOutcome = Extract<Outcome, { kind: "document" }>;

/** The outcomes that remain valid while the answer is unchanged (304, lastmod). */
export type CacheableOutcome = Extract<Outcome, { kind: "document" | "unpublished" }>;

export const isCacheable = (outcome: Outcome): outcome is CacheableOutcome =>
  outcome.kind === "document" || outcome.kind === "unpublished";

/** Usual addresses of pages that ask for a login. */
const LOGIN_ADDRESS =
  /(?:^|[/._-])(?:log[-_]?in|sign[-_]?in|log[-_]?on|sso|saml2?|oauth2?|authorize|idp|adfs|auth|cas|account[s]?|identity)(?:[/._?-]|$)/i;

/** Whether an address off the site looks like a login. Pure. */
export function looksLikeLogin(address: string): boolean {
  const url = new URL(address);
  return (
    LOGIN_ADDRESS.test(`${url.hostname}${url.pathname}`) || /^(?:login|auth|sso|id)\./i.test(url.hostname)
  );
}

/** The last part of the addresses at which sites let people log in, sign up or reset a password. */
const LOGIN_PATH =
  /\/(?:wp-)?(?:(?:log|sign)[-_]?(?:in|on|up)|regist(?:er|ration)|(?:reset|forgot|lost)[-_]?password|password[-_]?(?:reset|forgot|lost))(?:\.\w+)?\/?$/i;

/** Whether a login page is expected at an address, and thus not a sign of an expired session. Pure. */
export function isLoginAddress({ pathname }: URL): boolean {
  return LOGIN_PATH.test(pathname);
}
