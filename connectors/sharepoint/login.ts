import { createPrivateKey, type KeyObject, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { type TokenSource, tokenSource } from "../../src/connector-kit/oauth.ts";
import { ConfigError } from "../../src/errors.ts";
import type { Http } from "../../src/http/http.ts";
import type { Certificate, SharepointOptions } from "./options.ts";

type Login = Pick<
  SharepointOptions,
  "tenant" | "client_id" | "client_secret" | "certificate" | "login_url" | "base_url"
>;

/**
 * Tokens for Microsoft Graph by client credentials, with a secret or with an assertion that the certificate's key signs.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 * @throws ConfigError where the private key cannot be read
 */
export function graphTokens(http: Pick<Http, "post">, login: Login): TokenSource {
  const token_url = `${login.login_url}/${encodeURIComponent(login.tenant)}/oauth2/v2.0/token`;
  const common = {
    grant_type: "client_credentials",
    client_id: login.client_id,
    scope: `${login.base_url}/.default`,
  };
  const { certificate, client_secret = "" } = login;
  const key = certificate && privateKeyOf(certificate);
  const form = async () => {
    if (!certificate || !key) return { ...common, client_secret };
    return {
      ...common,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await assertionOf(login.client_id, certificate, key, token_url),
    };
  };
  return tokenSource(http, { token_url, form });
}

/** Entra's own clock may differ from this machine's. */
const CLOCK_SKEW_S = 60;
const VALID_FOR_S = 300;

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
function assertionOf(
  clientId: string,
  { thumbprint }: Pick<Certificate, "thumbprint">,
  key: KeyObject,
  audience: string,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const digest = Buffer.from(thumbprint, "hex").toString("base64url");
  return new SignJWT()
    .setProtectedHeader({
      alg: "PS256",
      typ: "JWT",
      ...(thumbprint.length === 40 ? { x5t: digest } : { "x5t#S256": digest }),
    })
    .setAudience(audience)
    .setIssuer(clientId)
    .setSubject(clientId)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setNotBefore(now - CLOCK_SKEW_S)
    .setExpirationTime(now + VALID_FOR_S)
    .sign(key);
}

function privateKeyOf({ private_key }: Certificate): KeyObject {
  const hint =
    "Give the key's PEM itself, with its lines -----BEGIN PRIVATE KEY-----; `openssl pkcs12 -in app.pfx -nocerts -nodes` takes it out of a .pfx file.";
  let key: KeyObject;
  try {
    // Many stores of secrets keep a text of several lines in one.
    key = createPrivateKey(private_key.replaceAll("\\n", "\n"));
  } catch {
    // The parser's own error may quote what it was given.
    throw new ConfigError("certificate.private_key is not a private key in PEM", { hint });
  }
  if (key.asymmetricKeyType === "rsa") return key;
  throw new ConfigError("certificate.private_key is not an RSA key, and Entra takes no other", { hint });
}

/** What to do where the credentials are refused. */
export const loginHint = ({ certificate }: Pick<Login, "certificate">): string =>
  `Check \`tenant\`, \`client_id\` and ${
    certificate
      ? "`certificate` (the app's certificate with this thumbprint"
      : "`client_secret` (its value, not its id"
  }, not expired): Entra admin center → App registrations → the app → Certificates & secrets. In a national cloud, check \`login_url\` and \`base_url\`.`;
