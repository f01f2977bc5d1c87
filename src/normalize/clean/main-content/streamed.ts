import { type Element, isTag, type ParentNode } from "domhandler";
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
      replaceBy(node, index, part);
      index -= 1;
    } else place(child, parts);
  }
}

function replaceBy(node: ParentNode, index: number, part: Element): void {
  const moved = part.children;
  part.children = [];
  relink(node, [...node.children.slice(0, index), ...moved, ...node.children.slice(index + 1)]);
}
