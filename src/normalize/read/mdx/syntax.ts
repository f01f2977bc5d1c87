import { directiveFromMarkdown } from "mdast-util-directive";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { mdxFromMarkdown } from "mdast-util-mdx";
import { directive } from "micromark-extension-directive";
import { gfmAutolinkLiteral } from "micromark-extension-gfm-autolink-literal";
import { gfmFootnote } from "micromark-extension-gfm-footnote";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { gfmTable } from "micromark-extension-gfm-table";
import { gfmTaskListItem } from "micromark-extension-gfm-task-list-item";
import type { Extension } from "micromark-util-types";

/** How the tree is built; what a text does not have costs nothing here. */
export const treeExtensions = [gfmFromMarkdown(), directiveFromMarkdown(), ...mdxFromMarkdown()];

/** Syntax beyond Markdown, and what a text has that has any of it, in the order in which it is tried. */
const syntaxes: readonly (readonly [sign: RegExp, syntax: Extension])[] = [
  [/\[\^/, gfmFootnote()],
  [/~/, gfmStrikethrough()],
  [/\||:-|-:/, gfmTable()],
  [/\[[\sxX]\]/, gfmTaskListItem()],
  [/:[^\s!-/:-@[-`{-~]/, directive()],
];
const mailAddress = /[\w.+-]@[\w-]/;

/**
 * The syntax of GitHub and of directives that a text may have. Each is tried at many places of a text, mail addresses at
 * every letter, which takes a quarter of the time of all parsing; most pages have no table and no address.
 */
export const syntaxesIn = (text: string): Extension[] => [
  mailAddress.test(text) ? gfmAutolinkLiteral() : webAddresses,
  ...syntaxes.filter(([sign]) => sign.test(text)).map(([, syntax]) => syntax),
];

/** `www.` and `https://`; every other letter can only begin a mail address. */
const webAddresses: Extension = {
  text: Object.fromEntries(
    Object.entries(gfmAutolinkLiteral().text ?? {}).filter(([code]) =>
      /[hw]/i.test(String.fromCodePoint(Number(code))),
    ),
  ),
};
