import { FinIngestError } from "../../src/errors.ts";
import { holds } from "./condition.ts";
import type { ListRequest } from "./options.ts";

/** The record to whom a list belongs. */
export interface Parent {
  readonly record: unknown;
}

export const isMembers = (json: unknown): json is Record<string, unknown> =>
  typeof json === "object" && json !== null;

/** Only mappings have members. */
function withMembers(
  record: unknown,
  constants: ListRequest["constants"],
  parent: Parent | undefined,
): unknown {
  if (!isMembers(record) || Array.isArray(record)) return record;
  if (parent === undefined && constants === undefined) return record;
  return { ...record, ...constants, ...(parent && { parent: parent.record }) };
}

/**
 * A record, and with `children` all records below it, each with its parent in its member `parent` and without its own
 * children. A record that does not list them as expected is followed by the error: what is below it is not known.
 */
export function* withChildren(
  own: unknown,
  { children, childless, constants }: ListRequest,
  parent: Parent | undefined,
): Generator<unknown> {
  if (children === undefined) {
    yield withMembers(own, constants, parent);
    return;
  }
  const waiting: { readonly own: unknown; readonly parent: Parent | undefined }[] = [{ own, parent }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { [children]: below, ...others } = isMembers(next.own) ? next.own : {};
    const record = withMembers(isMembers(next.own) ? others : next.own, constants, next.parent);
    yield record;
    if (Array.isArray(below)) waiting.push(...below.map((own) => ({ own, parent: { record } })).reverse());
    else if (!childless || !holds({ ...childless, when_missing: "no-match" }, next.own))
      yield new FinIngestError(`${children} of a record is no list: what is below it is not known`);
  }
}
