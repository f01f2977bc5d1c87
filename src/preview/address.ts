import type { Filter } from "./walk.ts";

/** Ways to view the result. */
const views = ["page", "markdown", "html", "dropped"] as const;
export type View = (typeof views)[number];

/** What an address of the preview asks for. */
export interface PreviewRequest {
  readonly filter: Filter;
  /** Entry that the list begins with. */
  readonly from: number;
  /** Whether the collection is listed again. */
  readonly again: boolean;
  readonly key: string;
  readonly view: View;
  /** Which page of the document, from 0. */
  readonly part: number;
}

/** Reads an address; what it does not say, or says wrongly, has its default. */
export function requestOf(query: URLSearchParams): PreviewRequest {
  return {
    filter: {
      text: (query.get("q") ?? "").trim().slice(0, MAX_FILTER_LENGTH),
      warned: query.get("warned") === "1",
    },
    from: wholeNumber(query.get("from")),
    again: query.get("again") === "1",
    key: query.get("key") ?? "",
    view: views.find((view) => view === query.get("as")) ?? "page",
    part: wholeNumber(query.get("part")),
  };
}

const MAX_FILTER_LENGTH = 200;

const wholeNumber = (value: string | null): number =>
  value !== null && /^\d{1,9}$/.test(value) ? Number(value) : 0;

/** The address of a list. */
export function listAddress({ text, warned }: Filter, rest: { from?: number; again?: boolean } = {}): string {
  return address("/", {
    q: text,
    warned: warned ? "1" : "",
    from: rest.from ? String(rest.from) : "",
    again: rest.again ? "1" : "",
  });
}

/** Answers another text whenever a list would be another one. */
export const LIST_VERSION = "/listing";

/** The address of a document, or of what belongs to it. */
export function documentAddress(
  key: string,
  { filter, view = "page", part = 0 }: { filter?: Filter; view?: View; part?: number } = {},
  path: "/document" | "/content" | "/version" = "/document",
): string {
  return address(path, {
    key,
    as: view === "page" ? "" : view,
    part: part === 0 ? "" : String(part),
    q: filter?.text ?? "",
    warned: filter?.warned ? "1" : "",
  });
}

function address(path: string, parameters: Readonly<Record<string, string>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== "");
  const query = new URLSearchParams(given).toString();
  return query === "" ? path : `${path}?${query}`;
}
