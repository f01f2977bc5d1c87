import { importPKCS8, SignJWT } from "jose";
import { systemClock } from "../../src/clock.ts";
import type { Requester } from "../../src/connector-kit/auth.ts";
import { type TokenSource, tokenSource } from "../../src/connector-kit/oauth.ts";
import { FinIngestError } from "../../src/errors.ts";
import { scope } from "./refusals.ts";
import type { ServiceKey } from "./schema.ts";

/** So long an assertion is valid, in seconds; Google takes up to an hour. */
const VALID_FOR_S = 600;

/**
 * Access tokens for an assertion that the service account's key signs; with a delegate they are for that user.
 * @see https://developers.google.com/identity/protocols/oauth2/service-account#httprest
 */
export function serviceTokens(
  http: Pick<Requester, "post">,
  { client_email, private_key, token_uri }: ServiceKey,
  delegate: string | undefined,
): TokenSource {
  const form = async () => {
    const now = Math.floor(systemClock.now() / 1000);
    const assertion = new SignJWT({ scope })
      .setProtectedHeader({ alg: "RS256", typ: "JWT" })
      .setIssuer(client_email)
      .setAudience(token_uri)
      .setIssuedAt(now)
      .setExpirationTime(now + VALID_FOR_S);
    if (delegate !== undefined) assertion.setSubject(delegate);
    return {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: await assertion.sign(await signingKey(private_key)),
    };
  };
  return tokenSource(http, { token_url: token_uri, form });
}

/** What is wrong with a key is never quoted. */
async function signingKey(pem: string) {
  try {
    return await importPKCS8(pem.replaceAll("\\n", "\n"), "RS256");
  } catch {
    throw new FinIngestError("the service account's private key is no RSA key in PEM", {
      hint: "Make a key of the type JSON: console.cloud.google.com → IAM & Admin → Service Accounts → Keys.",
    });
  }
}
