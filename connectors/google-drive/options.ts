import { z } from "zod";
import { secret } from "../../src/config/schema/secret.ts";
import { exactlyOne } from "../../src/connector-kit/auth.ts";
import { globOption } from "../../src/glob.ts";
import { ServiceKey } from "./schema.ts";

/** Where Google gives tokens, https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
const tokenUrl = "https://oauth2.googleapis.com/token";

const address = z
  .url({ protocol: /^https?$/ })
  .refine((text) => !/[?#@]/.test(text), "must be an address without a query or user");

/** An id, or an address that contains it: https://drive.google.com/drive/folders/ID */
const place = z
  .string()
  .refine(
    (text) => idIn(text) !== undefined,
    "must be an id, or an address such as https://drive.google.com/drive/folders/ID",
  );

/** The id that an option gives; undefined where it gives none. */
export function idIn(text: string): string | undefined {
  if (/^[\w-]{8,}$/.test(text)) return text;
  const address = /^https:\/\/(?:drive|docs)\.google\.com\//.test(text) ? text : "";
  return (/\/(?:folders|d)\/([\w-]{8,})/.exec(address) ?? /[?&]id=([\w-]{8,})/.exec(address))?.[1];
}

const serviceAccount = z.strictObject({
  client_email: z.email().describe("the service account's e-mail address"),
  private_key: secret().describe("its key in PEM, as `private_key` in the file that Google gives"),
});

const authFields = {
  key: secret()
    .refine(
      (text) => keyIn(text) !== undefined,
      "must be the JSON of a service account's key: ${file:key.json}",
    )
    .optional()
    .describe("the JSON file of a service account's key: ${file:key.json}"),
  service_account: serviceAccount.optional().describe("the same by its parts, where they are kept apart"),
  bearer: secret()
    .optional()
    .describe(
      "an access token that something else makes (workload identity: ${cmd:gcloud auth print-access-token …}); it lasts an hour",
    ),
};

const auth = z.strictObject(authFields).refine(exactlyOne, {
  error: `needs exactly one of ${Object.keys(authFields).join(", ")}`,
});
type Auth = z.output<typeof auth>;

function keyIn(text: string): ServiceKey | undefined {
  try {
    return ServiceKey.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The key that tokens are asked for with; undefined where there is a token already. */
export function serviceKeyOf({ key, service_account: parts }: Auth): ServiceKey | undefined {
  if (key !== undefined) return keyIn(key);
  return parts === undefined ? undefined : { ...parts, token_uri: tokenUrl };
}

/** The options of a google-drive source, beside the common ones. README.md explains each. */
export const googleDriveOptions = z
  .strictObject({
    auth: auth.describe("a service account's key, or an access token"),
    delegate: z
      .email()
      .optional()
      .describe("a user of the domain for whom the service account reads (domain-wide delegation)"),
    drives: z.array(place).default([]).describe("shared drives, by id or address"),
    folders: z
      .array(place)
      .default([])
      .describe("folders of shared drives or of somebody's My Drive, by id or address"),
    include: z
      .array(globOption())
      .min(1)
      .default(["**"])
      .describe("globs of the files that are documents, relative to their drive or folder"),
    exclude: z.array(globOption()).default([]).describe("globs of files that are not"),
    restricted_items: z
      .enum(["exclude", "teammates", "include"])
      .default("exclude")
      .describe(
        "files that not everyone who sees the drive or folder may read: exclude, teammates (content for them only), or include",
      ),
    labels: z
      .record(z.string().regex(/^\w{8,}$/, "must be a label's id"), z.string().min(1))
      .default({})
      .describe("Drive labels that count as labels here: id → name; a field's value becomes `name:value`"),
    cite: z
      .boolean()
      .default(true)
      .describe("whether Fin cites a document's address in Drive, which asks others for a login"),
    base_url: address.default("https://www.googleapis.com").describe("address of the Drive API, for a proxy"),
    docs_url: address.default("https://docs.googleapis.com").describe("address of the Docs API, for a proxy"),
  })
  .refine(({ drives, folders }) => drives.length + folders.length > 0, {
    error: "needs drives or folders",
  })
  .refine(({ auth, delegate }) => delegate === undefined || auth.bearer === undefined, {
    path: ["delegate"],
    error: "needs the service account's key: a token is somebody's already",
  });
export type GoogleDriveOptions = z.output<typeof googleDriveOptions>;
