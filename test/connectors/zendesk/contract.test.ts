import { zendesk } from "../../../connectors/zendesk/index.ts";
import { describeApiConnector } from "../../../src/connector-kit/testing/index.ts";
import { describeNightly } from "../nightly.ts";
import { apiToken, articleOf, edit, email, removeArticle, startHelpCenter } from "./help-center.ts";
import { chosen, zendeskSystem } from "./system.ts";

describeApiConnector("zendesk", zendesk, () => zendeskSystem({}));
describeApiConnector("zendesk, a selection with attachments", zendesk, () => zendeskSystem(chosen));

describeNightly("zendesk", async () => {
  const fixture = await startHelpCenter();
  const open = [360001, 360002, 360003, 360004, 360005, 360006, 360007, 360008, 360009, 360010];
  let edits = 0;
  return {
    source: [
      "connector: zendesk",
      `base_url: ${fixture.server.url}`,
      "auth:",
      "  api_token:",
      `    email: ${email}`,
      `    token: \${SECRET}`,
      "categories: [20, 30, 40]",
      "user_segments:",
      "  staff: teammates",
      "requests_per_second: 1000",
    ].join("\n"),
    env: { SECRET: apiToken },
    ids: open.map(String),
    loads: () => fixture.bodyReads,
    loadsPerEdit: 0,
    async edit() {
      edits += 1;
      edit(
        fixture,
        360005,
        `<p>Edition ${edits}: whoever has the role Billing changes the billing address.</p>`,
      );
      return "360005";
    },
    async remove() {
      removeArticle(fixture, 360006);
      return "360006";
    },
    async withdraw() {
      articleOf(fixture, 360002).user_segment_id = 9003;
      return "360002";
    },
    async forbid() {
      fixture.forbidden.add("/categories/40");
    },
    close: () => fixture.server.close(),
  };
});
