import { type ChildNode, type Element, isComment, isTag, type ParentNode } from "domhandler";
import { elementChildren, relink } from "../../../html/dom.ts";

/**
 * Pages that React streams have late parts hidden at the end of the body (`<div hidden id="S:1">`), which a script puts
 * in the place of `<template id="B:1">` or `"P:1"`. No script runs here, so this does it.
 * https://react.dev/reference/react-dom/server/renderToPipeableStream
 */
export function placeStreamedParts(body: ParentNode): void {
  const parts = new Map<string, Element>();
  for (const child of elementChildren(body)) {
    const id = /^S:(\w+)$/.exec(child.attribs.id ?? "")?.[1];
    if (id !== undefined && child.attribs.hidden !== undefined) parts.set(id, child);
  }
  if (parts.size > 0) place(body, parts);
}

function place(node: ParentNode, parts: Map<string, Element>): void {
  for (let index = 0; index < node.children.length; index += 1) {
    const child = node.children[index];
    if (!child || !isTag(child)) continue;
    const id = child.name === "template" ? /^[BP]:(\w+)$/.exec(child.attribs.id ?? "")?.[1] : undefined;
    const part = id === undefined ? undefined : parts.get(id);
    if (part && id !== undefined) {
      parts.delete(id);
      replaceBy(node, index, part, child.attribs.id?.startsWith("B:") === true);
      index -= 1;
    } else place(child, parts);
  }
}

function replaceBy(node: ParentNode, index: number, part: Element, isBoundary: boolean): void {
  const moved = part.children;
  part.children = [];
  const rest = node.children.slice(index + 1);
  relink(node, [...node.children.slice(0, index), ...moved, ...(isBoundary ? behindFallback(rest) : rest)]);
}

/** What stands behind the text that is shown until the part comes: comments mark where that ends. */
function behindFallback(rest: ChildNode[]): ChildNode[] {
  let depth = 0;
  for (const [index, node] of rest.entries()) {
    if (!isComment(node)) continue;
    if (/^\$[?!]?$/.test(node.data)) depth += 1;
    else if (node.data === "/$" && depth === 0) return rest.slice(index);
    else if (node.data === "/$") depth -= 1;
  }
  return rest;
}
