import type { MediaType } from "../../src/normalize/index.ts";

/** What was found at one address, as far as the listing needs it; plain data, so that it can be remembered. */
export type Outcome =
  /** Something to read. `canonical`: the address of the site that it names as its own, where that is another. */
  | {
      readonly kind: "document";
      readonly url: string;
      readonly mediaType: MediaType;
      readonly fingerprint: string;
      readonly title?: string;
      readonly canonical?: string;
      readonly updatedAt?: number;
      readonly links: readonly string[];
    }
  /** Its author withholds it: noindex. */
  | {
      readonly kind: "unpublished";
      readonly url: string;
      readonly reason: string;
      readonly title?: string;
      readonly links: readonly string[];
    }
  /** 410: the site says that it is gone. */
  | { readonly kind: "gone"; readonly url: string; readonly reason: string }
  /** 404, or an error page that answers 200. */
  | { readonly kind: "missing"; readonly url: string; readonly reason: string; readonly soft: boolean }
  /** Not let in: a login page, 401, 403. */
  | { readonly kind: "barred"; readonly url: string; readonly reason: string; readonly login: boolean }
  /** Leads off the site, or is nothing but a way to another page of it. */
  | { readonly kind: "elsewhere"; readonly url: string; readonly to: string; readonly permanent: boolean }
  /** No document by its nature: an image, an archive. */
  | { readonly kind: "other"; readonly url: string; readonly reason: string }
  /** Could not be read this time; `passing`: it did not answer, which says something about the site too. */
  | {
      readonly kind: "failed";
      readonly url: string;
      readonly reason: string;
      readonly hint?: string;
      readonly passing: boolean;
    };

/** The outcomes that an unchanged answer (304, lastmod) lets stand. */
export type Lasting = Extract<Outcome, { kind: "document" | "unpublished" }>;

export const isLasting = (outcome: Outcome): outcome is Lasting =>
  outcome.kind === "document" || outcome.kind === "unpublished";

/** Where a page that asks for a login usually stands. */
const loginAddress =
  /(?:^|[/._-])(?:log[-_]?in|sign[-_]?in|log[-_]?on|sso|saml2?|oauth2?|authorize|idp|adfs|auth|cas|account[s]?|identity)(?:[/._?-]|$)/i;

/** Whether an address off the site looks as if one could log in there. Pure. */
export function looksLikeLogin(address: string): boolean {
  const url = new URL(address);
  return (
    loginAddress.test(`${url.hostname}${url.pathname}`) || /^(?:login|auth|sso|id)\./i.test(url.hostname)
  );
}

/** The last part of the addresses at which sites let people log in, sign up or ask for a new password. */
const ownLogin =
  /\/(?:wp-)?(?:(?:log|sign)[-_]?(?:in|on|up)|regist(?:er|ration)|(?:reset|forgot|lost)[-_]?password|password[-_]?(?:reset|forgot|lost))(?:\.\w+)?\/?$/i;

/** Whether a login page is what one would expect at an address, and no sign of a session that ended. Pure. */
export function isLoginAddress({ pathname }: URL): boolean {
  return ownLogin.test(pathname);
}
