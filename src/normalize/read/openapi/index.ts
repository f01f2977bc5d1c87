import type { Document } from "../../document.ts";
import { Warnings } from "../../warnings.ts";
import { decodeBody } from "../encoding.ts";
import type { ReadPage } from "../reader.ts";
import { contextOf, defaultOpenapiLimits, type OpenapiLimits } from "./context.ts";
import { withFiles } from "./files.ts";
import { publicParts } from "./internal.ts";
import { type Operation, operationsOf } from "./operations.ts";
import { operationHtml, overviewHtml } from "./pages.ts";
import { nodeOf, readDescription, textOf } from "./read.ts";

const marker = /^[ \t]{0,8}["']?(?:openapi|swagger)["']?[ \t]*:[ \t]*["']?[23](?:\.|["'\s]|$)/m;
const compactMarker = /^\s*\{\s*"(?:openapi|swagger)"\s*:\s*"[23]\./;

/** Whether a YAML or JSON text is an OpenAPI description, by its first lines. */
export function isOpenapi(text: string): boolean {
  const start = text.slice(0, 64_000);
  return marker.test(start) || compactMarker.test(start);
}

/**
 * OpenAPI 3.0 and 3.1 and Swagger 2, in YAML or JSON → an overview, and a page for each operation.
 * https://spec.openapis.org/oas/v3.1.0, https://swagger.io/specification/v2/
 *
 * References are followed inside the document and to the files that came with it; no other file or address is read.
 *
 * @throws FinIngestError when it is not such a description
 */
export async function readOpenapi(
  document: Document,
  limits: Partial<OpenapiLimits> = {},
): Promise<readonly ReadPage[]> {
  const { text, warnings } = decodeBody(document);
  const bounds = { ...defaultOpenapiLimits, ...limits };
  const list = new Warnings(warnings);
  const description = readDescription(text, document.name);
  const whole = withFiles(description, document.includes ?? {}, document.name, list);
  const root = publicParts(whole, list);
  const context = contextOf(root, document, list, bounds);
  const operations = operationsOf(context);
  const title = textOf(nodeOf(root.info).title) || document.title || document.name;
  const overview = overviewHtml(operations, context);
  const ids = partIds(operations);
  const pages = operations.map((operation, index): ReadPage => {
    const path = [title, operation.tag, operation.title].filter((part) => part !== undefined);
    context.startPage(operation.title);
    return {
      html: operationHtml(operation, context),
      title: operation.title,
      warnings: [],
      part: { id: ids[index] ?? String(index), title: path.join(" › ") },
    };
  });
  // Warnings about references and limits concern the document: they are given once, on its own page.
  return [{ html: overview, title, warnings: list.all() }, ...pages];
}

/** From `operationId`, else method and path; of equal ones, all but the first get their method and path, too. */
function partIds(operations: readonly Operation[]): string[] {
  const taken = new Set<string>();
  return operations.map(({ id, method, path }) => {
    const place = slug(`${method} ${path}`) || "operation";
    const wanted = [slug(id ?? "") || place, `${slug(id ?? "")}-${place}`.replace(/^-/, "")];
    let free = wanted.find((one) => !taken.has(one));
    for (let count = 2; free === undefined; count += 1) {
      const numbered = `${place}-${count}`;
      if (!taken.has(numbered)) free = numbered;
    }
    taken.add(free);
    return free;
  });
}

/** `listPetsById` → `list-pets-by-id`. */
function slug(name: string): string {
  return name
    .slice(0, 300)
    .normalize("NFKD")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 120);
}
