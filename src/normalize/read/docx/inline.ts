import type { Element } from "domhandler";
import { Text, type Document as Tree } from "domhandler";
import { at, attribute, childrenOf, elementsOf, flag, local, textOf } from "../office/xml.ts";
import { simplifyFields } from "./fields.ts";
import { formulaOf } from "./formula.ts";
import { insertAfter, made, madeRun, madeSign, mark, remove, replaceWith } from "./make.ts";

/** Writes what converters do not know as plain runs: simple fields, check boxes, breaks, equations, ruby. Changes the tree. */
export function simplifyInline(root: Tree): void {
  simplifyFields(root);
  for (const element of [...elementsOf(root)]) {
    switch (local(element)) {
      case "fldSimple":
      case "bdo":
      case "dir":
        replaceWith(element, childrenOf(element));
        break;
      case "sdt":
        if (flag(at(element, "sdtPr", "showingPlcHdr"))) dropPrompt(element);
        else showCheckBox(element);
        break;
      case "ptab":
        replaceWith(element, [made(element, "tab")]);
        break;
      case "t":
        showSigns(element);
        break;
      case "fldChar":
        showFormField(element);
        break;
      case "instrText":
        if (/FORMCHECKBOX/.test(textOf(element))) remove(element);
        break;
      case "br":
        // The text before a page or column break and behind it are different words.
        if (attribute(element, "type") !== undefined && attribute(element, "type") !== "textWrapping")
          replaceWith(element, childrenOf(madeRun(element, " ")));
        break;
      case "cr":
        replaceWith(element, [made(element, "br")]);
        break;
      case "ruby":
        replaceWith(element, rubyText(element));
        break;
      case "oMath":
        showFormula(element);
        break;
      default:
    }
  }
}

/** "Click or tap here to enter text.": nobody has filled it in yet. */
function dropPrompt(control: Element): void {
  for (const run of [...elementsOf(control)]) if (local(run) === "r") remove(run);
}

const symbolFont = /^(?:symbol|webdings|wingdings(?: [23])?)$/i;

/** Text in a font of signs: each letter is the sign in its place. */
function showSigns(words: Element): void {
  const run = words.parent;
  if (!run || !("name" in run)) return;
  const fonts = at(run, "rPr", "rFonts");
  const font = attribute(fonts, "ascii") ?? attribute(fonts, "hAnsi");
  if (font === undefined || !symbolFont.test(font)) return;
  const signs = [...textOf(words)].map((sign) => {
    const place = sign.charCodeAt(0);
    const isSign = (place > 0x20 && place <= 0xff) || (place > 0xf020 && place <= 0xf0ff);
    return isSign ? madeSign(words, font, place) : made(words, "t", [new Text(sign)]);
  });
  replaceWith(words, signs);
}

/** A check box is a content control with its state, and usually with a sign, which converters drop. */
function showCheckBox(control: Element): void {
  const box = at(control, "sdtPr", "checkbox");
  if (!box) return;
  const state = at(box, "checked");
  const content = at(control, "sdtContent");
  const [first] = content ? [...elementsOf(content)].filter((one) => local(one) === "r") : [];
  const sign = madeRun(control, state && flag(state) ? "☒" : "☐");
  if (!content || !first) {
    replaceWith(control, [sign]);
    return;
  }
  replaceWith(first, [sign]);
  for (const run of [...elementsOf(content)]) if (local(run) === "r" && run !== sign) remove(run);
  replaceWith(control, childrenOf(content));
}

/** A check box of the old kind is a field without a result; drop-down lists show the entry that was chosen. */
function showFormField(start: Element): void {
  const data = at(start, "ffData");
  const run = start.parent;
  if (!data || !run || !("name" in run)) return;
  const box = at(data, "checkBox");
  const list = at(data, "ddList");
  if (box) {
    const state = at(box, "checked") ?? at(box, "default");
    insertAfter(run, [madeRun(start, flag(state) ? "☒" : "☐")]);
  } else if (list) {
    const chosen = Number(attribute(at(list, "result") ?? at(list, "default"), "val") ?? "0");
    const entry = attribute(childrenOf(list, "listEntry")[chosen], "val");
    if (entry) insertAfter(run, [madeRun(start, entry)]);
  }
  remove(data);
}

/** The base, then its reading in brackets. Ruby is inside a run. */
function rubyText(ruby: Element): Element[] {
  const base = at(ruby, "rubyBase");
  const reading = at(ruby, "rt");
  const words = `${base ? textOf(base) : ""}${reading ? `(${textOf(reading)})` : ""}`;
  return [made(ruby, "t", [new Text(words)])];
}

/** Display equations are inside `oMathPara`, and both are beside runs. */
function showFormula(math: Element): void {
  const outer =
    math.parent && "name" in math.parent && local(math.parent) === "oMathPara" ? math.parent : math;
  const paragraph = ancestor(math, "p");
  const like = paragraph ?? ancestor(math, "body");
  if (!like) return;
  const source = formulaOf(math);
  const runs = source === "" ? [] : [madeRun(like, `${mark.formula}${source}${mark.formulaEnd}`)];
  if (paragraph) insertAfter(outer, runs);
  else insertAfter(outer, [made(like, "p", runs)]);
  remove(math);
  if (outer !== math && childrenOf(outer, "oMath").length === 0) remove(outer);
}

function ancestor(element: Element, name: string): Element | undefined {
  for (let up = element.parent; up && "name" in up; up = up.parent) if (local(up) === name) return up;
  return undefined;
}
