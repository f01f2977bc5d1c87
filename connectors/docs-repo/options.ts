import { z } from "zod";
import { secret } from "../../src/config/schema/secret.ts";
import { globOption } from "../../src/glob.ts";
import { parseUrl } from "../../src/http/url.ts";

const globs = z.array(globOption());

const componentRule = z.union([
  z.enum(["children", "drop"]),
  z.strictObject({
    as: z.enum(["callout", "steps", "tabs", "tab", "card", "details", "filetree", "section"]),
    title: z.string().min(1).exactOptional().describe("the prop that holds the title"),
    kind: z.string().min(1).exactOptional().describe("the callout's kind: note, tip, warning, danger"),
  }),
  z.strictObject({
    as: z.literal("text"),
    text: z.string().min(1).describe('a template over the props: "Added in {v}"'),
  }),
]);

const pageUrl = z
  .string()
  .refine(isHttpTemplate, "must be an absolute URL, such as https://docs.example.com/{slug}")
  .refine(
    (template) => /\{(?:slug|path|name)\}/.test(template),
    "must contain {slug}, {path} or {name}, or all documents would have one URL",
  )
  .refine(
    (template) => !/\{(?!(?:slug|path|name)\})[^}]*\}/.test(template),
    "knows the placeholders {slug}, {path} and {name} only",
  );

const repository = z
  .string()
  .min(1)
  .refine(
    (address) => isRemoteAddress(address),
    "must be an https:// or ssh:// address, git@host:path, file:// or a path to a repository; http:// only in your own network",
  )
  .refine(
    (address) => !/^https?:\/\/[^/]*@/i.test(address),
    "must not contain a user name or a token; give the token as `token`",
  );

/** The options of a docs-repo source, beside the common ones. README.md explains each. */
export const docsRepoOptions = z
  .strictObject({
    path: z.string().min(1).optional().describe("folder with the documents, relative to the config file"),
    repository: repository.optional().describe("git repository to fetch: https, ssh or a path"),
    ref: z
      .string()
      .regex(/^(?!-)(?!.*\.\.)[^\s:?*[\\^~\p{Cc}]+$/u, "must be a branch, a tag or a full commit id")
      .optional()
      .describe("branch, tag or full commit id; default: the repository's default branch"),
    token: secret().optional().describe("access token for an https repository; read access is enough"),
    username: z
      .string()
      .min(1)
      .regex(/^[^:\s]+$/, "must not contain a colon or white space")
      .optional()
      .describe("user name that belongs to the token; default: x-access-token"),
    root: z
      .string()
      .min(1)
      .refine(isInnerPath, "must be a folder inside the repository, without `..`")
      .optional()
      .describe("folder inside the repository that holds the documents"),
    submodules: z
      .union([z.boolean(), z.literal("recursive")])
      .default(false)
      .describe(
        "whether the files of submodules count too, as in a checkout; `recursive`: those of their submodules as well",
      ),
    include: globs
      .min(1)
      .default(["**/*.{md,mdx,markdown,html,htm,adoc,asciidoc,rst}"])
      .describe("globs of the files that are documents, relative to the folder"),
    exclude: globs
      .default(["**/_*", "**/_*/**", "**/node_modules/**"])
      .describe("globs of files that are not; they can still be included by documents"),
    generator: z
      .enum(["docusaurus"])
      .optional()
      .describe("what makes the site of these documents, where its rules for ids and addresses hold"),
    page_url: pageUrl
      .optional()
      .describe("where users read a document: an absolute URL with {slug}, {path} or {name}"),
    components: z
      .record(z.string().min(1), componentRule)
      .optional()
      .describe("what becomes of MDX components, by name"),
  })
  .refine((options) => (options.path === undefined) !== (options.repository === undefined), {
    error: "exactly one of `path` and `repository` must be given",
  })
  .superRefine((options, context) => {
    if (options.path !== undefined) {
      for (const key of ["ref", "token", "username", "root", "submodules"] as const) {
        if (options[key] === undefined || options[key] === false) continue;
        context.addIssue({ code: "custom", path: [key], message: "belongs to `repository`, not to `path`" });
      }
    } else if (options.token !== undefined && !/^https?:\/\//i.test(options.repository ?? "")) {
      context.addIssue({
        code: "custom",
        path: ["token"],
        message: "is for https:// repositories; ssh uses the keys of the ssh agent",
      });
    }
  });

export type DocsRepoOptions = z.infer<typeof docsRepoOptions>;

function isHttpTemplate(template: string): boolean {
  const sample = template.replaceAll(/\{[^}]*\}/g, "x");
  if (!/^https?:\/\/[^/{}]+(?:\/|\?|#|$)/i.test(template)) return false;
  return parseUrl(sample) !== undefined;
}

function isRemoteAddress(address: string): boolean {
  if (address.startsWith("-")) return false;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  if (scheme !== undefined)
    return ["https", "http", "ssh", "file"].includes(scheme) && parseUrl(address) !== undefined;
  return !address.includes("::");
}

function isInnerPath(folder: string): boolean {
  return !/^(?:[/\\]|[a-z]:)/i.test(folder) && !folder.split(/[/\\]/).includes("..");
}
