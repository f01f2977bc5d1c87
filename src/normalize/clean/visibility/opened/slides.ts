import { type Element, isTag, type ParentNode } from "domhandler";
import { namesOf } from "./controls.ts";

const carousel =
  /(?:^|[\s_-])(?:slick|swiper|splide|glide|flickity|owl|carousel|slider?|slides?|slideshow)(?=$|[\s_-])/i;
/** Copies at both ends let a carousel seem endless. */
const copy = /(?:^|[\s_-])(?:clone[ds]?|duplicate)(?=$|[\s_-])/i;
const MIN_SLIDES = 2;

/**
 * The slides of a carousel that screen readers are told to pass over until it has moved on to them; other readers see
 * each of them in turn. Empty where a parent has no such slides.
 */
export function slidesIn(parent: ParentNode): Element[] {
  const slides = parent.children.filter(isTag);
  const [first] = slides;
  if (!first || slides.length < MIN_SLIDES || slides.every(isPassedOver)) return [];
  if (!slides.every((one) => isAlike(one, first))) return [];
  const names = isTag(parent) ? `${namesOf(parent)} ${namesOf(first)}` : namesOf(first);
  if (!carousel.test(names)) return [];
  return slides.filter((one) => isPassedOver(one) && !copy.test(namesOf(one)));
}

const isPassedOver = ({ attribs }: Element) => attribs["aria-hidden"] === "true";

function isAlike(one: Element, other: Element): boolean {
  const [name] = (one.attribs.class ?? "").trim().split(/\s+/);
  return one.name === other.name && (other.attribs.class ?? "").trim().split(/\s+/)[0] === name;
}
