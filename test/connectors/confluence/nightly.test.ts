import { describeNightly, type NightlyFixture } from "../nightly.ts";
import { apiToken, email } from "./cloud-server.ts";
import { accessToken } from "./data-center-server.ts";
import { contentIn, edit } from "./site.ts";
import { cloudSystem, dataCenterSystem, openIds, type System } from "./systems.ts";

const life = (
  { site, server }: System,
  auth: string,
  env: Readonly<Record<string, string>>,
  path = "",
): NightlyFixture => ({
  source: `connector: confluence\nbase_url: ${server.url}${path}\n${auth}\nspaces: [HB, IT]\nrequests_per_second: 1000`,
  env,
  ids: openIds,
  loads: () => site.bodyReads,
  async edit() {
    edit(site, "107", "Cameras may stay off.");
    return "107";
  },
  async remove() {
    contentIn(site, "202").status = "trashed";
    return "202";
  },
  async withdraw() {
    contentIn(site, "120").groups = ["hr"];
    return "120";
  },
  async forbid() {
    site.forbidden.add("IT");
  },
  close: () => server.close(),
});

describeNightly("confluence, Cloud", async () =>
  life(
    await cloudSystem(),
    `edition: cloud\nauth:\n  basic:\n    username: \${MAIL}\n    password: \${SECRET}`,
    { MAIL: email, SECRET: apiToken },
    "/wiki",
  ),
);

describeNightly("confluence, Data Center", async () =>
  life(await dataCenterSystem(), `auth:\n  bearer: \${SECRET}`, { SECRET: accessToken }),
);
