import { FinIngestError } from "../../src/errors.ts";
import { holds } from "./condition.ts";
import type { ListRequest } from "./options.ts";

/** The record to whom a list belongs. */
export interface Parent {
  readonly record: unknown;
}

type Shape = Pick<ListRequest, "children" | "leaves" | "childless" | "constants">;

export const isMembers = (json: unknown): json is Record<string, unknown> =>
  typeof json === "object" && json !== null;

/** Only mappings have members. */
function withMembers(record: unknown, constants: Shape["constants"], parent: Parent | undefined): unknown {
  if (!isMembers(record) || Array.isArray(record)) return record;
  if (parent === undefined && constants === undefined) return record;
  return { ...record, ...constants, ...(parent && { parent: parent.record }) };
}

/**
 * A record, and with `children` all records below it, each with its parent in its member `parent` and without the records
 * below it. With `leaves` a record is what holds the documents in that member, and they come in its place. A record that
 * does not list them as expected is followed by the error: what is below it is not known.
 */
export function* withChildren(own: unknown, shape: Shape, parent: Parent | undefined): Generator<unknown> {
  const { children, leaves, constants } = shape;
  if (children === undefined && leaves === undefined) {
    yield withMembers(own, constants, parent);
    return;
  }
  const waiting: { readonly own: unknown; readonly parent: Parent | undefined }[] = [{ own, parent }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { rest, below, inside } = parted(next.own, shape);
    const record = withMembers(rest, constants, next.parent);
    if (leaves === undefined) yield record;
    else if (Array.isArray(inside)) for (const leaf of inside) yield withMembers(leaf, constants, { record });
    else if (!mayLack(next.own, shape)) yield unknownBelow(leaves);
    if (children === undefined) continue;
    if (Array.isArray(below)) waiting.push(...below.map((own) => ({ own, parent: { record } })).reverse());
    else if (!mayLack(next.own, shape)) yield unknownBelow(children);
  }
}

/** A record's own members, and those that list the records below it. */
function parted(own: unknown, { children, leaves }: Shape) {
  if (!isMembers(own) || Array.isArray(own)) return { rest: own, below: undefined, inside: undefined };
  const names = new Set([children, leaves]);
  return {
    rest: Object.fromEntries(Object.entries(own).filter(([name]) => !names.has(name))),
    below: children === undefined ? undefined : own[children],
    inside: leaves === undefined ? undefined : own[leaves],
  };
}

const mayLack = (own: unknown, { childless }: Shape): boolean =>
  childless !== undefined && holds({ ...childless, when_missing: "no-match" }, own);

const unknownBelow = (member: string): FinIngestError =>
  new FinIngestError(`${member} of a record is no list: what is below it is not known`);
