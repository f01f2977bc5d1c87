import { sharepoint } from "../../../connectors/sharepoint/index.ts";
import { describeApiConnector } from "../../../src/connector-kit/testing/index.ts";
import { startTenant } from "./tenant.ts";

describeApiConnector("sharepoint", sharepoint, startTenant);
