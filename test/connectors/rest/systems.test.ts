import { rest } from "../../../connectors/rest/index.ts";
import { describeApiConnector } from "../../../src/connector-kit/testing/index.ts";
import { describeNightly } from "../nightly.ts";
import { startDokuWiki } from "./dokuwiki.ts";
import { startFreshdesk } from "./freshdesk.ts";
import { startMediaWiki } from "./mediawiki.ts";
import { startWordPress } from "./wordpress.ts";

describeApiConnector("rest: MediaWiki", rest, startMediaWiki);
describeApiConnector("rest: DokuWiki", rest, startDokuWiki);
describeApiConnector("rest: WordPress", rest, startWordPress);
describeApiConnector("rest: Freshdesk", rest, startFreshdesk);

describeNightly("rest: Freshdesk", startFreshdesk);
describeNightly("rest: WordPress", startWordPress);
