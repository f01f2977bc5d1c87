import { describeApiConnector } from "../../src/connector-kit/testing/index.ts";
import { jsonFeed } from "./index.ts";
import { startFeed } from "./system.ts";

describeApiConnector("json-feed", jsonFeed, startFeed);
