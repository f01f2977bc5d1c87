import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { about } from "../about.ts";
import { blobOptions } from "./options.ts";

/** Objects of a bucket or container: S3 and what is compatible with it, Google Cloud Storage, Azure Blob Storage. */
export const blob = lazyConnector({
  ...about.blob,
  options: blobOptions,
  patterns: ["include", "exclude"],
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
