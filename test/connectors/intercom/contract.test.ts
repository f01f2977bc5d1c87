import { intercom } from "../../../connectors/intercom/index.ts";
import { describeApiConnector } from "../../../src/connector-kit/testing/index.ts";
import { all, workspaceSystem } from "./system.ts";

describeApiConnector("intercom, help center articles", intercom, () => workspaceSystem({}));
describeApiConnector("intercom, all kinds, by cursor", intercom, () => workspaceSystem(all, "cursor"));
