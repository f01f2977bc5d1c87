import { type Element, isTag, isText } from "domhandler";
import { contains, elementChildren, isBlank } from "../../../../html/dom.ts";
import { namesOf } from "./controls.ts";

/** What is opened in these is not a part of the page's text. */
const otherNames = new Set(
  "html body head main template script style noscript select datalist dialog nav menu iframe option input textarea canvas svg math object form".split(
    " ",
  ),
);
const otherRoles = new Set(
  "dialog alertdialog menu menubar listbox tooltip tree navigation search status alert banner contentinfo combobox".split(
    " ",
  ),
);
const otherKinds =
  /(?:^|[\s_-])(?:modal|(?:sub-?|mega-?)?menu|off-?canvas|tool-?tip|toast|side-?bar|nav(?:bar|igation)?|lightbox|drawer|cookies?|consent|search|overlay|popup|snackbar|alert)(?=$|[\s_-])/i;
/** A menu, or the answer of an accordion: only one of them has sentences. */
const doubtfulKinds = /(?:^|[\s_-])drop-?down(?=$|[\s_-])/i;
const MIN_SENTENCE = 70;

/** Attributes and names of parts that only some people are shown. */
const audienceAttributes =
  /^data-(?:(?:user-?)?roles?|permissions?|required-?(?:role|permission)|audience|access|visible-(?:to|for)|show-(?:to|for)|if-role|entitlement|feature-?flag|flag)$/;
const audienceNames =
  /(?:^|[\s_-])(?:(?:admins?|staff|internal|employees?|team|agents?|partners?|members?|subscribers?|premium|logged-?in|auth(?:enticated)?|moderators?|editors?|owners?|developers?|dev|debug|draft)-?only|role-[\w-]+|only-(?:admins?|staff|internal|members?|agents?|partners?|premium|logged-?in)|for-(?:admins?|staff|agents?|internal|employees)|internal(?:-notes?)?|confidential|draft|debug|honey-?pot|secret|private)(?=$|[\s_-])/i;

/** Whether a part may be one that opens on demand and is then read as text. */
export function mayBeOpened(node: Element): boolean {
  return (
    !otherNames.has(node.name) &&
    !otherRoles.has(node.attribs.role ?? "") &&
    !otherKinds.test(namesOf(node)) &&
    (!doubtfulKinds.test(namesOf(node)) || node.attribs.role === "region" || holdsSentence(node)) &&
    !isForSome(node)
  );
}

/** Whether a text outside of links and controls is longer than the labels of a menu. */
const holdsSentence = (node: Element): boolean =>
  node.children.some((child) =>
    isText(child)
      ? child.data.trim().length >= MIN_SENTENCE
      : isTag(child) && !/^(?:a|button|select|option|script|style)$/.test(child.name) && holdsSentence(child),
  );

/** Whether a part is shown to a role or group of people alone. */
export function isForSome(node: Element): boolean {
  return (
    audienceNames.test(namesOf(node)) ||
    Object.keys(node.attribs).some((name) => audienceAttributes.test(name))
  );
}

/** An element and those around or in it that hold nothing else: what hides it may be stated on any of them. */
export function wrappersOf(node: Element, control: Element): Element[] {
  const all = [node];
  for (let up = node, level = 0; level < 2 && isAlone(up); level += 1) {
    const { parent } = up;
    if (!parent || !isTag(parent) || !mayBeOpened(parent) || contains(parent, control)) break;
    all.push(parent);
    up = parent;
  }
  for (let at = node, level = 0; level < 2; level += 1) {
    const only = elementChildren(at)[0];
    if (!only || !isAlone(only) || !mayBeOpened(only)) break;
    all.push(only);
    at = only;
  }
  return all;
}

/** Parents with more children are not wrappers; the cap also keeps the check linear. */
const MAX_BESIDE = 12;

/** Whether an element is all that its parent shows, pictures apart. */
function isAlone(node: Element): boolean {
  const { parent } = node;
  if (!parent || parent.children.length > MAX_BESIDE) return false;
  return parent.children.every(
    (one) =>
      one === node ||
      (isText(one) ? isBlank(one.data) : !isTag(one) || one.children.length === 0 || one.name === "svg"),
  );
}

/** Names of the part that a control in the same accordion opens. */
const body =
  /(?:^|[\s_-])(?:answers?|ans|panels?|panes?|content|body|bd|text|collaps(?:e|ible|ed)|details?|copy|inner|a|desc(?:ription)?|toggle-(?:body|content))(?=$|[\s_-])/i;
export const namesBody = (node: Element): boolean =>
  body.test(namesOf(node).replaceAll(/([a-z])([A-Z])/g, "$1-$2"));

/** Conditions of a framework on which an element is shown. */
const conditions = ["x-show", "v-show", "x-if", "v-if", "ng-show", "x-collapse"] as const;
export const conditionOf = ({ attribs }: Element): string | undefined => {
  const name = conditions.find((one) => attribs[one] !== undefined);
  return name === undefined ? undefined : attribs[name];
};

/** The heading, term or header that is nothing but the control; its next sibling is what the control opens. */
export function unitOf(control: Element): Element {
  let unit = control;
  for (let level = 0; level < 3 && isAlone(unit); level += 1) {
    const { parent } = unit;
    if (!parent || !isTag(parent) || parent.name === "body") break;
    unit = parent;
  }
  return unit;
}

/** The elements after another one, up to the next one of its kind. */
export function following(node: Element): Element[] {
  const found: Element[] = [];
  for (let next = node.next; next && found.length < 3; next = next.next) {
    if (!isTag(next)) {
      if ("data" in next && next.type === "text" && next.data.trim() !== "") break;
      continue;
    }
    if (next.name === "dt" || (next.name === node.name && node.name !== "div")) break;
    found.push(next);
    if (node.name !== "dt" && next.name !== "input" && next.name !== "label") break;
  }
  return found;
}
