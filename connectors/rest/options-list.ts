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

/** Lists of lists go this much deeper: spaces → folders → subfolders → articles. */
const MAX_INNER_LISTS = 3;

const recordsPath = textWithout(
  (path) =>
    pathFault(path) ??
    (isRecursive(path) ? "must name each step ($.a.b[*]): `..` cannot tell missing from empty" : undefined),
);

const common = {
  name: z.string().min(1).optional().describe("what messages call this list; default: its address"),
  json: requestJson.optional().describe("sent as JSON in a POST; without it the request is a GET"),
  records: recordsPath.describe("JSONPath of the records in the answer: $.items, or $ for the answer itself"),
  single: z
    .literal(true)
    .optional()
    .describe("the answer holds one record, at `records`, and no list: $.category"),
  children: z
    .string()
    .min(1)
    .optional()
    .describe("member of each record that lists the records below it, to any depth: pages"),
  leaves: z
    .string()
    .min(1)
    .optional()
    .describe(
      "member of each record that lists the documents in it: articles. The record is their `parent` then, and no document",
    ),
  childless: conditionOption
    .optional()
    .describe("a record may lack these members if this holds for it; otherwise what is below it is a gap"),
  constants: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe("members that every record of this list gets, such as the project in its address"),
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

const innerList = z
  .strictObject({ url: eachUrl, ...common })
  .superRefine((request, context) => refuseUncounted(request, context));
type InnerList = z.output<typeof innerList>;

/** A listing request; with `each`, a list for each of its records, and so on. */
export const listOption = z
  .strictObject({
    url: outerUrl,
    ...common,
    each: z
      .array(innerList)
      .min(1)
      .max(MAX_INNER_LISTS)
      .optional()
      .describe(
        "a list for each record of this one, then one for each record of that; the last one's records are the documents",
      ),
  })
  .superRefine((request, context) => refuseUncounted(request, context));
export type ListRequest = z.output<typeof listOption>;

/** What is wrong with the path itself is said of it already. */
const namesOnePlaceOf = (path: string): boolean => pathFault(path) !== undefined || namesOnePlace(path);

function refuseUncounted(
  { records, single, children, leaves, total, pagination, json }: InnerList,
  context: z.RefinementCtx,
): void {
  const refuse = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  if (children !== undefined && total !== undefined)
    refuse(["total"], "does not go with `children`: it counts the records of one level");
  if (leaves !== undefined && total !== undefined)
    refuse(["total"], "does not go with `leaves`: it counts the records that hold them");
  if (leaves !== undefined && leaves === children)
    refuse(["leaves"], "must be another member than `children`");
  if (single && (pagination !== undefined || !namesOnePlaceOf(records)))
    refuse(["single"], "goes with a plain path in `records`, and without `pagination`");
  if (!pagination) return;
  if ("send" in pagination && pagination.send === "json" && !json)
    refuse(["json"], "must be given (it may be {}) where pagination sends its parameter in it");
  if (pagination.kind !== "page" && pagination.kind !== "offset") return;
  const { kind, until } = pagination;
  if (until === "total" && total === undefined) refuse(["total"], "must be given for `until: total`");
  const counts =
    kind === "offset" || until === "total" || (typeof until === "object" && "fewer_than" in until);
  if (counts && !namesOnePlaceOf(records))
    refuse(
      ["records"],
      "must be a plain path such as $.items here: records that a filter leaves out are not counted",
    );
}
