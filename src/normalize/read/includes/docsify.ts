import { codeFile, extensionOf, section, whole } from "./part.ts";

/** docsify's `[name](file ':include :type=code :fragment=x')`. https://docsify.js.org/#/embed-files */
export const docsifyPattern =
  /^\[[^[\]\n]{0,200}\]\(([^()\s]{1,300})[ \t]+(["']):include((?:(?!\2)[^\n]){0,300})\2[ \t]*\)/;

/** What a browser plays or frames has no text for a page: such an include stays the link that it is written as. */
const embedded = /^(?:iframe|audio|video)$/;
const types: ReadonlyMap<string, string> = new Map([
  ...["htm", "html"].map((ending) => [ending, "iframe"] as const),
  ...["mp3", "mp4", "ogg"].map((ending) => [ending, "video"] as const),
  ...["md", "markdown"].map((ending) => [ending, "markdown"] as const),
]);

/** The include; undefined for what is not a file of the source. */
export function docsifyInclude([, target = "", , options = ""]: RegExpExecArray) {
  const option = (name: string) => new RegExp(`(?:^|\\s):${name}=(\\S+)`).exec(options)?.[1];
  const ending = extensionOf(target).toLowerCase();
  const type = option("type") ?? types.get(ending) ?? "code";
  if (embedded.test(type) || /^[a-z][a-z\d+.-]*:|^\/\//i.test(target)) return undefined;
  const fragment = option("fragment");
  const language = /:type=code[ \t]+([\w+-]+)/.exec(options)?.[1] ?? ending;
  const file = type === "code" ? codeFile(target, language, undefined) : whole(target);
  if (file === undefined) return undefined;
  return { ...file, ...(fragment === undefined ? {} : { part: section(fragment) }), neverInCode: true };
}
