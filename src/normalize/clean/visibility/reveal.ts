import type { Element } from "domhandler";
import { noAttributes } from "../../../html/dom.ts";
import { lru } from "../../../html/lru.ts";
import type { Declarations } from "./declarations.ts";
import type { Styles } from "./styles.ts";

/** Attributes of scripts that let parts of a page fade in when a reader comes to them. */
const attributes = new Set(
  (
    "data-aos data-sal data-animate data-animation data-anim data-scroll data-scroll-reveal data-scrollreveal data-reveal " +
    "data-sr data-sr-id data-wow-delay data-wow-duration data-w-id data-framer-appear-id data-inview data-in-view " +
    "data-motion data-anime data-gsap data-entrance data-vp-add-class data-animation-effect data-appear data-fade"
  ).split(" "),
);
const entering =
  /(?:^|[\s_-])(?:wow|aos(?:-init)?|reveal(?:ed|-on-scroll)?|scroll-?reveal|fade-?(?:in|up|down|left|right)|slide-?(?:in|up)|zoom-?in|(?:animate|show|fade)-?on-?(?:scroll|view|load)|scroll-?(?:animate|animation|fade|trigger)|animate-in|animated?|animate__animated|elementor-invisible|will-animate|to-animate|js-(?:fade|animate|appear))(?=$|[\s_-])/;
/** These wait for the mouse or a condition, not for the reader to come by. */
const waiting =
  /(?:tool-?tip|modal|toast|alert|menu|drop-?down|pop-?(?:up|over)|dialog|overlay|snackbar|lightbox)/;

const isNamedEntering = lru((value) => {
  const names = value.replaceAll(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
  return entering.test(names) && !waiting.test(names);
});

/** What such a script changes: a part is transparent and a little beside its place before. */
const changed: ReadonlySet<string> = new Set([
  "opacity",
  "visibility",
  "filter",
  "transform",
  "translate",
  "scale",
]);

/**
 * The declarations of an element as they are once a reader has come to it, where a script reveals it then: by the names of
 * the usual scripts, by the cloak of a framework that has not started, or by a rule for the state that a script sets.
 */
export function whenReached(node: Element, style: Declarations, styles: Styles): Declarations {
  if (node.attribs === noAttributes || !changesOnEntry(style)) return style;
  if (!isEntering(node) && !(styles.showsInState(node) && !waiting.test(node.attribs.class ?? "")))
    return style;
  return new Map([...style].filter(([property]) => !changed.has(property)));
}

function changesOnEntry(style: Declarations): boolean {
  const opacity = style.get("opacity")?.value;
  return (
    (opacity !== undefined && Number.parseFloat(opacity) <= 0.05) ||
    style.get("visibility")?.value === "hidden"
  );
}

function isEntering({ attribs }: Element): boolean {
  if (attribs.style !== undefined && isBesideItsPlace(attribs.style, attribs.class ?? "")) return true;
  if (attribs.class !== undefined && isNamedEntering(attribs.class)) return true;
  for (const name in attribs) if (attributes.has(name)) return true;
  return false;
}

/**
 * Webflow and Motion write the first frame of an entrance into the element: transparent, and moved a little. What opens
 * on a click is out of the flow or takes no clicks until then.
 * https://motion.dev/docs/react-motion-component#initial
 */
function isBesideItsPlace(style: string, classes: string): boolean {
  if (!/(?:^|;)\s*opacity:\s*0(?:\.0+)?\s*(?:;|$)/.test(style)) return false;
  if (!/(?:^|;)\s*transform:[^;]*\b(?:translate|scale)/.test(style)) return false;
  return (
    !/pointer-events|visibility|position:\s*(?:absolute|fixed)|z-index/.test(style) && !waiting.test(classes)
  );
}

/** Attributes that a framework removes when it starts: until then the element is not shown. */
const cloaks = ["x-cloak", "v-cloak", "ng-cloak", "data-ng-cloak"];
/** Conditions by which a framework shows an element. */
const conditions = [
  "x-show",
  "x-if",
  "v-show",
  "v-if",
  "ng-show",
  "ng-if",
  "ng-hide",
  "data-show",
  "wire:loading",
];

/** Whether an element is hidden only until the framework of the page has started. */
export function isCloaked({ attribs }: Element): boolean {
  if (attribs === noAttributes || !cloaks.some((name) => attribs[name] !== undefined)) return false;
  return !conditions.some((name) => attribs[name] !== undefined);
}
