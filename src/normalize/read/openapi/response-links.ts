import { leadIn } from "../../vocabulary/html-text.ts";
import type { Context } from "./context.ts";
import { nodeOf, textOf } from "./read.ts";
import { code, valueWords } from "./words.ts";

/** What a response's `links` say, each in one line: which operation may follow, and with which of its values. */
export function linksHtml(links: unknown, context: Context): string {
  const items = Object.entries(nodeOf(links))
    .filter(([name]) => !name.startsWith("x-"))
    .slice(0, 100)
    .map(([name, link]) => `<li>${linkWords(name, link, context)}</li>`);
  return items.length === 0 ? "" : `${leadIn("Links")}<ul>${items.join("")}</ul>\n`;
}

/** https://spec.openapis.org/oas/v3.1.1.html#link-object */
function linkWords(name: string, value: unknown, context: Context): string {
  const { node } = context.resolve(value);
  const operation = textOf(node.operationId) || operationAt(textOf(node.operationRef));
  const values = Object.entries(nodeOf(node.parameters)).map(
    ([parameter, from]) => `${code(parameter)} is ${valueWords(from)}`,
  );
  if (node.requestBody !== undefined) values.push(`the body is ${valueWords(node.requestBody)}`);
  const calls = operation === "" ? "" : ` leads to ${code(operation)}`;
  const given = values.length === 0 ? "" : `${calls === "" ? ":" : ", where"} ${values.join(", ")}`;
  return `${code(name)}${calls}${given}.${context.markdown(textOf(node.description))}`;
}

/** `#/paths/~1pets~1{id}/get` → `GET /pets/{id}`. */
function operationAt(reference: string): string {
  const [, path, method] = /#\/paths\/([^/]+)\/(\w+)$/.exec(reference) ?? [];
  if (path === undefined || method === undefined) return reference;
  return `${method.toUpperCase()} ${path.replaceAll("~1", "/").replaceAll("~0", "~")}`;
}
