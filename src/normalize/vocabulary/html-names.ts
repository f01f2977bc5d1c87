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
