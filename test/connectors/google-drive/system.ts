import path from "node:path";
import { googleDrive } from "../../../connectors/google-drive/index.ts";
import { type ApiFixture, documentsOf, entriesOf, testIo } from "../../../src/connector-kit/testing/index.ts";
import { accessToken, type Drive, delegate, pem, startDrive } from "./drive.ts";

export interface DriveFixture extends ApiFixture {
  readonly drive: Drive;
  readonly key: string;
}

/** The first page of what a source has: without it there is nothing to go on with. */
const isFirst = ({ path: place, query }: { path: string; query: URLSearchParams }) =>
  place === "/token" ||
  place.startsWith("/drive/v3/drives/") ||
  (place.startsWith("/drive/v3/files/fld-") && query.has("fields")) ||
  (place === "/drive/v3/files" && query.get("q") !== "mimeType != 'application/vnd.google-apps.folder'");

/** Google Drive with these options besides those that every source needs. */
export async function driveSystem(given: Readonly<Record<string, unknown>>): Promise<DriveFixture> {
  const { server, drive, key, base } = await startDrive();
  const options = { ...base, auth: { key }, ...given };
  const isBoth = given.folders !== undefined && given.drives !== undefined;
  const isFolder = given.folders !== undefined && !isBoth;
  const wrong = isFolder
    ? [{ folders: ["no-such-folder"] }, { folders: ["fil-notes-000016"] }]
    : [{ drives: ["no-such-drive"] }, { drives: ["fld-billing-0001"] }];
  return {
    server,
    drive,
    key,
    options,
    baseDir: import.meta.dirname,
    secrets: [key, accessToken, pem.slice(40, 100)],
    // Of several drives and folders each may fail: the others are listed.
    isOwnFailure: isBoth ? ({ path: place }) => place === "/token" : isFirst,
    // What a shortcut leads to is gone for this account.
    aboutOneDocument: ["404"],
    refused: [
      { ...options, drives: undefined, folders: undefined },
      { ...options, drives: ["https://example.com/x"] },
      { ...options, auth: {} },
      { ...options, auth: { key, bearer: accessToken } },
      { ...options, auth: { key: "{}" } },
      { ...options, auth: { bearer: accessToken }, delegate },
      { ...options, restricted_items: "everyone" },
      { ...options, drive: "0AHandbookDrive01" },
    ],
    broken: [
      { ...options, auth: { bearer: "another" } },
      { ...options, auth: { key: key.replace("/token", "/nothing") } },
      { ...options, delegate: "stranger@acme.example" },
      ...(isBoth ? [] : wrong.map((place) => ({ ...options, ...place }))),
    ],
    retitle: async () =>
      drive.change(isFolder ? "doc-spring-00014" : "doc-refunds-0001", { name: "Money back" }),
    async edit() {
      const id = isFolder ? "fil-notes-000016" : "doc-invoices-002";
      drive.edit(id, "Another text than before.");
      return id;
    },
    async remove() {
      const id = isFolder ? "doc-spring-00014" : "fil-hours-000005";
      drive.remove(id);
      return id;
    },
    bodyReads: () => drive.bodyReads,
    async reachOtherRoutes() {
      const io = testIo(import.meta.dirname, path.join(import.meta.dirname, "none"));
      const all = googleDrive.options.parse({ ...base, auth: { key }, ...handbook, delegate });
      drive.large.add("sht-plans-000003");
      for (let night = 0; night < 2; night += 1) {
        const list = googleDrive.list(all, { ...io, isUnchanged: () => false });
        for (const document of documentsOf(await entriesOf(list))) await document.load(io.signal);
      }
      await googleDrive.check(all, io);
    },
    close: () => server.close(),
  };
}

export const handbook = { drives: ["https://drive.google.com/drive/folders/0AHandbookDrive01"] };
export const notes = {
  folders: ["https://drive.google.com/drive/u/0/folders/fld-notes-000001"],
  restricted_items: "teammates",
};
