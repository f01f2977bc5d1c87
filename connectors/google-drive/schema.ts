import { z } from "zod";
import { type Items, itemsOf } from "../../src/connector-kit/items.ts";

/** https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
export const ServiceKey = z.object({
  client_email: z.email(),
  private_key: z.string().includes("PRIVATE KEY"),
  token_uri: z.url({ protocol: /^https?$/ }),
});
export type ServiceKey = z.output<typeof ServiceKey>;

/** https://developers.google.com/workspace/drive/api/reference/rest/v3/files#Label */
const LabelOnFile = z.object({
  id: z.string(),
  fields: z
    .record(
      z.string(),
      z.object({
        selection: z.array(z.string()).nullish(),
        text: z.array(z.string()).nullish(),
        integer: z.array(z.string()).nullish(),
        dateString: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
});

/** A file, folder or shortcut: https://developers.google.com/workspace/drive/api/reference/rest/v3/files#File */
export const Item = z.object({
  id: z.string().min(1),
  name: z.string(),
  mimeType: z.string(),
  parents: z.array(z.string()).nullish(),
  trashed: z.boolean(),
  driveId: z.string().nullish(),
  md5Checksum: z.string().nullish(),
  headRevisionId: z.string().nullish(),
  modifiedTime: z.string().nullish(),
  webViewLink: z.string().nullish(),
  inheritedPermissionsDisabled: z.boolean().nullish(),
  permissionIds: z.array(z.string()).nullish(),
  shortcutDetails: z
    .object({ targetId: z.string().nullish(), targetMimeType: z.string().nullish() })
    .nullish(),
  capabilities: z
    .object({
      canDownload: z.boolean().nullish(),
      canListChildren: z.boolean().nullish(),
      canReadLabels: z.boolean().nullish(),
    })
    .nullish(),
  clientEncryptionDetails: z.object({ encryptionState: z.string().nullish() }).nullish(),
  labelInfo: z.object({ labels: z.array(LabelOnFile).nullish() }).nullish(),
});
export type Item = z.output<typeof Item>;

/** The members of a file that are asked for; its permissions' ids where they can be compared. */
export const itemFields =
  "id,name,mimeType,parents,trashed,driveId,md5Checksum,headRevisionId,modifiedTime,webViewLink,inheritedPermissionsDisabled,shortcutDetails(targetId,targetMimeType),capabilities(canDownload,canListChildren,canReadLabels),clientEncryptionDetails(encryptionState),labelInfo(labels(id,fields))";

/** One page of a listing, https://developers.google.com/workspace/drive/api/reference/rest/v3/files/list */
export interface ItemPage extends Items<Item> {
  readonly next: string | undefined;
  /** Google did not search everything. */
  readonly isIncomplete: boolean;
}
export const ItemPage: z.ZodType<ItemPage> = z
  .object({
    files: itemsOf(Item),
    nextPageToken: z.string().nullish(),
    incompleteSearch: z.boolean().nullish(),
  })
  .transform(({ files, nextPageToken, incompleteSearch }) => ({
    ...files,
    next: nextPageToken || undefined,
    isIncomplete: incompleteSearch === true,
  }));

/** https://developers.google.com/workspace/drive/api/reference/rest/v3/drives#Drive */
export const SharedDrive = z.object({ id: z.string().min(1), name: z.string().nullish() });
export type SharedDrive = z.output<typeof SharedDrive>;

/** https://developers.google.com/workspace/drive/api/reference/rest/v3/about#About */
export const About = z.object({
  user: z.object({ displayName: z.string().nullish(), emailAddress: z.string().nullish() }).nullish(),
});

/** https://developers.google.com/workspace/drive/api/reference/rest/v3/changes/getStartPageToken */
export const StartToken = z.object({ startPageToken: z.string().min(1) });

/** https://developers.google.com/workspace/drive/api/reference/rest/v3/changes/list */
export const ChangePage = z.object({
  changes: z.array(z.unknown()),
  nextPageToken: z.string().nullish(),
  newStartPageToken: z.string().nullish(),
});
export type ChangePage = z.output<typeof ChangePage>;

/** Where a large document can be had in each format, https://developers.google.com/workspace/drive/api/reference/rest/v3/files#File */
export const ExportLinks = z.object({ exportLinks: z.record(z.string(), z.url()).nullish() });

/**
 * What a refusal says: of the Drive API, of the Docs API, and of where tokens are given.
 * https://developers.google.com/workspace/drive/api/guides/handle-errors, https://google.aip.dev/193
 */
export const GoogleError = z.object({
  error: z.union([
    z.string(),
    z.object({
      message: z.string().nullish(),
      status: z.string().nullish(),
      errors: z.array(z.object({ reason: z.string().nullish() })).nullish(),
      details: z.array(z.object({ reason: z.string().nullish() })).nullish(),
    }),
  ]),
  error_description: z.string().nullish(),
});

/** Up to which changes a listing was read, and what it was marked with. */
export const Remembered = z.object({
  /** The change token by the shared drive's id. */
  tokens: z.record(z.string(), z.string()),
  week: z.number(),
  mark: z.string(),
});
export type Remembered = z.output<typeof Remembered>;

/** What a document shows of others, as its last load found it. */
export const Shown = z.object({
  targets: z.array(z.string()),
  withheld: z.array(z.string()),
  version: z.string(),
});
export type Shown = z.output<typeof Shown>;
