import { parseUrl, percentDecoded } from "../../src/http/url.ts";

/** Names of what ends a session: `logout`, `sign-out`, `UserLogout`, `logout_page`. */
const LOGOUT_NAME =
  /^(?:user|wp|do|auth|account|member|perform)?[-_]?(?:log|sign)[-_ ]?(?:out|off)(?:[-_]?(?:page|user|action|submit|confirm))?$|^(?:abmelden|benutzerabmeldung|ausloggen|(?:se[-_])?d[eé]connexion|(?:se[-_])?d[eé]connecter|uitloggen|afmelden|desconectar|cerrar[-_ ]?sesi[oó]n|end[-_]?session)$/i;

/** Parameters that say what to do, and those that say which page of a program answers. */
const VERB_PARAMETER = /^(?:action|act|do|cmd|command|op|operation|task|mode|perform)$/i;
const ROUTE_PARAMETER =
  /(?:action|act|do|cmd|command|op|operation|task|mode|method|func(?:tion)?|event|^page|^route|^r|^controller|^view|^option)$/i;

/** Values that change something, or show the tools of a page and not the page. */
const ACTING_VALUE =
  /^(?:(?:log|sign)[-_]?(?:in|out|on|off|up)|register|resendpwd|(?:lost|reset)[-_]?password|edit\w*|ve[-_]?edit|delete|del|destroy|remove|trash|untrash|restore|rollback|undo|revert|move|rename|copy|protect|unprotect|purge|(?:un)?watch|(?:un)?subscribe|(?:un)?follow|(?:un)?like|vote|rate|mark\w*|approve|reject|publish|unpublish|lock|unlock|create|new|add|save|submit|upload|post|reply|quote|report|draft|profile|admin|check|print\w*|export\w*|pdf|raw|source|history|revisions|diff|compare|annotate|blame|info|credits|backlinks?|recent|media(?:manager)?)$/i;

/** Parameters that carry a one-time token, or act by their name alone. */
const ACTING_PARAMETER =
  /^(?:_?wp_?nonce|nonce|sectok|_?csrf\w*|_?xsrf\w*|csrf-\w+|csrfmiddlewaretoken|authenticity_token|__requestverificationtoken|form_(?:token|key|build_id)|sesskey|logintoken|edit_?token|one[-_]?time\w*|veaction|undo|undoafter|redlink|printable|printer_?friendly|print|print[-_]?view|replytocom|add-to-cart|rollback)$/i;

/** Parameters that show an earlier state of a page, or what differs between two. */
const HISTORY_PARAMETER = /^(?:oldid|diff|diffonly|rev|rev1|rev2|rev2\[\]|difftype|version_?(?:from|to))$/i;

/**
 * MediaWiki's special pages act, report, or list the same pages in ever more orders; none is a document. Those that name
 * every page once are followed. https://www.mediawiki.org/wiki/Help:Special_pages
 */
const SPECIAL_TITLE =
  /^(?:special|spezial|sp[eé]cial|especial|speciale?|speciaal|特別|特殊|служебная):(.*)$/is;
const LISTING_TITLE = /^(?:all_?pages|categories|prefix_?index)(?:\/|$)/i;

/** Interfaces for programs: MediaWiki's, WordPress's, DokuWiki's. */
const INTERFACE = /\/(?:wp-json|wp-admin|lib\/exe)\/|\/xmlrpc\.php$/i;

/** The last folder of an address that acts on the page before it. */
const ACTING_FOLDER =
  /\/(?:edit|delete|destroy|remove|rename|move|protect|(?:un)?watch|unsubscribe|print|history|revisions|diff|annotate|export)\/?$/i;

/** Why an address must not be requested: it logs out, acts, or is no page of its own; undefined: it may be. Pure. */
export function actionOf(url: URL): string | undefined {
  const path = percentDecoded(url.pathname);
  if (path.split("/").some(isLogout)) return "it logs out";
  if (INTERFACE.test(path) || (/\/api\.php$/i.test(path) && url.searchParams.has("action")))
    return "it is for programs";
  const title = /\/(?:index\.php|wiki)\/(.+)$/i.exec(path)?.[1];
  if (title !== undefined && isActingTitle(title)) return "it acts";
  for (const [name, value] of url.searchParams) {
    const reason = actionOfParameter(name, value);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Whether a parameter carries a one-time token, or acts, whatever its value is. Pure. */
export const isActingParameter = (name: string): boolean => ACTING_PARAMETER.test(name);

function actionOfParameter(name: string, value: string): string | undefined {
  if (isActingParameter(name)) return "it carries a one-time token, or acts";
  if (HISTORY_PARAMETER.test(name)) return "it shows an earlier version of a page";
  if (LOGOUT_NAME.test(name)) return "it logs out";
  const isRoute = ROUTE_PARAMETER.test(name) || (name === "q" && value.includes("/"));
  if (isRoute && value.split(/[/.:]/).some(isLogout)) return "it logs out";
  if (VERB_PARAMETER.test(name) && (ACTING_VALUE.test(value) || /^export_/i.test(value))) return "it acts";
  return /^title$/i.test(name) && isActingTitle(value) ? "it acts" : undefined;
}

/** A folder or file of an address; a document about logging out has more words in its name. */
const isLogout = (segment: string): boolean =>
  LOGOUT_NAME.test(
    segment.replace(/[.!].*$/s, "").replace(/^(?:special|spezial|sp[eé]cial|especial|speciale):/i, ""),
  );

const isActingTitle = (title: string): boolean =>
  isSpecial(title.replaceAll(" ", "_")) || (title.includes(":") && isLogout(title));

function isSpecial(title: string): boolean {
  const name = SPECIAL_TITLE.exec(title)?.[1];
  return name !== undefined && !LISTING_TITLE.test(name);
}

/** What a link says of itself, beside its address. */
export interface LinkSigns {
  /** Its text, else its title or label. */
  readonly label: string;
  /** Its own id and class, and those of the element around it. */
  readonly names: string;
  readonly rel: string;
  /** Whether a script sends it as another request than GET, or asks before it does. */
  readonly isConfirmed: boolean;
  /** Whether it stands in a menu, header or footer. */
  readonly inBoilerplate: boolean;
}

const LOGOUT_LABEL =
  /^(?:log ?(?:out|off)|sign ?(?:out|off)|abmelden|ausloggen|d[ée]connexion|se d[ée]connecter|cerrar sesi[óo]n|salir|desconectar|terminar sess[ãa]o|sair|esci|disconnetti|uitloggen|afmelden|logga ut|log ud|logg ut|kirjaudu ulos|wyloguj(?: si[ęe])?|odhl[áa]sit(?: se)?|kijelentkez[ée]s|выйти|выход|ログアウト|サインアウト|로그아웃|退出(?:登录)?|注销|登出|çıkış|oturumu kapat|تسجيل الخروج)$/i;
const LOGOUT_NAMES = /(?:^|[\s_-])(?:log|sign)-?(?:out|off)(?:$|[\s_-])/i;
const TOOL_NAMES = /(?:^|[\s_-])(?:edit|delete|del|icon|btn|button|tools?|actions?|contextual)(?:$|[\s_-])/i;

/**
 * Classes of links to pages that nobody has written, of Redmine, DokuWiki, XWiki, Trac and Gollum; MediaWiki's are
 * recognised by `redlink=1`, because its class `new` is used elsewhere too.
 */
const UNWRITTEN = /(?:^|\s)(?:wiki-page new|wikilink2|wikicreatelink|missing wiki|internal absent)(?:\s|$)/;

/** Whether a wiki marks a link as one to a page that does not exist. Pure. */
export const leadsToUnwritten = (classes: string): boolean => UNWRITTEN.test(classes);

/** Whether a link ends the session or acts although its address does not say so. Pure. */
export function isActingLink(href: string, signs: LinkSigns): boolean {
  const { label, names, rel, isConfirmed, inBoilerplate } = signs;
  // Other wikis keep pages as they were when the page that a link names was not written yet: those are asked for.
  if (isConfirmed || LOGOUT_NAMES.test(names) || /(?:^|\s)wiki-page new(?:\s|$)/.test(names)) return true;
  if (LOGOUT_LABEL.test(label) && (inBoilerplate || href.includes("?"))) return true;
  const isMarked = /(?:^|\s)nofollow(?:\s|$)/i.test(rel) || TOOL_NAMES.test(names);
  return isMarked && ACTING_FOLDER.test(href.replace(/[?#].*$/s, ""));
}

/** Views of one page, below its own address: `/wiki/Install/history`. */
const VIEW_FOLDER =
  /^\/(?:_?history|revisions|versions|changes|annotate|blame|diff|log|compare|watchers|attachments\/new)$/i;
/** "3 revisions", "1 Version": what a wiki calls the link to them. */
const COUNTED_LABEL = /^\d[\d.,]*\s\p{L}+$/u;
const FORMAT_LABEL =
  /^(?:x?html|txt|text|plain ?text|pdf|markdown|md|textile|json|xml|atom|rss|csv|docx?|odt|epub|ics|print(?:able)?(?: version)?)$/i;
const FORMAT_EXTENSION =
  /\.(?:x?html?|txt|text|pdf|md|markdown|textile|json|xml|atom|rss|csv|docx?|odt|epub|ics)$/i;

/**
 * Whether a link shows the page that it stands on in another way: its versions, or another format, as wikis offer below
 * each page (`/wiki/Install/history`, `/wiki/Install.txt`). Pure. @param page the address of the page
 */
export function isViewOf(page: URL, href: string, { label, names, rel }: LinkSigns): boolean {
  if (!parseUrl(href, page.href)) return false;
  const to = new URL(href, page);
  if (to.origin !== page.origin) return false;
  const own = page.pathname.replace(/\/$/, "");
  const isUnsaid = /(?:^|\s)nofollow(?:\s|$)/i.test(rel);
  const rest = to.pathname.startsWith(own) ? to.pathname.slice(own.length).replace(/\/$/, "") : undefined;
  // A document about the history of something stands below it too.
  if (rest !== undefined && VIEW_FOLDER.test(rest))
    return isUnsaid || TOOL_NAMES.test(names) || COUNTED_LABEL.test(label);
  if (!FORMAT_LABEL.test(label) || !FORMAT_EXTENSION.test(to.pathname)) return false;
  return (
    (rest !== undefined && FORMAT_EXTENSION.test(rest) && !rest.includes("/")) ||
    (isUnsaid && !/\.pdf$/i.test(to.pathname))
  );
}
