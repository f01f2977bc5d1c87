import { doubt } from "./codes.ts";
import type { Profile } from "./profile.ts";

/** A login page has a form and a few lines around it; a guide to signing in that is this short says little, too. */
const MAX_LOGIN_WORDS = 120;
/** Without a visible form, only a page this short is taken for a login page by its title. */
const MAX_BARE_LOGIN_WORDS = 60;
/** Error pages are a sentence or two and some links home. */
const MAX_ERROR_WORDS = 80;

/** "Company | ", " - Help Centre": sites put their names beside a page's own title. */
const siteName = /\s+[|·–—:-]\s+/;
const loginTitle =
  /^(?:please )?(?:sign[ -]?in|log[ -]?in|log[ -]?on|sign[ -]?on|login page|single sign-on|authentication required|authenticate|anmelden|anmeldung|einloggen|connexion|se connecter|identification|iniciar sesi[oó]n|acceder|accedi|entrar|inloggen|logga in|ログイン|登录)(?: (?:to|with|bei|à|en|a) .{1,60})?[.!]?$/i;
const loginPhrases = [
  /\bforgot(?:ten)? (?:your |my )?(?:password|username)\b/i,
  /\b(?:remember me|keep me (?:signed|logged) in|stay signed in)\b/i,
  /\b(?:sign|log) ?in (?:with|using) (?:google|microsoft|github|apple|sso|saml|your)\b/i,
  /\b(?:don['’]t|do not) have an account\b|\bnew here\?/i,
  /\b(?:e-?mail(?: address)?|user ?name) (?:and )?password\b/i,
  /\b(?:passwort vergessen|mot de passe oublié|contraseña olvidada|olvidaste tu contraseña)\b/i,
];
const loginDemand =
  /\b(?:you (?:must|need to|have to) (?:be )?(?:sign|log)(?:ged|ned)?[ -]?in|please (?:sign|log)[ -]?in) (?:first )?(?:to|before) (?:continue|view|access|see|read|proceed)/i;

const errorTitle =
  /^(?:(?:error|http(?: error)?|fehler) ?:? ?)?(?:(?:4\d\d|5\d\d)(?:[ :.–—-]+)?)?(?:(?:error|(?:page |file |content |document )?(?:not found|could not be found|does ?n[o'’]t exist|no longer exists|unavailable)|access (?:denied|forbidden)|permission denied|forbidden|unauthori[sz]ed|bad (?:gateway|request)|(?:internal )?server error|service (?:temporarily )?unavailable|gateway time-?out|too many requests|something went wrong|an? (?:unexpected )?error (?:has )?occurred|just a moment|attention required|checking your browser|seite nicht gefunden|page (?:non trouvée|introuvable)|página no encontrada)[.!… ]*)?$/i;
const errorPhrases = [
  /\bpage (?:you(?:['’]re| are| were)? (?:looking for|requested|trying to (?:reach|access|view))|requested)\b/i,
  /\b(?:requested (?:url|page|resource)|this page|that page) (?:was not found|could not be found|could ?n[o'’]t be found|cannot be found|can['’]t be found|does ?n[o'’]t exist|does not exist|is (?:not|no longer) available)/i,
  /\bwe (?:could ?n[o'’]t|could not|can['’]t|cannot) find (?:the|that|this|your) page\b/i,
  /\byou (?:do ?n[o'’]t|do not) have (?:the )?(?:permission|access|authori[sz]ation) to (?:access|view|see) this\b/i,
  /\bserver (?:encountered|is temporarily|was unable|is unable|could not)\b/i,
  /\b(?:please )?(?:enable|turn on) javascript (?:and cookies )?(?:to|in your browser)\b/i,
  /\bneed to enable javascript to run this app\b/i,
  /\b(?:verify(?:ing)? (?:that )?you are (?:a )?human|checking (?:if the site|your browser))\b/i,
];

/** What a server sends in place of a document: a login page or an error page. */
export function refusals(page: Profile) {
  if (looksLikeLogin(page)) return [doubt("looks-like-login", `"${page.title}" looks like a login page`)];
  if (looksLikeError(page)) return [doubt("looks-like-error", `"${page.title}" looks like an error page`)];
  return [];
}

export function looksLikeLogin({ title, words, start, isPage, asksPassword }: Profile): boolean {
  if (words > MAX_LOGIN_WORDS) return false;
  const named = namesOf(title).some((name) => loginTitle.test(name));
  if (isPage && asksPassword && (named || words <= MAX_BARE_LOGIN_WORDS)) return true;
  if (words > MAX_BARE_LOGIN_WORDS) return false;
  const phrases = loginPhrases.filter((phrase) => phrase.test(start)).length;
  if (loginDemand.test(start)) return isPage || named;
  return phrases >= 2 || (named && (phrases > 0 || (isPage && words < 15)));
}

export function looksLikeError({ title, words, start, isPage }: Profile): boolean {
  if (words > MAX_ERROR_WORDS) return false;
  const named = namesOf(title).some((name) => name !== "" && errorTitle.test(name));
  const hasPhrase = errorPhrases.some((phrase) => phrase.test(start));
  // An author may write about an error; only a whole page can be an error page by its title alone.
  return named
    ? hasPhrase || (isPage && words <= MAX_ERROR_WORDS / 2)
    : hasPhrase && isPage && words <= MAX_ERROR_WORDS / 2;
}

function namesOf(title: string): string[] {
  const short = title.slice(0, 200).trim();
  return [short, ...short.split(siteName).map((part) => part.trim())];
}
