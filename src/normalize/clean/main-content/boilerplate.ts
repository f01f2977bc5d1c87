import { furtherReadingAbroad, pagerLabelsAbroad, toolSentencesAbroad } from "./languages.ts";

/** What surrounds the content of a page, as data. */

/** Elements that are boilerplate by their name. */
export const boilerplateElements: ReadonlySet<string> = new Set("nav footer menu dialog search".split(" "));

/** https://www.w3.org/TR/wai-aria-1.2/#landmark_roles */
const boilerplateRoles: ReadonlySet<string> = new Set(
  "navigation banner contentinfo complementary search menu menubar toolbar dialog alertdialog tooltip tree doc-toc".split(
    " ",
  ),
);

/** The same in microdata: https://schema.org/WebPageElement */
const pageElements: Readonly<Record<string, string>> = {
  WPHeader: "banner",
  WPFooter: "contentinfo",
  WPSideBar: "complementary",
  SiteNavigationElement: "navigation",
};

/** The role of an element that surrounds the content, as it states itself; undefined for all others. */
export function landmarkOf({ role, itemtype }: Readonly<Record<string, string>>): string | undefined {
  if (role !== undefined && boilerplateRoles.has(role)) return role;
  const kind = itemtype === undefined ? undefined : /\bschema\.org\/(\w+)\s*$/.exec(itemtype)?.[1];
  return kind === undefined ? undefined : pageElements[kind];
}

/** Parts of class names and ids that name boilerplate, as regular expression sources for kebab-case names. */
export const boilerplateWords: readonly string[] = [
  "navbar|navigation|navigation-?bar|doc-?nav|sidenav|topnav|navbox|subnav|navheader|navfooter|local-?nav|global-?nav",
  "side-?bar|sphinxsidebar|left-?col|right-?(?:col|rail)|rail",
  "bread-?crumbs?|crumbs?",
  "toc|table-?of-?contents?|on-?this-?page|page-?toc|contents-?list|toctree-wrapper|toctree|in-?page-?nav|scrollspy",
  "pagination|paginator|pager|prev-?next|previous-?next|next-?prev|rellinks|next-?page|prev-?page|page-?nav|next-?steps-?nav",
  "edit-?(?:this-?)?(?:page|link|on-?github)|edit-?me|view-?source|page-?actions?|page-?meta|page-?info|last-?(?:updated|modified|edited)|article-?meta|post-?meta|source-?link",
  "feedback|helpful|rating|vote|votes|survey|was-?this",
  "cookies?|consent|gdpr|onetrust|cookie-?banner",
  "footer|site-?header|title-?area|page-?header-?bar|masthead|top-?bar|topbar|header-?bar|global-?header|skip-?(?:link|to|nav|links)|skiplinks?|announcement|announce",
  "mega-?menu|hamburger|off-?canvas",
  "share|sharing|social|social-?links|addthis|sharethis",
  "newsletter|subscribe|subscription|sign-?up|sponsor|sponsors|carbon-?ads|carbonads|ad|ads|advert|advertisement",
  "related|related-?(?:posts|articles|content|links)|recommended|recommendations|see-?also-?nav|read-?next|more-?articles",
  "comments?-?(?:section|area|list)|disqus|giscus|utterances",
  "version-?(?:picker|select|selector|switcher|warning-?banner)|language-?(?:picker|select|selector|selection|switcher)|lang-?switch(?:er)?|(?:top|bottom)-?langs?|locale-?switcher|theme-?toggle|rst-versions",
  "search|search-?(?:box|form|bar|results)|docsearch",
  "catlinks|mw-jump-link|mw-indicators|printfooter|site-?sub|contributors?|author-?(?:box|bio|card)|authors?-list|byline",
  "(?:post-|entry-|article-|blog-)?author-?(?:info|profile|description|about|details|area|block|wrap(?:per)?|vcard)|about-?(?:the-)?author|posted-?on|reading-?time|read-?time",
  "(?:entry|post|article|blog)-?(?:info|date|time|tags?|categor(?:y|ies)|share|social|byline|nav(?:igation)?|footer)|entry-meta|blog-meta|tags?-links|cat-links|nav-links",
  "(?<=^|\\s|(?:^|[\\s_-])(?:post|message|user|forum|profile)[_-])signature|post-?profile|postbody-profile|poster|user-?info|user-?details|message-(?:user|signature|attribution|cell--user|user-?extras)|author-?pane|post-?signature|post-?buttons|quick-?reply|thread-?tools",
  "print-?only|tooltip|modal|popup|popover|lightbox|back-?to-?top|scroll-?top|indexterm",
];

/**
 * The same, of names that builders of pages also give to parts with a text: a part with sentences is content, whether an
 * accordion's answer (`dropdown`), a card with a description (`nav-card`) or a note to the readers of a wiki (`noprint`).
 */
export const doubtfulWords: readonly string[] = ["nav|menu|dropdown|drop-?down|flyout|no-?print"];

/** As the doubtful ones, but within an article they are the site's. */
export const invitingWords: readonly string[] = ["cta|promo|promotion"];

/** What only a page's tools ask, also in a heading; compared without case. */
export const feedbackQuestions: readonly RegExp[] = [
  /^(?:was|is|did) (?:this|that|it) (?:page|article|doc|document|documentation|section|topic|content|information|answer|reply)?\s*(?:helpful|useful|help you|(?:answer|solve) your (?:question|issue|problem))?\??(?:\s*(?:yes|no)\s*)*(?:let us know so we can improve!)?$/,
  /^did you find (?:it|this|that)(?: (?:page|article|answer|summary))? (?:helpful|useful)\??(?:\s*(?:yes|no)\s*)*$/,
  /^how can we improve this (?:page|article)\?$/,
  /^what are your feelings\??$/,
  /^(?:did|have) you (?:find|found) (?:this (?:page|article|information)|what you (?:were|are) looking for)\b.{0,20}$/,
];

/** Lines that only a page's tools print; compared without case. */
export const toolSentences: readonly RegExp[] = [
  ...feedbackQuestions,
  /^(?:edit|view|improve)(?: (?:this|the|on|in|with|source|of|page|github|gitlab|doc(?:s|umentation)?|a|an|article|for))+[.!]?$/,
  /^(?:suggest (?:an )?edits?|report (?:an )?(?:issue|problem|bug))(?: (?:to|this|the|on|in|with|of|page|github|gitlab|doc(?:s|umentation)?|a|an|article|for))*[.!]?$/,
  /^(?:(?:this (?:page|article|document|topic) (?:was|has been) )?last (?:updated|modified|edited|reviewed|changed)|(?:this )?page (?:was )?last)\b.{1,60}$/,
  /^(?:updated|published)(?: on| at|:)?\s.{0,30}\b(?:(?:19|20)\d\d|ago)\b.{0,30}$/,
  /^(?:created|modified|updated|published|posted) (?:on|at):?\s.{0,30}\b(?:19|20)\d\d\b.{0,30}$/,
  /^(?:created|written|published|posted) by .{2,40} on .{4,20}\b(?:19|20)\d\d\b.{0,20}$/,
  /^(?:\d+ out of \d+|\d+ ?%|\d+ (?:people|person|users?)) found this (?:article |answer |reply )?(?:helpful|useful)\.?$/,
  /^have more questions\?(?: submit a request\.?)?$/,
  /^still (?:need help|stuck)\? (?:contact (?:us|support)|how can we help\?)\.?$/,
  /^(?:please )?let us know (?:so|how) we can improve.{0,20}$/,
  /^more information about the \S{1,40} mailing list$/,
  /^last (?:updated?|modified|edited|reviewed|changed)(?: on| at|:)? .{0,16}\b(?:19|20)\d\d\b.{0,120}$/,
  /^(?:on this page|in this (?:article|page|section|topic)|table of contents|page contents|jump to|skip to (?:main )?content)$/,
  /^(?:back to top|go to top|copy (?:to clipboard|code|page|link)|copied!?|share this|print page|send feedback)$/,
  /^except (?:where|as) otherwise (?:noted|stated|specified|indicated),? .{0,80}\blicensed? under\b.{0,160}$/,
  /^(?:comments are closed|[-–\s]*advertisements?[-–:\s]*|like it\? share it|be sociable,? share)[.!]?$/,
  /^(?:load (?:external )?(?:content|video|map)|i agree (?:that|to) external content .{0,60}|by (?:loading|clicking on|viewing) (?:the|this) (?:video|map|content|post),? you (?:accept|agree to) .{2,80})[.!]?$/,
  /^click to toggle source$/,
  /^(?:you must (?:be )?log(?:ged)? ?in to (?:post|leave) a (?:comment|reply)|be the first to comment|no comments yet|(?:post|leave|add|write) (?:a |your )?comment|(?:view|show|see|read|load) (?:all |more )?(?:\d+ )?comments(?: \(\d+\))?|\(?\d+\)? comments?)[.!]?$/,
  /^(?:like loading\.{0,3}|share (?:this |it )?(?:on|via) \w+|(?:article|story|content) continues below\b.{0,20}|media playback is (?:unsupported|not supported) on (?:your|this) device)$/,
  /^open (?:the )?(?:table of contents|topic) (?:panel|with navigation)[.!]?$/,
  /^(?:available languages|langues disponibles|idiomas disponibles|verfügbare sprachen) ?:.{0,120}$/,
  /^(?:←|«|<|<<)? ?prev(?:ious)?\b.{0,10} (?:up|home|index|contents|top)\b.{0,10} next ?(?:→|»|>|>>)?$/,
  /^you are here ?:.{0,120}$/,
  /^(?:previous|prev) (?:page|article|topic|chapter|section):?$/,
  new RegExp(`^(?:${toolSentencesAbroad})$`),
];

/** Labels of a page's tools that an author may write as well; compared without case. */
export const toolWords: readonly RegExp[] = [
  /^(?:edit|view|improve|contents|top|copy|share|print|feedback)[.!]?$/,
  /^(?:last )?(?:updated|modified|edited|reviewed|changed|published):?$/,
  /^(?:[«»←→<>‹›] ?)?(?:previous|prev|next|next (?:page|article|topic|chapter|section))(?: ?[«»←→<>‹›])?:?$/,
  /^[«»←→<>]:?$/,
];

/** The text of a link to the top of the page. */
export const topLink = /^(?:(?:back|go|return) to )?top$/i;

/** A copyright notice. Within the content it may be the author's. */
export const copyrightLine = /^.{0,50}(?:©|\(c\)|copyright)\s{0,3}(?:©\s{0,3})?(?:19|20)\d\d\b.{0,80}$/i;

/** The start of a line that only leads to another page of the site. */
export const furtherReading = new RegExp(
  "^(?:(?:also|must|follow-?up|suggested|recommended) read(?:ing)?s?|read (?:more|also|next)|related (?:articles?|posts?|products?|reading)|(?:next|prev(?:ious)?|up)(?: (?:page|article|topic|chapter|section|message|thread))?(?: by (?:date|thread))?|messages sorted by|articles on|" +
    `${furtherReadingAbroad}) ?[:–-]`,
  "i",
);

/** A row of links to the pages around, as Texinfo and GAPDoc write it: `[ << ] [ Up ] [ > ] [Contents]`. */
export const pagerRow =
  /^(?:[[(|·]?\s?(?:<<?|>>?|\?|«|»|←|→|(?:prev(?:ious)?|next|up|back|forward|home|index|(?:table of )?contents|top(?: of book)?)(?: (?:chapter|section|page|topic))?)\s?[\])|·]?\s*){3,20}$/i;

/** What a generator says of itself below the text. */
export const generatedBy =
  /^(?:(?:this )?(?:page|document(?:ation)?|manual|site|html)? ?(?:was )?(?:automatically )?)?(?:generated|created|produced|built|made|converted)\b.{0,20} (?:by|with|using|from)\b.{1,80}$/i;

/** The label above the title in a link to the previous or next page. */
export const pagerLabel = new RegExp(
  `^(?:(?:prev(?:ious)?|next)(?: (?:page|article|topic|chapter|section|lesson|post))?|${pagerLabelsAbroad}):?$`,
  "i",
);
