import { linkSchemes } from "./links.ts";

/** Everything a page's HTML may hold, as data: the last gate and its proof against sanitize-html read the same lists. */

/** Elements that may stand; any other is replaced by its children. */
export const allowedElements: ReadonlySet<string> = new Set([
  ..."h1 h2 h3 h4 h5 h6 p ul ol li dl dt dd blockquote pre hr br".split(" "),
  ..."table caption thead tbody tr th td".split(" "),
  ..."a strong em code kbd del ins sub sup mark".split(" "),
]);

/** Attributes that may stand, with what their value must match. */
export const allowedAttributes: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  a: { href: /^[!-~\u00a1-\uffff]{1,8000}$/ },
  code: { class: /^language-[a-z][\w+#.-]{0,23}$/ },
  ol: { start: /^-?\d{1,9}$/ },
};

/** Elements whose text is not for readers either. */
export const droppedElements: ReadonlySet<string> = new Set(
  "script style noscript template iframe object embed textarea select option button title head svg math".split(
    " ",
  ),
);

export const allowedSchemes = linkSchemes;
