import { type Element, isTag } from "domhandler";

/** What forum programs call things, as data: a name alone decides nothing (see thread.ts). */

/** Kinds of pages whose comments are the content: https://schema.org/DiscussionForumPosting */
const kinds = /\b(?:DiscussionForumPosting|QAPage)\b/;
/** Programs of forums, as they name themselves in the head or on the body; the last two are parts of Drupal and Moodle. */
const programs =
  /(?:name=["']generator["'][^>]{0,80}|<(?:html|body)\b[^>]{0,400}|content=["'])\b(?:discourse|phpbb|vbulletin|xenforo|flarum|mybb|invision community|simple machines|vanilla|nodebb|bbpress|smf|node-type-forum|path-mod-forum)\b/i;
/** And below their pages. */
const credits =
  /\bpowered by:? {0,3}(?:<[^>]{0,200}>\s{0,9}){0,3}(?:phpbb|vbulletin|mybb|fluxbb|punbb|smf|simple machines|xenforo|nodebb|flarum|hyperkitty|question2answer|askbot|woltlab|burning board|discuz)/i;
/** Hosts and paths that forums and lists of answers use; a word within the name of a page says nothing. */
const addresses =
  /<link[^>]{0,80}rel=["']canonical["'][^>]{0,80}href=["'](?:https?:\/\/(?:(?:[^"'\s/]{0,100}\.)?(?:forums?|community)\.|[^"'\s/]{0,100}\/))?(?:[^"'\s]{0,200}[/?&])?(?:forums?|community|threads?|topic|discussions?|questions|question(?=\/\d)|comments|issues(?=\/\d)|viewtopic|showthread|t\/(?:[\w-]+\/)?\d+)(?=[/?=.,&"'])/i;

const saysKind = (html: string): boolean =>
  (html.includes("DiscussionForumPosting") || html.includes("QAPage")) && kinds.test(html);
/** Characters behind the start of a body in which its attributes end. */
const MAX_BODY_TAG = 500;

/** Whether a page is a discussion: there, what would be readers' comments elsewhere is the text. */
export function isForum(html: string): boolean {
  const body = html.search(/<body\b/i);
  const head = body < 0 ? html : html.slice(0, body + MAX_BODY_TAG);
  return saysKind(html) || programs.test(head) || credits.test(html) || addresses.test(head);
}

/** How a program marks the text of a post; the classes are written as they are. */
interface BodyMark {
  readonly program: string;
  readonly isBody: (node: Element, classes: ReadonlySet<string>) => boolean;
  /** Only this kind of program writes it: with signed posts, that makes a page a discussion. */
  readonly isTelling?: boolean;
}

/** A cheap look for the telling marks, before the tree is searched. */
export const tellingMarks =
  /["' ](?:cooked|bbWrapper|messageText|post_message_\d+|postcontent|post_body|postbody|commentContent|post\/content|Post-body|bbp-reply-content|usertext-body|md-div|commtext|postmsg|postmessage_\d+|lia-message-body-content|jive-rendered-content|email-body|text-body|RichTextJSON-root|feedBodyInner|forceChatterFeedBodyText)["' ]|<html-blob/;

const byClass = (program: string, ...names: readonly string[]): BodyMark => ({
  program,
  isBody: (_, classes) => names.some((name) => classes.has(name)),
});
const byAttribute = (program: string, name: string, value: RegExp): BodyMark => ({
  program,
  isBody: ({ attribs }) => value.test(attribs[name] ?? ""),
});
const telling = (mark: BodyMark): BodyMark => ({ ...mark, isTelling: true });

/** Tried together; the mark whose elements have the most text is the page's. */
export const bodyMarks: readonly BodyMark[] = [
  telling(byClass("Discourse", "cooked")),
  telling(byClass("XenForo", "bbWrapper")),
  telling(byClass("XenForo 1", "messageText")),
  byClass("Stack Exchange", "s-prose", "post-text", "comment-copy"),
  telling(byAttribute("Invision Community", "data-role", /^commentContent$/)),
  telling(byAttribute("vBulletin", "id", /^post_message_\d+$/)),
  telling(byClass("vBulletin 4 and 5", "postcontent", "js-post__content-text")),
  telling(byClass("MyBB", "post_body")),
  telling(byClass("FluxBB", "postmsg")),
  telling(byAttribute("Discuz", "id", /^postmessage_\d+$/)),
  telling(byClass("Khoros", "lia-message-body-content")),
  telling(byClass("Jive", "jive-rendered-content")),
  telling(byClass("HyperKitty", "email-body")),
  byAttribute("Simple Machines", "id", /^msg_\d+$/),
  telling(byAttribute("NodeBB", "component", /^post\/content$/)),
  telling(byClass("Flarum", "Post-body")),
  telling(byClass("bbPress", "bbp-reply-content", "bbp-topic-content")),
  telling({
    program: "Reddit",
    isBody: (node, classes) => classes.has("md") && isWithin(node, "usertext-body"),
  }),
  telling(byAttribute("Reddit, as web components", "slot", /^(?:text-body|comment)$/)),
  telling(byClass("Reddit, until 2023", "RichTextJSON-root")),
  telling(byClass("Lemmy", "md-div")),
  byClass("Lemmy", "md"),
  telling(byClass("Hacker News", "commtext")),
  telling(byClass("Salesforce", "forceChatterFeedBodyText", "feedBodyInner")),
  telling({
    program: "Google Groups",
    isBody: ({ attribs, children }) =>
      attribs.role === "region" && children.some((child) => isTag(child) && child.name === "html-blob"),
  }),
  byAttribute("GitHub", "data-testid", /^markdown-body$/),
  byClass("Vanilla", "Message", "userContent"),
  telling({
    program: "phpBB",
    isBody: (node, classes) => classes.has("content") && isWithin(node, "postbody"),
  }),
  telling(byClass("phpBB 2", "postbody")),
  byAttribute("schema.org", "itemprop", /^(?:text|commentText|articleBody)$/),
  byAttribute(
    "others",
    "class",
    /(?:^|[\s_-])(?:forum-?)?(?:post|message|msg|comment|reply|question|answer|topic)(?:-|_{1,2})?(?:body|content|text|message)(?:-(?:body|text|container|inner)){0,2}(?:\s|$)/i,
  ),
];

/** Some versions put an element between the two. */
function isWithin({ parent }: Element, name: string, levels = 2): boolean {
  if (levels === 0 || parent === null || !isTag(parent)) return false;
  return (parent.attribs.class ?? "").split(/\s+/).includes(name) || isWithin(parent, name, levels - 1);
}

/** Addresses of a member's own page. */
export const memberAddress =
  /(?:^|\/)(?:u|users?|members?|profiles?|people|author)\/[^/?#]|memberlist\.php|member\.php[?/]|mod=space|space-uid|members?\/|profile\.php|action=profile|\buser-\d+|user\?id=|\/~\w/i;

/** Parts of class names around a member's name. */
export const memberName =
  /(?:^|[\s_-])(?:(?:post-?)?user-?name|(?:post-?)?author(?:-?link)?|creator|poster|member-?name|display-?name|nick-?name|user-?info__name|comment-user)(?=$|[\s_-])/i;

/** Parts of class names around the time of a post. */
export const postTime =
  /(?:^|[\s_-])(?:date(?:line)?|time(?:ago|stamp)?|age|posted|relativetime|post-?(?:time|date))(?=$|[\s_-])/i;

/** The columns of a page beside its content, where a forum's rules have the marks of a post. */
export const sideColumn = /(?:^|\s)side-?(?:bar)?(?=$|\s)/i;

export const signature =
  /(?:^|[\s_-])(?:post|user|member)?signature(?=$|[\s_]|-(?:wrap|con|inner|body|text))/i;
/** What older programs print above it. */
export const signatureLine = /^_{8,}/;

/** A day as programs write it, with a time behind it where there is one. */
export const writtenDay =
  /(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:(?:\d{1,2}(?:st|nd|rd|th)? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:19|20)\d\d|(?:19|20)\d\d-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d)(?:,? (?:at )?\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?)?/i;

/** What stands before a day that is the member's or the thread's, not the post's. */
export const memberSince =
  /\b(?:joined|join date|registered|member since|founded|last (?:visit|seen|active|activity|online|post|reply))\b/i;

/** What stands before a time at which a post was changed. */
export const changeNote = /\b(?:edited|modified)\b/i;

/** Parts of class names of what is said of the member. */
export const memberPanel =
  /(?:^|\s)(?:profile|postprofile|user-?(?:details|extras|info|panel)|author_?statistics|stats|poster)(?=$|[\s_-])/i;
