import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { about } from "../about.ts";
import { googleDriveOptions } from "./options.ts";

/** Google Docs, Sheets, Slides and uploaded files of shared drives and folders. */
export const googleDrive = lazyConnector({
  ...about["google-drive"],
  options: googleDriveOptions,
  patterns: ["include", "exclude"],
  // The Docs API allows a user 300 reads a minute: https://developers.google.com/workspace/docs/api/limits
  requestsPerSecond: 5,
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
