import type { ComponentRule } from "../document.ts";

/** What a component becomes; the built-in registry has a few kinds more than a configuration can state. */
export type Rule =
  | ComponentRule
  | { readonly as: "code" }
  | { readonly as: "image" }
  | { readonly as: "link" }
  | { readonly as: "step" }
  | { readonly as: "file" }
  /** A documented parameter: its name as code, type and flags, then the description. */
  | { readonly as: "parameter" }
  /** Documented parameters as one value: name → type, default and description. */
  | { readonly as: "types" }
  /** An item of an enclosing tabs component, by its `slot`; elsewhere its children. */
  | { readonly as: "fragment" };

const callouts = {
  Aside: "",
  Admonition: "",
  Callout: "",
  Alert: "",
  Note: "Note",
  Tip: "Tip",
  Info: "Info",
  Warning: "Warning",
  Caution: "Caution",
  Danger: "Danger",
  Important: "Important",
  Check: "Success",
  Success: "Success",
  Error: "Error",
  Hint: "Hint",
};

const same: readonly (readonly [rule: Rule, names: string])[] = [
  [{ as: "fragment" }, "Fragment"],
  [{ as: "tabs" }, "Tabs TabGroup TabbedContent CodeGroup CodeTabs CodeBlocks TabList.Panels"],
  [{ as: "tab" }, "TabItem Tab Tabs.Tab TabPanel Tabs.TabPane"],
  [{ as: "steps" }, "Steps Stepper"],
  [{ as: "step" }, "Step Steps.Step"],
  [{ as: "card" }, "Card LinkCard DocCard Cards.Card FeatureCard Tile"],
  [{ as: "link" }, "LinkButton Link Button NextLink NavLink Anchor A LinkCard.Link"],
  [
    { as: "details" },
    "Details Accordion Expandable Collapse Collapsible Toggle Disclosure AccordionItem Dropdown Summary",
  ],
  [{ as: "filetree" }, "FileTree Tree Files"],
  [{ as: "file" }, "FileTree.File FileTree.Folder Tree.File Tree.Folder File Folder"],
  [{ as: "code" }, "Code CodeBlock CodeSnippet Snippet Pre"],
  [{ as: "image" }, "Image Img Picture ThemedImage ZoomImage ImageZoom"],
  [{ as: "parameter" }, "ParamField ResponseField Param Parameter Property TypeParameter"],
  [{ as: "section" }, "Frame Figure Panel Update Section View Prompt Tile.Group"],
  [
    "children",
    `CardGrid CardGroup Cards Columns Column Col Row Grid AccordionGroup Accordions TabList TabPanels TabPanelsList RequestExample
     ResponseExample Details.Content Kbd Highlight Layout BrowserWindow Head.Content Suspense React.Fragment Center Wrapper
     Container Content.Wrapper Box ClientOnly BrowserOnly Translate
     Banner Latex Color Color.Row`,
  ],
  [
    "drop",
    "Head Script Style Toc TOC TableOfContents InlineTOC TOCInline EditLink Comment Meta Seo SEO Spacer Divider Bleed",
  ],
  [{ as: "text", text: "{text}{children}" }, "Badge Tag Pill Chip Label"],
  [{ as: "text", text: "{name} {value}" }, "Color.Item"],
  [{ as: "types" }, "TypeTable"],
  // Its other props name a picture, not what it says.
  [{ as: "text", text: "{label}" }, "Icon"],
  [{ as: "text", text: "{children} ({tip})" }, "Tooltip"],
];

const builtIn: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...same.flatMap(([rule, names]) => names.split(/\s+/).map((name) => [name, rule] as const)),
  ...Object.entries(callouts).map(([name, kind]): [string, Rule] => [
    name,
    { as: "callout", ...(kind === "" ? {} : { kind }) },
  ]),
]);

/** The rule for a component: the configuration's, else the built-in one, else one by its name. */
export function componentRule(
  name: string,
  own: Readonly<Record<string, ComponentRule>> | undefined,
): Rule | undefined {
  if (own !== undefined && Object.hasOwn(own, name)) return own[name];
  return builtIn.get(name) ?? (/Tabs$/.test(name) ? { as: "tabs" } : undefined);
}

/** Props with text for readers, in the order of precedence. */
export const titleProps: readonly string[] = ["title", "heading", "label", "header", "name", "summary"];
export const textProps: readonly string[] = [
  "description",
  "subtitle",
  "text",
  "caption",
  "alt",
  "content",
  "cta",
];
export const linkProps: readonly string[] = ["href", "to", "url", "link"];

/** Props of appearance and behaviour, which are dropped without a warning. */
export const quietProps: ReadonlySet<string> = new Set(
  `class className style id key icon variant color type size syncKey slot is children width height loading layout collapsible
   defaultOpen open cols groupId defaultValue queryString lang target rel`.split(/\s+/),
);

/** Elements of HTML as authors write them in Markdown; anything else in angle brackets is a component or a placeholder. */
export const htmlNames: ReadonlySet<string> = new Set(
  `a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br button
   canvas caption center cite code col colgroup command data datalist dd del details dfn dialog dir div dl dt em embed
   fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe
   image img input ins kbd keygen label legend li link main map mark marquee menu menuitem meta meter nav nobr noembed noframes
   noscript object ol optgroup option output p param picture plaintext portal pre progress q rb rp rt rtc ruby s samp script
   search section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot
   th thead time title tr track tt u ul var video wbr xmp math path circle rect line polyline polygon g defs use ellipse text
   tspan symbol foreignobject lineargradient radialgradient stop clippath mask pattern filter animate desc semantics annotation mi mo mn
   mrow msup msub mfrac msqrt mtext mtable mtr mtd mover munder munderover`.split(/\s+/),
);

/** Elements that have no end tag. */
export const voidNames: ReadonlySet<string> = new Set(
  "area base br col embed hr img input link meta param source track wbr".split(" "),
);

/** Elements whose content is phrasing content, so that a paragraph inside them must lose its tags. */
export const phrasingNames: ReadonlySet<string> = new Set(
  `a abbr b bdi bdo button caption cite code data del dfn em font h1 h2 h3 h4 h5 h6 i ins kbd label legend mark meter output p
   q s samp small span strong sub summary sup time tt u var dt`.split(/\s+/),
);
