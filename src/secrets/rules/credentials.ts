import { percentDecoded } from "../../http/url.ts";
import { isRealCredential, isRealPassword } from "../password.ts";
import { armouredKey, isPrivateKey } from "../private-key.ts";
import { isDrawn } from "../randomness.ts";
import { isLiveJwt } from "../token-checks.ts";
import { form, type SecretRule, token } from "./rule.ts";

const any = () => true;
const credential = { counts: isRealCredential };

/** `user:password` in base64. */
function isBasic(random: string): boolean {
  const text = Buffer.from(random, "base64").toString("latin1");
  if (!/^[\x20-\x7e]{5,300}$/.test(text)) return false;
  const [user = "", ...rest] = text.split(":");
  const password = rest.join(":");
  return rest.length > 0 && (isRealCredential(password) || (password.length < 3 && isDrawn(user)));
}

/** A value of a manifest in base64 that is neither bytes nor something that somebody thought of. */
function isEncodedSecret(random: string): boolean {
  const text = Buffer.from(random, "base64").toString("latin1").trim();
  return /^[\x21-\x7e]{8,300}$/.test(text) && isRealPassword(text) && isDrawn(text);
}

const isRealInUrl = (password: string): boolean => isRealCredential(percentDecoded(password));

/** What opens a door by its form, whoever made it: private keys, signed tokens, addresses with passwords, headers, files. */
export const credentialRules: readonly SecretRule[] = [
  form("private-key", "https://www.rfc-editor.org/rfc/rfc7468", "PRIVATE", armouredKey, {
    counts: (_, match) => isPrivateKey(match),
  }),
  form(
    "private-key",
    "https://www.rfc-editor.org/rfc/rfc5208",
    "BADANBgkqhkiG9w0BAQEFAASC",
    /MII[A-Z][A-Za-z0-9+/]{2}IBADANBgkqhkiG9w0BAQEFAASC(?<random>[A-Za-z0-9+/\s]{400,8000}={0,2})/,
    { counts: any },
  ),
  form(
    "private-key",
    "https://www.rfc-editor.org/rfc/rfc8410",
    "MC4CAQAwBQYDK2Vw MC4CAQAwBQYDK2Vu",
    /MC4CAQAwBQYDK2V[wu]BCIEI(?<random>[A-Za-z0-9+/]{40,44})/,
  ),
  form(
    "private-key",
    "https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key",
    "b3BlbnNzaC1rZXktdjE",
    /(?<![A-Za-z0-9+/])b3BlbnNzaC1rZXktdjE(?<random>[A-Za-z0-9+/\s]{200,8000})/,
    { counts: any },
  ),
  form(
    "private-key",
    "https://www.rfc-editor.org/rfc/rfc7517",
    '"d"',
    /"d"\s{0,3}:\s{0,3}"(?<random>[\w-]{40,700})"/,
  ),
  form(
    "putty-private-key",
    "https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html",
    "PuTTY-User-Key-File-",
    /PuTTY-User-Key-File-\d:[^\0]{1,4000}?Private-Lines: [1-9]/,
    { counts: any },
  ),
  token(
    "jwt",
    "https://www.rfc-editor.org/rfc/rfc7519",
    "eyJ",
    /[\w-]{8,2000}\.eyJ[\w-]{8,8000}\.[\w-]{20,2000}/,
    { counts: (_, match) => isLiveJwt(match) },
  ),
  form(
    "url-password",
    "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
    "://",
    /(?<=[a-z0-9]):\/\/[^\s:/@"'<>]{0,100}:(?<random>[^\s@"'<>/]{3,200})@[^\s"'<>/]{1,200}/i,
    { counts: isRealInUrl },
  ),
  form(
    "url-password",
    "https://docs.oracle.com/en/database/oracle/oracle-database/23/jjdbc/data-sources-and-URLs.html",
    "jdbc:oracle",
    /jdbc:oracle:\w{2,8}:[^\s/@]{1,60}\/(?<random>[^\s@"'<>]{4,100})@/,
    credential,
  ),
  form(
    "authorization-basic",
    "https://www.rfc-editor.org/rfc/rfc7617",
    "asic",
    /\b[Bb]asic["']?\s{1,3}["']?(?<random>[A-Za-z0-9+/]{8,600}={0,2})/,
    { counts: isBasic },
  ),
  form(
    "basic-credentials",
    "https://docs.docker.com/reference/cli/docker/login/",
    "auth",
    /(?:"auth"|_auth|^auth)["']?\s{0,3}[:=]\s{0,3}["']?(?<random>[A-Za-z0-9+/]{8,600}={0,2})/m,
    { counts: isBasic },
  ),
  form(
    "curl-password",
    "https://curl.se/docs/manpage.html#-u",
    "-u --user",
    /(?:\s|^)(?:-u|--user|--proxy-user)[ =]{0,3}["']?[^\s:"']{1,100}:(?<random>(?!\/\/)[^\s"']{3,128})/,
    credential,
  ),
  form(
    "netrc-password",
    "https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html",
    "login",
    /\blogin\s{1,4}\S{1,100}\s{1,4}password\s{1,4}(?<random>[^\s"'<>]{4,128})/,
    credential,
  ),
  form(
    "pgpass-password",
    "https://www.postgresql.org/docs/current/libpq-pgpass.html",
    ":5432: :5433: :5434: :6432: :*:",
    /(?<![\w:/.-])[\w*-][\w.-]{0,100}:(?:\d{2,5}|\*):[\w*-]{1,63}:[\w*-]{1,63}:(?<random>[^\s:]{6,128})(?!\S)/,
    credential,
  ),
  form(
    "kubernetes-secret",
    "https://kubernetes.io/docs/concepts/configuration/secret/",
    "kind:",
    /(?<=[\s"'{,])["']?[\w.-]{1,60}["']?:\s{1,3}["']?(?<random>[A-Za-z0-9+/]{8,2000}={0,2})(?=["'\s,}]|$)/,
    { counts: isEncodedSecret },
  ),
  form(
    "totp-seed",
    "https://github.com/google/google-authenticator/wiki/Key-Uri-Format",
    "otpauth:",
    /otpauth:\/\/[^\s"'<>]{1,300}?[?&;]secret=(?<random>[A-Z2-7]{16,128})/i,
  ),
  form(
    "totp-seed",
    "https://www.rfc-editor.org/rfc/rfc6238",
    "OTP otp 2FA 2fa MFA mfa uthenticator",
    /(?:T?OTP|2FA|MFA|authenticator)[\w -]{0,24}(?:secret|seed|key)[\w -]{0,12}["'`*]{0,3}\s{0,3}(?:[:=|\t]|is)\s{0,3}["'`*]{0,3}(?<random>(?:[A-Z2-7]{4}[ -]?){4,16})(?![A-Za-z0-9])/i,
    { counts: (random) => isDrawn(random.replace(/[ -]/g, "")) },
  ),
  form(
    "app-password",
    "https://support.google.com/accounts/answer/185833",
    "password",
    /app(?:lication)?[ -]password["'`*]{0,3}\s{0,3}(?:[:=|\t]|is)\s{0,3}["'`*]{0,3}(?<random>[a-z]{4} [a-z]{4} [a-z]{4} [a-z]{4})(?![a-z])/i,
    { counts: (random) => isDrawn(random.replaceAll(" ", "")) },
  ),
  form(
    "nuget-password",
    "https://learn.microsoft.com/en-us/nuget/reference/nuget-config-file",
    "assword",
    /key="(?:ClearText)?Password"\s{1,3}value="(?<random>[^"\n]{6,200})"/i,
    { counts: isRealPassword },
  ),
];
