import type { ChildNode, Element } from "domhandler";
import { documentLimit } from "../../../src/connector-kit/io.ts";
import { escapeHtml } from "../../../src/html/characters.ts";
import { editionOf } from "../options.ts";
import { cleanRendered } from "../rendered.ts";
import { isOnlyNumber, type Mixing } from "../targets.ts";
import { pageAt } from "./addresses.ts";
import { htmlOf } from "./html.ts";
import { isMacro, macroName, parameter } from "./parse.ts";
import { isIncludingMacro, parametersOf, referencesOf, type StorageContext } from "./references.ts";
import { isToShow, withTokens } from "./tokens.ts";

/**
 * Confluence's own rendering of a page, but for what shows something of others: those macros and links are rendered here
 * and stand in their places. Undefined where Confluence does not convert it, or loses one of these places.
 */
export async function convertedHtml(
  mixing: Mixing,
  nodes: readonly ChildNode[],
  storage: StorageContext,
  { signal, always }: { readonly signal: AbortSignal; readonly always: boolean },
): Promise<string | undefined> {
  const { context, from } = mixing;
  const { options, api, io } = context;
  if (options.body === "storage") return undefined;
  const left: string[] = [];
  const here = { ...storage, dropped: (macro: string) => void left.push(macro) };
  let replacements = 0;
  const tokens = withTokens(nodes, {
    instead(node) {
      if (!showsOthers(node, mixing, here)) return undefined;
      replacements += 1;
      return htmlOf([node], here);
    },
    isWatched: isToShow,
    completed: (node) => completed(node, mixing),
  });
  if (replacements === 0 && !always) return undefined;
  const conversion = {
    storage: tokens.storage,
    id: from.id,
    to: options.body,
    maxBytes: 2 * documentLimit(io) + 65_536,
  };
  const rendered = await api.convert(conversion, signal);
  if (rendered === undefined) return undefined;
  const failed: string[] = [];
  const cleaned = cleanRendered(rendered, (macro) => failed.push(macro));
  const html = tokens.restore(cleaned, (macro) => {
    // One that Confluence names itself is empty as well.
    if (!failed.includes(macro)) left.push(macro);
  });
  if (html === undefined) {
    io.log.debug("Confluence's rendering loses what is included; the page is rendered here", { id: from.id });
    return undefined;
  }
  for (const macro of [...left, ...failed]) storage.dropped(macro);
  return html;
}

const LINKING = new Set(["ac:link", "ac:image", "a"]);

/** Whether Confluence's rendering of an element shows something of others, or may show what may not stand in the page. */
function showsOthers(node: Element, mixing: Mixing, storage: StorageContext): boolean {
  const isOne = isMacro(node);
  if (!isOne && !LINKING.has(node.name)) return false;
  if (isOne && (isIncludingMacro(macroName(node)) || macroName(node) === "attachments")) return true;
  const { base } = mixing.from;
  const { links, files } = referencesOf(isOne ? parametersOf(node) : [node], base);
  const addresses = isOne ? [parameter(node, "url"), parameter(node, "src")] : [];
  const pages = [...links, ...addresses.flatMap((address) => (address && pageAt(address, base)) || [])];
  return (
    pages.some((page) => storage.withheldTitle(page) !== undefined || isOnlyNumber(mixing, page)) ||
    files.some((file) => !storage.mayNameFile(file))
  );
}

/** Data Center converts without knowing the page: what is meant on the page or in its space is said. */
function completed({ name, attribs, children }: Element, { context, from }: Mixing) {
  if (editionOf(context.options) === "cloud") return { attribs: {} };
  const space = { "ri:space-key": from.space.key };
  const isOfSpace = name === "ri:page" || name === "ri:blog-post";
  if (isOfSpace && !attribs["ri:space-key"]) return { attribs: space };
  if (name !== "ri:attachment" || children.length > 0 || from.type !== "page") return { attribs: {} };
  const inside = `<ri:page ri:space-key="${from.space.key}" ri:content-title="${escapeHtml(from.title)}"/>`;
  return { attribs: {}, inside };
}
