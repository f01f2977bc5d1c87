import { z } from "zod";
import { secret } from "../../src/config/schema/secret.ts";
import { exactlyOne } from "../../src/connector-kit/auth.ts";
import { globOption } from "../../src/glob.ts";
import { parseUrl } from "../../src/http/url.ts";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Credentials are sent to it: without TLS on this machine only. */
const service = z
  .string()
  .refine((text) => {
    const url = parseUrl(text);
    if (!url || url.username || url.password || url.search || url.hash || url.pathname !== "/") return false;
    return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
  }, "must be a plain https:// address, without a path, ? or #")
  .transform((text) => new URL(text).origin);

const site = z
  .url({ protocol: /^https$/, error: "must be an address such as https://example.sharepoint.com/sites/NAME" })
  .refine((text) => !/[?#@]/.test(text), "must be the site's own address, without ?, # or a user name")
  .refine(
    (text) => !/\.aspx$|\/(?:SitePages|Forms|_layouts)(?:\/|$)|\/:\w:\//i.test(text),
    "must be the site's own address: https://example.sharepoint.com/sites/NAME, not that of a page or file in it",
  );

const certificate = z.strictObject({
  private_key: secret().describe("the certificate's private key, in PEM"),
  thumbprint: z
    .string()
    .transform((text) => text.replace(/[\s:]/g, "").toUpperCase())
    .refine(
      (text) => /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(text),
      "must be the certificate's SHA-1 or SHA-256 thumbprint, 40 or 64 hexadecimal digits",
    )
    .describe("the certificate's thumbprint, SHA-256 or SHA-1, as Entra and openssl show it"),
});
export type Certificate = z.output<typeof certificate>;

const name = z.string().trim().min(1);

/** The options of a sharepoint source, beside the common ones. README.md explains each. */
export const sharepointOptions = z
  .strictObject({
    tenant: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]*$/i, "must be the tenant's id, or a domain such as example.onmicrosoft.com")
      .describe("the tenant: its id, or one of its domains"),
    client_id: z.string().min(1).describe("application (client) id of the app registration"),
    client_secret: secret().optional().describe("a client secret of the app; or `certificate`"),
    certificate: certificate.optional().describe("a certificate of the app instead of a secret"),
    base_url: service
      .default("https://graph.microsoft.com")
      .describe("Microsoft Graph of a national cloud: https://graph.microsoft.us"),
    login_url: service
      .default("https://login.microsoftonline.com")
      .describe("where tokens of a national cloud are given: https://login.microsoftonline.us"),
    sites: z
      .array(site)
      .min(1, "must name at least one site")
      .describe(
        "addresses of the sites, or of a person's OneDrive: https://example.sharepoint.com/sites/NAME",
      ),
    libraries: z
      .array(name)
      .optional()
      .describe("names of the document libraries; default: each site's default library; []: none"),
    folders: z
      .array(name.transform((text) => text.replace(/^\/+|\/+$/g, "")))
      .min(1)
      .optional()
      .describe("only these folders of the libraries and what is below them: Policies/Public"),
    pages: z.boolean().default(true).describe("whether the sites' modern pages are content"),
    include: z
      .array(globOption())
      .min(1)
      .default(["**/*.{md,markdown,html,htm,txt,docx,pdf,pptx,xlsx}"])
      .describe("globs of the files that are documents, over SITE/LIBRARY/FOLDER/NAME"),
    exclude: z.array(globOption()).default([]).describe("globs of files and pages that are not"),
    restricted_items: z
      .enum(["exclude", "teammates", "include"])
      .default("exclude")
      .describe(
        "items that fewer people may read than their library: exclude; teammates: for them at most; include",
      ),
    permission_changes: z
      .enum(["every_run", "from_delta"])
      .default("every_run")
      .describe(
        "when the items' permissions are read: in every run, or, for an app with Sites.FullControl.All, where Graph says that something changed",
      ),
  })
  .refine(({ client_secret, certificate }) => exactlyOne({ client_secret, certificate }), {
    error: "exactly one of `client_secret` and `certificate` must be given",
  })
  .refine(({ libraries, pages }) => pages || libraries === undefined || libraries.length > 0, {
    error: "no libraries and no pages: nothing would be read",
  });

export type SharepointOptions = z.output<typeof sharepointOptions>;
