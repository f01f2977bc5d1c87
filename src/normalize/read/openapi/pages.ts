import { escapeHtml } from "../../../html/characters.ts";
import { callout, leadIn, link } from "../../vocabulary/html-text.ts";
import type { Context } from "./context.ts";
import { type Content, callbacksOf, type Operation, type Parameter, type Response } from "./operations.ts";
import { listOf, type Node, nodeOf, textOf } from "./read.ts";
import { linksHtml } from "./response-links.ts";
import { schemaHtml } from "./schema.ts";
import { requirementWords, schemesHtml } from "./security.ts";
import { code, constraintWords, partWords, typeWords, valueList, valueWords } from "./words.ts";

/** One operation's page. */
export function operationHtml(operation: Operation, context: Context): string {
  const { node, parameters, body, responses } = operation;
  const security = requirementWords(node, context.root);
  return [
    `<p>${code(`${operation.method} ${operation.path}`)}</p>\n`,
    node.deprecated === true ? callout("Warning", "Deprecated", "<p>This operation is deprecated.</p>") : "",
    context.markdown(textOf(node.description)),
    serversHtml(listOf(node.servers)),
    security === undefined ? "" : `<p>${security}</p>\n`,
    parameters.length === 0 ? "" : `<h2>Parameters</h2>\n${parameterTable(parameters, context)}`,
    body === undefined
      ? ""
      : `<h2>Request body</h2>\n<p>${body.required ? "Required." : "Optional."}</p>\n${context.markdown(body.description)}${contentsHtml(body.contents, context)}`,
    responses.length === 0
      ? ""
      : `<h2>Responses</h2>\n${responses.map((one) => responseHtml(one, context)).join("")}`,
    callbacksHtml(node, context),
    moreHtml(node),
  ].join("");
}

function parameterTable(parameters: readonly Parameter[], context: Context): string {
  const rows = parameters.map((one) => {
    const schema = context.resolve(one.schema).node;
    const cells = [
      code(one.name),
      escapeHtml(one.in),
      typeWords(one.schema, context),
      one.required ? "yes" : "no",
      schema.default === undefined ? "" : valueWords(schema.default),
      allowedValues(schema, context),
      parameterWords(one, schema, context),
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  const head = ["Name", "In", "Type", "Required", "Default", "Allowed values", "Description"];
  return `<table><thead><tr>${head.map((one) => `<th>${one}</th>`).join("")}</tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table>\n`;
}

function allowedValues(schema: Node, context: Context): string {
  const items = schema.items === undefined ? schema : context.resolve(schema.items).node;
  return valueList(listOf(schema.enum ?? items.enum));
}

function parameterWords({ node, schema: written }: Parameter, schema: Node, context: Context): string {
  const own = textOf(node.description) || (schema === written ? "" : textOf(schema.description));
  const example =
    node.example ?? Object.values(nodeOf(node.examples)).map((one) => context.resolve(one).node.value)[0];
  const constraints = constraintWords(
    {
      ...schema,
      example,
      ...(node.deprecated === true ? { deprecated: true } : {}),
    },
    ["default", "enum"],
  );
  constraints.push(...partWords(schema, context, ["enum"]));
  return `${context.markdown(own)}${constraints.length === 0 ? "" : `<p>${constraints.join(" ")}</p>`}`;
}

function contentsHtml(contents: readonly Content[], context: Context): string {
  const schemas = contents.map(({ schema }) => JSON.stringify(schema));
  return contents
    .map(({ mediaType, schema, examples }, index) => {
      // The same schema in another media type is not repeated.
      const same = schema === undefined ? index : schemas.indexOf(schemas[index] ?? "");
      const described =
        same < index ? `<p>The same schema as ${code(contents[same]?.mediaType ?? "")}.</p>\n` : undefined;
      const blocks = examples.map(({ title, value }) => {
        const block = context.example(value, mediaType);
        return block === ""
          ? ""
          : `${leadIn(title === "" || title === mediaType ? "Example" : `Example: ${escapeHtml(title)}`)}${block}`;
      });
      return [
        mediaType === "" ? "" : `<p>Content type: ${code(mediaType)}</p>\n`,
        described ?? (schema === undefined ? "" : schemaHtml(schema, context)),
        ...blocks,
      ].join("");
    })
    .join("");
}

function responseHtml(response: Response, context: Context): string {
  const { status, description, headers, contents, links } = response;
  const [first = "", ...rest] = description.split("\n");
  const isShort = rest.length === 0 && first.length <= 80;
  const name = status === "default" ? "Default response" : status;
  const title = isShort && first !== "" ? `${name}: ${first.replace(/\.$/, "")}` : name;
  const headerTable = headers.length === 0 ? "" : leadIn("Headers") + parameterTable(headers, context);
  return `<h3>${escapeHtml(title)}</h3>\n${isShort ? "" : context.markdown(description)}${headerTable}${contentsHtml(contents, context)}${linksHtml(links, context)}`;
}

/** Callbacks are requests in the other direction, which the reader's own server gets. */
function callbacksHtml(node: Node, context: Context): string {
  const parts = callbacksOf(node, context).map(({ name, operation }) => {
    const { title, method, path, body, responses, node: own } = operation;
    const request = `${method} ${path}`;
    const answers = responses.map(
      ({ status, description }) =>
        `<li>${escapeHtml(description === "" ? status : `${status}: ${description}`)}</li>`,
    );
    return [
      `<h3>${escapeHtml(title === request ? name : `${name}: ${title}`)}</h3>\n<p>${code(request)}</p>\n`,
      context.markdown(textOf(own.description)),
      body === undefined ? "" : context.markdown(body.description) + contentsHtml(body.contents, context),
      answers.length === 0 ? "" : `<p>Responses:</p>\n<ul>${answers.join("")}</ul>\n`,
    ].join("");
  });
  return parts.length === 0 ? "" : `<h2>Callbacks</h2>\n${parts.join("")}`;
}

function moreHtml(node: Node): string {
  const docs = nodeOf(node.externalDocs);
  const url = textOf(docs.url);
  return url === "" ? "" : `<p>${link(url, escapeHtml(textOf(docs.description) || "More about this"))}</p>\n`;
}

function serversHtml(servers: readonly unknown[]): string {
  const items = servers.slice(0, 100).map((one) => {
    const server = nodeOf(one);
    const words = textOf(server.description);
    const variables = Object.entries(nodeOf(server.variables)).map(([name, value]) => {
      const variable = nodeOf(value);
      const values = listOf(variable.enum).length === 0 ? "" : `, one of ${valueList(listOf(variable.enum))}`;
      return `<li>${code(name)}: ${escapeHtml(textOf(variable.description))} Default: ${valueWords(variable.default ?? "")}${values}.</li>`;
    });
    const list = variables.length === 0 ? "" : `<ul>${variables.join("")}</ul>`;
    return `<li>${code(textOf(server.url))}${words === "" ? "" : `: ${escapeHtml(words)}`}${list}</li>`;
  });
  return items.length === 0 ? "" : `<p>Base URL:</p>\n<ul>\n${items.join("\n")}\n</ul>\n`;
}

/** Swagger 2 states host, path and schemes apart. */
function allServers(root: Node): readonly unknown[] {
  if (root.swagger === undefined) return listOf(root.servers);
  const host = textOf(root.host);
  if (host === "") return textOf(root.basePath) === "" ? [] : [{ url: textOf(root.basePath) }];
  const schemes = listOf(root.schemes).map(textOf);
  return (schemes.length > 0 ? schemes : ["https"]).map((scheme) => ({
    url: `${scheme}://${host}${textOf(root.basePath)}`,
  }));
}

/** The document's own page: what the API is, where it is, how to authenticate, and its operations by tag. */
export function overviewHtml(operations: readonly Operation[], context: Context): string {
  const { root } = context;
  const info = nodeOf(root.info);
  const version = textOf(info.version);
  const schemes = schemesHtml(context);
  const required = requirementWords({}, root);
  const authentication =
    schemes === ""
      ? ""
      : `<h2>Authentication</h2>\n${required === undefined ? "" : `<p>${required}</p>\n`}${schemes}`;
  const servers = serversHtml(allServers(root));
  return [
    version === "" ? "" : `<p>Version: ${escapeHtml(version)}</p>\n`,
    context.markdown(textOf(info.summary)),
    context.markdown(textOf(info.description)),
    servers === "" ? "" : `<h2>Servers</h2>\n${servers}`,
    authentication,
    operations.length === 0 ? "" : `<h2>Operations</h2>\n${byTag(operations, context)}`,
    moreHtml(root),
    contactHtml(info),
  ].join("");
}

function byTag(operations: readonly Operation[], context: Context): string {
  const described = listOf(context.root.tags).map(nodeOf);
  const groups = new Map<string, Operation[]>(described.map((tag) => [textOf(tag.name), []]));
  for (const one of operations) {
    const group = groups.get(one.tag ?? "");
    if (group) group.push(one);
    else groups.set(one.tag ?? "", [one]);
  }
  return [...groups]
    .filter(([, members]) => members.length > 0)
    .map(([tag, members]) => {
      const node = described.find((one) => textOf(one.name) === tag) ?? {};
      const title = textOf(node["x-displayName"]) || tag;
      const items = members.map((one) => {
        const name = `${one.method} ${one.path}`;
        const words = one.title === name ? "" : `: ${escapeHtml(one.title)}`;
        return `<li>${code(name)}${words}${one.node.deprecated === true ? " (deprecated)" : ""}</li>`;
      });
      const head =
        title === "" ? (groups.size > 1 ? "<h3>Other</h3>\n" : "") : `<h3>${escapeHtml(title)}</h3>\n`;
      return `${head}${context.markdown(textOf(node.description))}<ul>\n${items.join("\n")}\n</ul>\n`;
    })
    .join("");
}

function contactHtml(info: Node): string {
  const contact = nodeOf(info.contact);
  const email = textOf(contact.email);
  const url = textOf(contact.url);
  const parts = [
    escapeHtml(textOf(contact.name)),
    email === "" ? "" : link(`mailto:${email}`, escapeHtml(email)),
    url === "" ? "" : link(url, escapeHtml(url)),
  ].filter((part) => part !== "");
  const license = textOf(nodeOf(info.license).name);
  const terms = textOf(info.termsOfService);
  return [
    parts.length === 0 ? "" : `<p>Contact: ${parts.join(", ")}</p>\n`,
    license === "" ? "" : `<p>License: ${link(textOf(nodeOf(info.license).url), escapeHtml(license))}</p>\n`,
    terms === "" ? "" : `<p>Terms of service: ${link(terms, escapeHtml(terms))}</p>\n`,
  ].join("");
}
