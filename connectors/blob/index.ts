import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { blobOptions } from "./options.ts";

/** Objects of a bucket or container: S3 and what is compatible with it, Google Cloud Storage, Azure Blob Storage. */
export const blob = lazyConnector({
  type: "blob",
  summary: "Files in a bucket: S3 and compatible, Google Cloud Storage, Azure Blob Storage",
  options: blobOptions,
  patterns: ["include", "exclude"],
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
