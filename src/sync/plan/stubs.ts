import type { Page } from "../changes.ts";

/** As many words as a login page without a form has at most: longer texts are not equal by being short. */
const MAX_STUB_WORDS = 60;

/**
 * What servers say in place of a document, in the words of many languages. Far wider than what is called a login or an
 * error page of its own (`normalize/check/refusals.ts`): it decides only over pages of which many have the same text.
 */
const refusal = new RegExp(
  [
    // to sign in
    "(?:log|sign)[ -]?(?:in|on|ged|ed)",
    "log[io]n|password|username|authenticat\\p{L}*|authori[sz]\\p{L}*|single sign-on|sso|session (?:has )?(?:expired|ended|timed)|expired|cookies?|captcha|robots?|human",
    "anmeld\\p{L}*|einloggen|passwort|connexion|connecter|identifi\\p{L}*|iniciar sesi[oó]n|contraseña|acced\\p{L}*|entrar|inloggen|wachtwoord|logga in",
    // may not
    "access (?:is )?(?:denied|restricted)|denied|forbidden|permissions?|unauthori[sz]ed|not allowed|blocked|rate limit|too many requests|verweigert|berechtigung\\p{L}*|refusé|denegado|interdit",
    // is broken
    "errors?|went wrong|try again|(?:un)?available|maintenance|temporar\\p{L}*|timed? ?out|gateway|server|bad request|fehler|wartung|erreur|errore|fout|nicht verfügbar|indisponible",
    // is not there
    "not found|404|403|401|50[0234]|(?:can(?:no|')t|could ?n[o']t|cannot|could not) (?:be )?f(?:i|ou)nd|no longer (?:exists|available)|does ?n[o']t exist|nicht gefunden|introuvable|no encontrad\\p{L}*",
    // is not ready
    "javascript|loading|please wait|redirect\\p{L}*|browser|just a moment",
  ]
    .map((words) => `(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`)
    .concat("ログイン|エラー|登录|登入|错误|錯誤|로그인|오류|ошибк|войти|вход")
    .join("|"),
  "iu",
);

/**
 * Whether a page is one of those that say little, and the same as many others, on purpose ("Coming soon."): what tells
 * them apart is their title. A login or an error page is none: there the titles may be the listing's.
 */
export function isStub({ html, words, warnings }: Pick<Page, "html" | "words" | "warnings">): boolean {
  if (words === 0 || words > MAX_STUB_WORDS) return false;
  if (warnings.some(({ code }) => code === "looks-like-login" || code === "looks-like-error")) return false;
  return !refusal.test(html.replace(/<[^>]*>/g, " ").replaceAll("’", "'"));
}
