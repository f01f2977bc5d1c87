import { escapeHtml } from "../../../html/characters.ts";
import { displayed, type Value } from "./evaluate.ts";

const renamed: ReadonlyMap<string, string> = new Map([
  ["className", "class"],
  ["htmlFor", "for"],
  ["colSpan", "colspan"],
  ["rowSpan", "rowspan"],
]);

/** Elements of which a reader sees nothing. */
export const unseenNames: ReadonlySet<string> = new Set(["script", "template", "link", "meta", "base"]);

/** The known props of an HTML element as its attributes. */
export function attributesHtml(known: ReadonlyMap<string, Value>): string {
  return [...known]
    .flatMap(([prop, value]) => {
      const name = renamed.get(prop) ?? prop;
      const text = value === true ? "" : name === "style" ? styleText(value) : displayed(value);
      if (!/^[A-Za-z][\w:-]*$/.test(name) || text === undefined || value === false || value === null)
        return [];
      return [text === "" ? ` ${name}` : ` ${name}="${escapeHtml(text)}"`];
    })
    .join("");
}

/** JSX's `style={{fontSize: 0}}` as CSS. */
function styleText(value: Value): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return displayed(value);
  return Object.entries(value)
    .map(([name, one]) => {
      const property = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return `${property}:${displayed(one) ?? ""}`;
    })
    .join(";");
}
