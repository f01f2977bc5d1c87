/** Kinds of pages whose comments are the content: https://schema.org/DiscussionForumPosting */
const kinds = /\b(?:DiscussionForumPosting|QAPage)\b/;
/** Programs of forums, as they name themselves in the head or on the body. */
const programs =
  /(?:name=["']generator["'][^>]{0,80}|<(?:html|body)\b[^>]{0,400}|content=["'])\b(?:discourse|phpbb|vbulletin|xenforo|flarum|mybb|invision community|simple machines|vanilla|nodebb|bbpress|smf)\b/i;
/** Paths that forums and lists of answers use. */
const paths =
  /<link[^>]{0,80}rel=["']canonical["'][^>]{0,80}href=["']https?:\/\/[^"'\s]{0,200}?\b(?:forums?|community|threads?|topic|discussions?|questions|comments|viewtopic|showthread)\b/i;

/** Whether a page is a discussion: there, what would be readers' comments elsewhere is the text. */
export function isForum(html: string): boolean {
  return kinds.test(html) || programs.test(html) || paths.test(html);
}
