import { describeNightly } from "../nightly.ts";
import { startCoda } from "./coda-server.ts";
import { startZohoDesk } from "./zohodesk-server.ts";

describeNightly("rest: Coda, whose texts are exports", startCoda);
describeNightly("rest: Zoho Desk, with a refresh token", startZohoDesk);
