import { z } from "zod";
import { placeholdersIn } from "./expression.ts";
import { isRecursive, namesOnePlace, pathFault } from "./jsonpath.ts";
import { paginationOption } from "./options-pagination.ts";
import {
  conditionOption,
  plainUrl,
  requestJson,
  statedOption,
  textWithout,
  urlTemplateFault,
} from "./options-parts.ts";

/** Lists of lists go this deep: spaces → folders → subfolders → articles. */
const MAX_LEVELS = 4;

const recordsPath = textWithout(
  (path) =>
    pathFault(path) ??
    (isRecursive(path) ? "must name each step ($.a.b[*]): `..` cannot tell missing from empty" : undefined),
);

const common = {
  name: z.string().min(1).optional().describe("what messages call this list; default: its address"),
  json: requestJson.optional().describe("sent as JSON in a POST; without it the request is a GET"),
  records: recordsPath.describe("JSONPath of the records in the answer: $.items, or $ for the answer itself"),
  empty_if: conditionOption
    .optional()
    .describe("an answer without `records` is an empty page if this holds for it; otherwise it is an error"),
  total: statedOption
    .optional()
    .describe("where the list states its number of records: a JSONPath or {header: NAME}"),
  pagination: paginationOption
    .optional()
    .describe("how further pages are asked for; without it one answer is the whole list"),
};

const flat = z.strictObject({ url: plainUrl, ...common });

/** A listing request; with `each`, its records are the parents of the next list's. */
export type ListRequest = z.output<typeof flat> & { readonly each?: ListRequest | undefined };

/** The address of a list inside another: its placeholders are of the records above it, none decides about the host. */
const innerUrl = textWithout((template) => {
  const fault = urlTemplateFault(template);
  if (fault !== undefined) return fault;
  const names = placeholdersIn(template);
  const foreign = names.find((name) => !/^(?:\$\.)?parent(?![\w-])|^\$\[["']parent/.test(name));
  if (foreign !== undefined)
    return `can use the record that it belongs to: {parent.${foreign.replace(/^\$\.?/, "")}}, not {${foreign}}`;
  return names.length > 0 ? undefined : "must contain a value of the record that it belongs to: {parent.id}";
});

const outerUrl = plainUrl.describe("address that lists the documents, with its fixed parameters");
const eachUrl = innerUrl.describe("address of one record's list: https://…/folders/{parent.id}/articles");

function levelOf(level: number): z.ZodType<ListRequest> {
  const shape = { url: level === 1 ? outerUrl : eachUrl, ...common };
  if (level === MAX_LEVELS) return z.strictObject(shape).superRefine(refuseUncounted);
  const each = levelOf(level + 1)
    .optional()
    .describe("a list for each record of this one; the records of the innermost are the documents");
  return z.strictObject({ ...shape, each }).superRefine(refuseUncounted);
}

function refuseUncounted(
  { records, total, pagination, json }: z.output<typeof flat>,
  context: z.RefinementCtx,
): void {
  const refuse = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  if (!pagination) return;
  if ("send" in pagination && pagination.send === "json" && !json)
    refuse(["json"], "must be given (it may be {}) where pagination sends its parameter in it");
  if (pagination.kind !== "page" && pagination.kind !== "offset") return;
  const { kind, until } = pagination;
  if (until === "total" && total === undefined) refuse(["total"], "must be given for `until: total`");
  const counts =
    kind === "offset" || until === "total" || (typeof until === "object" && "fewer_than" in until);
  if (counts && pathFault(records) === undefined && !namesOnePlace(records))
    refuse(
      ["records"],
      "must be a plain path such as $.items here: records that a filter leaves out are not counted",
    );
}

/** One list, or a list of lists. */
export const listOption = levelOf(1);
