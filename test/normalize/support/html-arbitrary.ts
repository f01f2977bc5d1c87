import fc from "fast-check";
import { anyCharacter } from "../../setup/properties.ts";

const tags = (
  "div p span a b i em strong code pre ul ol li dl dt dd table tr td th thead tbody caption blockquote h1 h2 h3 h4 br hr img " +
  "details summary figure figcaption section main article nav header svg math template iframe button input label form " +
  "select option script style q sub sup del kbd title html body"
).split(" ");

const attributes = [
  "",
  ' class="note"',
  ' class="admonition warning"',
  ' class="title"',
  ' class="language-js"',
  ' class="sidebar"',
  ' href="https://example.com/a"',
  ' href="#x"',
  ' href="javascript:canary()"',
  ' src="https://example.com/v"',
  ' alt="a picture"',
  " hidden",
  ' role="tablist"',
  ' role="tab"',
  ' role="tabpanel"',
  " colspan=3",
  " rowspan=2",
  " start=4",
  " type=checkbox",
  ' onclick="canary()"',
  ' style="display:none"',
];

const texts = [
  ...[
    " ",
    "\n",
    "a",
    "b c",
    "  x ",
    "&nbsp;",
    "&lt;",
    "&#0;",
    "&#x1;",
    "\u200b",
    "\u00ad",
    "\u2003",
    "\r\n",
    "|",
  ],
  ...[
    "*",
    "_",
    "`",
    "```",
    "<!-- c -->",
    "Note: x",
    "1. ",
    "# ",
    "[x] ",
    "&#13;",
    "]]>",
    "<",
    ">",
    "&",
    "\ud800",
  ],
];

const token = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...tags), fc.constantFrom(...attributes))
      .map(([tag, attribute]) => `<${tag}${attribute}>`),
  },
  { weight: 3, arbitrary: fc.constantFrom(...tags).map((tag) => `</${tag}>`) },
  { weight: 3, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.string({ maxLength: 6, unit: anyCharacter }) },
);

/** Tag soup: every structure that the normaliser knows, in any wrong order. */
export const tagSoup = fc
  .tuple(fc.boolean(), fc.array(token, { maxLength: 50 }))
  .map(([isPage, tokens]) => (isPage ? "<!doctype html>" : "") + tokens.join(""));
