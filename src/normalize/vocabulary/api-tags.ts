import { escapeHtml } from "../../html/characters.ts";
import type { Around } from "./directives.ts";
import { leadIn } from "./html-text.ts";
import type { Shortcode } from "./shortcodes.ts";

/** A tag of a reference of an API, and what stands before its body; undefined for any other tag. */
export function aroundApiTag(tag: Shortcode): Around | undefined {
  const lead = leads.get(tag.name)?.((name) => tag.named.get(name)?.trim() ?? "");
  return lead === undefined ? undefined : { open: lead, close: "" };
}

type Read = (name: string) => string;

const code = (text: string): string => (text === "" ? "" : `<code>${escapeHtml(text)}</code>`);

/** "List pets", then `GET https://api.example.com/pets`. */
function method(value: Read): string {
  const address = `${value("baseUrl")}${value("path")}`;
  const request = [value("method").toUpperCase(), address].filter((part) => part !== "").join(" ");
  return leadIn(escapeHtml(value("summary"))) + (request === "" ? "" : `<p>${code(request)}</p>\n`);
}

/** "`limit` (query, integer, required)" */
function parameter(value: Read): string {
  const facts = [value("in"), value("type"), value("required") === "true" ? "required" : ""];
  const said = facts.filter((fact) => fact !== "").join(", ");
  const name = `<strong>${code(value("name"))}</strong>`;
  return `<p>${name}${said === "" ? "" : ` (${escapeHtml(said)})`}</p>\n`;
}

/** "200: OK – The pets" */
const response = (value: Read): string =>
  leadIn(escapeHtml([value("status"), value("description")].filter((part) => part !== "").join(" – ")));

/** https://gitbook.com/docs/creating-content/blocks: the block of a method, in both of its spellings, and one of OpenAPI. */
const leads: ReadonlyMap<string, (value: Read) => string> = new Map([
  ["swagger", method],
  ["api-method", method],
  ["openapi", method],
  ["openapi-operation", method],
  ["swagger-description", () => ""],
  ["api-method-description", () => ""],
  ["swagger-parameter", parameter],
  ["api-method-parameter", parameter],
  ["swagger-response", response],
  ["api-method-response", response],
]);
