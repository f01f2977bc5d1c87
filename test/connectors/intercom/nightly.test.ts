import { describeNightly } from "../nightly.ts";
import { workspaceSystem } from "./system.ts";
import { token } from "./workspace.ts";

let edits = 0;

describeNightly("intercom", async () => {
  const { server, change, forget, closed, close } = await workspaceSystem({});
  return {
    source: `connector: intercom
base_url: ${server.url}
token: \${SOURCE_TOKEN}
requests_per_second: 1000
internal_articles: true
audiences: {all_users: customers}`,
    env: { SOURCE_TOKEN: token },
    ids: [
      ...["101", "102", "103", "104", "108", "109"].map((id) => `article/${id}`),
      ...["201", "202"].map((id) => `internal-article/${id}`),
    ],
    // The lists carry the bodies.
    loads: () => 0,
    loadsPerEdit: 0,
    async edit() {
      edits += 1;
      change("109", {
        body: `<p>Support answers from 7 to ${19 + edits} o'clock, on weekdays and on Saturdays.</p>`,
      });
      return "article/109";
    },
    async remove() {
      forget("103");
      return "article/103";
    },
    async withdraw() {
      change("104", { help_center_audience: "restricted" });
      return "article/104";
    },
    async forbid() {
      closed.add("internal_articles");
    },
    close,
  };
});
