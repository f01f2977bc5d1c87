import type { z } from "zod";
import type { Problem } from "../errors/problem.ts";
import { didYouMean, suggest } from "../errors/suggest.ts";
import { demand, either, kindsInWords, nounOfTree } from "../errors/words.ts";
import {
  alternatives,
  choices,
  descriptionOf,
  knownKeys,
  memberOf,
  type Schema,
  schemasAt,
} from "../schema/inspect.ts";
import { isSecret } from "../schema/secret.ts";
import { fit } from "./fit.ts";
import { dotted, locate, locateKey, type Path, scalars, type Tree } from "./tree.ts";

/** The part of the file that is checked: the value at `path`. */
export interface Part {
  readonly root: Tree;
  readonly path: Path;
  /** Keys of the part's mapping that another schema checks, but that a mistyped key may mean. */
  readonly others?: readonly string[];
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T; readonly written: unknown }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Parses one part of the file with a schema; what is wrong is returned as problems with their places. */
export function check<T>(schema: z.ZodType<T>, part: Part): Checked<T> {
  const { tree, found } = locate(part.root, part.path);
  const others = new Set(part.others);
  const written = found ? fit(tree, alternatives(schema), (key) => others.has(key)) : undefined;
  const parsed = schema.safeParse(written, { error: () => noMessage });
  if (parsed.success) return { ok: true, value: parsed.data, written };
  return { ok: false, problems: parsed.error.issues.flatMap((issue) => explain(issue, schema, part)) };
}

// Replaces zod's own messages, so that those of a schema can be told from them and are kept.
const noMessage = "\u0000";

function explain(issue: z.core.$ZodIssue, schema: Schema, part: Part): Problem[] {
  const inner = issue.path.filter((step) => typeof step !== "symbol");
  const path = [...part.path, ...inner];
  const { tree, at, found } = locate(part.root, path);
  // A value that could not be filled has been reported already.
  if (found && issue.code !== "unrecognized_keys" && [...scalars(tree)].some(({ scalar }) => scalar.failed))
    return [];
  if (issue.code === "unrecognized_keys") {
    let isListed = false;
    return issue.keys.map((key) => {
      const problem = unknownKey(key, inner, schema, part, !isListed);
      isListed ||= problem.meant === undefined;
      return problem;
    });
  }
  if (issue.code === "invalid_union") {
    const nearest = nearestOption(issue);
    if (nearest && found) return nearest.flatMap((one) => explain(within(one, issue.path), schema, part));
  }
  if (issue.code === "invalid_key") {
    const [nested] = issue.issues;
    const why = nested && nested.message !== noMessage ? nested.message : "is not a possible name";
    const name = String(inner.at(-1));
    return [
      {
        at: locateKey(part.root, path.slice(0, -1), name),
        message: `${dotted(path)}: the name "${name}" ${why}`,
      },
    ];
  }
  if (!found && issue.code !== "custom") return [missing(path, inner, schema, part)];
  const message = issue.message !== noMessage ? issue.message : defaultMessage(issue, inner, schema, tree);
  const detail = found ? provenance(issue, inner, schema, tree) : "";
  return [{ at, message: `${dotted(path) || "the file"}: ${message}${detail}` }];
}

function defaultMessage(issue: z.core.$ZodIssue, inner: Path, schema: Schema, tree: Tree): string {
  const wanted =
    issue.code === "invalid_union" ? `must be ${kindsInWords(schemasAt(schema, inner))}` : demand(issue);
  if (tree.kind === "scalar" && tree.value === null) return `is empty; it ${wanted}`;
  if (issue.code === "invalid_type" && tree.kind !== "scalar") return `${wanted}, not ${nounOfTree(tree)}`;
  if (issue.code === "invalid_type" && tree.kind === "scalar" && tree.from.length === 0) {
    return issue.expected === "int" ? wanted : `${wanted}, not ${nounOfTree(tree)}`;
  }
  return wanted;
}

/** The value in the file, where it helps and cannot be a secret. */
function provenance(issue: z.core.$ZodIssue, inner: Path, schema: Schema, tree: Tree): string {
  if (tree.kind !== "scalar" || tree.value === null) return "";
  if (tree.from.length > 0) {
    return ` (its value comes from ${either(tree.from)}${tree.value === "" ? ", which is empty" : ""})`;
  }
  const schemas = schemasAt(schema, inner);
  const known = choices(schemas);
  const isDisplayed = known.length > 0 || (issue.code === "invalid_format" && issue.message === noMessage);
  if (!isDisplayed || schemas.some(isSecret)) return "";
  const written = String(tree.value);
  return `, not "${written.slice(0, 60)}"${didYouMean(written, known)}`;
}

/** @param lists whether the known keys are named where none is near: once is enough for a mapping */
function unknownKey(key: string, inner: Path, schema: Schema, part: Part, lists: boolean): Problem {
  const path = [...part.path, ...inner];
  const known = [...(inner.length === 0 ? (part.others ?? []) : []), ...knownKeys(schemasAt(schema, inner))];
  const where = path.length === 0 ? "at the top level" : `in ${dotted(path)}`;
  // Another form of this mapping has the key, but not the form that is used here.
  if (known.includes(key))
    return {
      at: locateKey(part.root, path, key),
      message: `the key "${key}" does not go with the others ${where}`,
    };
  const meant = suggest(key, known);
  const listed = lists ? `; known here: ${known.join(", ")}` : "";
  const help = meant === undefined ? listed : `, did you mean "${meant}"?`;
  return {
    at: locateKey(part.root, path, key),
    message: `unknown key "${key}" ${where}${help}`,
    meant: meant && dotted([...path, meant]),
  };
}

function missing(path: Path, inner: Path, schema: Schema, part: Part): Problem {
  const key = String(path.at(-1));
  const member = memberOf(schemasAt(schema, inner.slice(0, -1)), key);
  const description = member && descriptionOf(member);
  const parent = path.slice(0, -1);
  return {
    at: locate(part.root, parent).at,
    message: `${dotted(parent) || "the file"}: ${key} is missing${description ? ` (${description})` : ""}`,
    missing: dotted(path),
  };
}

/** The option of a union that was probably meant: of those whose type fits, the one with the fewest issues. */
function nearestOption(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] | undefined {
  const fitting = issue.errors.filter(
    (issues) =>
      !issues.some(
        ({ code, path }) => path.length === 0 && (code === "invalid_type" || code === "invalid_value"),
      ),
  );
  return fitting.toSorted((a, b) => a.length - b.length)[0];
}

const within = (issue: z.core.$ZodIssue, path: readonly PropertyKey[]): z.core.$ZodIssue => ({
  ...issue,
  path: [...path, ...issue.path],
});
