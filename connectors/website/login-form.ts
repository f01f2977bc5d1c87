import { isTag } from "domhandler";
import { $, parseHtml } from "../../src/normalize/html/parse.ts";

/** The form of a login page. */
export interface LoginForm {
  /** As written; empty: the page itself. */
  readonly action: string;
  /** What the form holds already and sends along: hidden fields, a token against forgery. */
  readonly given: readonly [string, string][];
}

const mostFields = 200;

/** The first form of a page that has all the named fields. Pure. */
export function findForm(html: string, names: readonly string[]): LoginForm | undefined {
  const { tree } = parseHtml(html);
  for (const form of $(tree).find("form").get()) {
    const inputs = $(form).find("input, select, textarea, button").get().filter(isTag).slice(0, mostFields);
    const there = new Set(inputs.map(({ attribs }) => attribs.name));
    if (!names.every((name) => there.has(name))) continue;
    const given = inputs.flatMap(({ name: element, attribs }): [string, string][] => {
      const { name = "", value = "", type = "text" } = attribs;
      const sent = element === "input" && /^(?:hidden|text|email|checkbox)$/i.test(type);
      const unticked = /^checkbox$/i.test(type) && !("checked" in attribs);
      return sent && !unticked && name !== "" && !names.includes(name) && !("disabled" in attribs)
        ? [[name, value === "" && /^checkbox$/i.test(type) ? "on" : value]]
        : [];
    });
    return { action: form.attribs.action ?? "", given };
  }
  return undefined;
}
