import { escapeHtml } from "../../../html/characters.ts";
import { link } from "../../vocabulary/html-text.ts";
import type { Context } from "./context.ts";
import { listOf, type Node, nodeOf, textOf } from "./read.ts";
import { code } from "./words.ts";

/** The ways to authenticate, each a list item in words. https://spec.openapis.org/oas/v3.1.0#security-scheme-object */
export function schemesHtml(context: Context): string {
  const schemes = nodeOf(nodeOf(context.root.components).securitySchemes ?? context.root.securityDefinitions);
  const items = Object.entries(schemes).map(([name, value]) => {
    const { node } = context.resolve(value);
    return `<li><p><strong>${escapeHtml(name)}</strong>: ${schemeWords(node)}</p>${context.markdown(textOf(node.description))}${scopesHtml(node)}</li>`;
  });
  return items.length === 0 ? "" : `<ul>\n${items.join("\n")}\n</ul>\n`;
}

function schemeWords(node: Node): string {
  const scheme = textOf(node.scheme).toLowerCase();
  const format = textOf(node.bearerFormat);
  switch (textOf(node.type)) {
    case "apiKey":
      return `API key in the ${escapeHtml(textOf(node.in) || "header")} parameter ${code(textOf(node.name))}.`.replace(
        "header parameter",
        "header",
      );
    case "basic":
      return "HTTP basic authentication with user name and password.";
    case "http":
      if (scheme === "basic") return "HTTP basic authentication with user name and password.";
      if (scheme === "bearer")
        return `Bearer token${format === "" ? "" : ` (${escapeHtml(format)})`} in the ${code("Authorization")} header.`;
      return `HTTP authentication with the scheme ${code(scheme)}.`;
    case "oauth2":
      return `OAuth 2.0. ${flowsOf(node).map(flowWords).join(" ")}`;
    case "openIdConnect":
      return `OpenID Connect; discovery document: ${addressOf(node.openIdConnectUrl)}.`;
    case "mutualTLS":
      return "Mutual TLS with a client certificate.";
    default:
      return escapeHtml(textOf(node.type) || "not described");
  }
}

const flowNames: Readonly<Record<string, string>> = {
  authorizationCode: "Authorization code flow",
  accessCode: "Authorization code flow",
  implicit: "Implicit flow",
  password: "Password flow",
  clientCredentials: "Client credentials flow",
  application: "Client credentials flow",
};

function flowsOf(node: Node): (readonly [name: string, flow: Node])[] {
  if (node.flow !== undefined) return [[textOf(node.flow), node]];
  return Object.entries(nodeOf(node.flows)).map(([name, flow]) => [name, nodeOf(flow)]);
}

function flowWords([name, flow]: readonly [string, Node]): string {
  const parts = [
    flow.authorizationUrl === undefined ? "" : `authorize at ${addressOf(flow.authorizationUrl)}`,
    flow.tokenUrl === undefined ? "" : `token from ${addressOf(flow.tokenUrl)}`,
  ].filter((part) => part !== "");
  const title = Object.hasOwn(flowNames, name) ? (flowNames[name] ?? name) : name;
  return `${escapeHtml(title)}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}.`;
}

function addressOf(value: unknown): string {
  const url = textOf(value);
  return /^https?:/.test(url) ? link(url, escapeHtml(url)) : code(url);
}

function scopesHtml(node: Node): string {
  const scopes = new Map(flowsOf(node).flatMap(([, flow]) => Object.entries(nodeOf(flow.scopes))));
  if (scopes.size === 0) return "";
  const items = [...scopes].map(([scope, words]) => `<li>${code(scope)}: ${escapeHtml(textOf(words))}</li>`);
  return `<p>Scopes:</p><ul>${items.join("")}</ul>`;
}

/** What an operation requires, as HTML: "apiKey, or oauth with the scopes `read`". Undefined where nothing is stated. */
export function requirementWords(operation: Node, root: Node): string | undefined {
  const stated = operation.security ?? root.security;
  if (!Array.isArray(stated)) return undefined;
  const none = "No authentication is needed";
  if (stated.length === 0) return `${none}.`;
  const alternatives = stated.slice(0, 50).map((one) => {
    const parts = Object.entries(nodeOf(one)).map(([name, scopes]) => {
      const list = listOf(scopes).map(textOf).map(code).join(", ");
      return `${escapeHtml(name)}${list === "" ? "" : ` with ${list}`}`;
    });
    return parts.length === 0 ? "no authentication" : parts.join(" and ");
  });
  return alternatives.join() === "no authentication"
    ? `${none}.`
    : `Authentication: ${alternatives.join(", or ")}.`;
}
