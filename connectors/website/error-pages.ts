import type { WebsiteOptions } from "./options.ts";
import type { PageReading } from "./page.ts";

/** What an error page, answered as if it were a page, says. */
type ErrorPage =
  | { readonly kind: "missing"; readonly reason: string; readonly soft: true }
  | { readonly kind: "denied"; readonly reason: string; readonly login: boolean };

/** An error page has fewer words. */
const MAX_WORDS = 120;
const MAX_WORDS_OF_REFUSAL = 60;

const MISSING_TITLE =
  /(?:^|\W)404(?:\W|$)|\b(?:page|document|article|site) (?:was |could |can )?not (?:be )?found\b|^not found\b|\b(?:doesn't|does not) exist\b/i;

/** Headings of wikis and shops for what is not there, in the languages that they speak. */
const MISSING_HEADING =
  /^(?:this (?:topic|page|article) does(?: not|n't) exist(?: yet)?|(?:page|topic|article) not found|no such (?:page|topic|article)|(?:dieses thema|diese seite) existiert (?:noch )?nicht|seite nicht gefunden|(?:ce sujet|cette page) n'existe pas(?: encore)?|page introuvable|(?:este tema|esta página) no existe(?: todavía| aún)?|página no encontrada|questo argomento non esiste(?: ancora)?|pagina non trovata|este tópico ainda não existe|página não encontrada|dit onderwerp bestaat nog niet|pagina niet gevonden|(?:この文書はまだ作成されていません|ページが見つかりません))[.!]?$/i;

/** Headings of pages that refuse a reader who is logged in. */
const DENIED_HEADING =
  /^(?:error:? )?(?:403:? ?)?(?:permission (?:denied|error|required)|access (?:denied|forbidden|restricted)|forbidden|not authori[sz]ed|unauthori[sz]ed|you (?:do not|don't) have permission.*|zugriff verweigert|zugang verweigert|keine berechtigung|berechtigungsfehler|autorisation refusée|accès (?:refusé|interdit)|acceso denegado|permiso denegado|accesso negato|acesso negado|permissão negada|toegang geweigerd|アクセス権限がありません)[.!]?$/i;

/** Headings of pages that only tell a visitor to log in, without a form: a private MediaWiki answers them with 200. */
const LOGIN_HEADING =
  /^(?:(?:log ?in|sign ?in|authentication) required|you (?:must|need to|have to) (?:log|sign) ?in.*|please (?:log|sign) ?in.*|anmeldung erforderlich|anmelden erforderlich|connexion nécessaire|identificación requerida|se requiere iniciar sesión|accesso richiesto|accedi per continuare|autenticação necessária|aanmelden verplicht|ログインが必要)[.!]?$/i;

/** Whether a page is an error page that the site answers with status 200. Pure. */
export function errorPageOf(
  page: PageReading,
  { auth }: Pick<WebsiteOptions, "auth">,
): ErrorPage | undefined {
  if (page.words >= MAX_WORDS) return undefined;
  const { title, heading } = page;
  if (MISSING_TITLE.test(title) || MISSING_HEADING.test(heading))
    return {
      kind: "missing",
      reason: `an error page was answered: ${MISSING_TITLE.test(title) ? title : heading}`,
      soft: true,
    };
  if (LOGIN_HEADING.test(heading))
    return { kind: "denied", reason: `the site answers "${heading}"`, login: true };
  const isRefusal = auth !== undefined && page.words < MAX_WORDS_OF_REFUSAL && DENIED_HEADING.test(heading);
  return isRefusal ? { kind: "denied", reason: `the site answers "${heading}"`, login: false } : undefined;
}
