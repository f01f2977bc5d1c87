import { googleDrive } from "../../../connectors/google-drive/index.ts";
import { describeApiConnector } from "../../../src/connector-kit/testing/index.ts";
import { driveSystem, handbook, notes } from "./system.ts";

describeApiConnector("google-drive, a shared drive", googleDrive, () => driveSystem(handbook));
describeApiConnector("google-drive, a drive and a folder", googleDrive, () =>
  driveSystem({ ...handbook, folders: notes.folders, restricted_items: "include" }),
);
