import { lru } from "../../../html/lru.ts";

/** The classes by which the usual frameworks hide. */
const hiding = new Set(
  (
    "hidden d-none is-hidden u-hidden uk-hidden uk-invisible is-invisible invisible visibility-hidden element-invisible " +
    "element-hidden opacity-0 ng-hide js-hide js-hidden hide-all uk-hidden-visually scale-0 text-[0px] text-[0] " +
    "only-dark dark-only dark-image"
  ).split(" "),
);
/** Of these, the ones that only say how a part is displayed, which another class may say again. */
const display =
  "block flex grid inline inline-block inline-flex inline-grid table contents flow-root list-item table-cell table-row";
const shows = new RegExp(
  `^(?:(?:sm|md|lg|xl):(?:${display.replaceAll(" ", "|")}|visible|opacity-(?:[1-9]\\d*))|d-(?:sm|md|lg|xl)-(?:${display.replaceAll(" ", "|")})|visible-(?:md|lg)(?:-(?:block|inline|inline-block))?)$`,
);
/** Hidden on a wide screen; the same text usually stands beside it for that. */
const hidesWide =
  /^(?:(?:sm|md|lg|xl):hidden|d-(?:sm|md|lg|xl)-none|hidden-(?:lg|lg-up|desktop)|hide-for-large)$/;
/** Tailwind: no height or width, with what does not fit cut off. */
const flat = /^(?:max-)?[hw]-(?:0|px)$/;

/** Whether classes hide an element on a wide screen, by the meaning that the usual frameworks give them. */
export const isHidingClass: (classes: string) => boolean = lru((value) => {
  const classes = value.toLowerCase().split(/\s+/);
  if (classes.some((name) => shows.test(name))) return false;
  return (
    classes.some((name) => hiding.has(name) || hidesWide.test(name)) ||
    (classes.some((name) => flat.test(name)) && classes.includes("overflow-hidden"))
  );
});
