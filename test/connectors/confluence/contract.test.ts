import { confluence } from "../../../connectors/confluence/index.ts";
import { describeApiConnector } from "../../../src/connector-kit/testing/index.ts";
import { cloudSystem, dataCenterSystem } from "./systems.ts";

describeApiConnector("confluence, Cloud", confluence, cloudSystem);
describeApiConnector("confluence, Data Center", confluence, dataCenterSystem);
