import os from "node:os";
import { intercom } from "../../../connectors/intercom/index.ts";
import { describeInclusions, type InclusionFixture } from "../../../src/connector-kit/testing/index.ts";
import { workspaceSystem } from "./system.ts";

const title = "Zebracanary limits";
const address = "https://help.acme.example/en/articles/103-zebracanary-limits";

const way =
  (link: string, visible: readonly string[] = []) =>
  async (): Promise<InclusionFixture> => {
    const { change, options, close, workspace } = await workspaceSystem({});
    change("103", { title, body: "<p>Quaggacanary</p>", url: address });
    change("102", { body: `<p>Words of its own, Parrotcanary.</p>${link}` });
    const other = workspace.articles.find(({ id }) => id === "103");
    return {
      options,
      baseDir: os.tmpdir(),
      page: "article/102",
      path: "account/zebracanary-limits",
      name: title,
      shown: ["zebracanary-limits"],
      narrow: ["Zebracanary", "zebracanary", "Quaggacanary"],
      visible: ["Parrotcanary", ...visible],
      label: async (label) => void Object.assign(other ?? {}, { tags: { tags: [{ name: label }] } }),
      restrict: async () => void Object.assign(other ?? {}, { help_center_audience: "restricted" }),
      draft: async () => void Object.assign(other ?? {}, { state: "draft" }),
      close,
    };
  };

describeInclusions("intercom", intercom, {
  "a link labelled with the title": way(`<p>See <a href="${address}">${title}</a>.</p>`),
  "a link with its author's words": way(
    `<p>See <a href='${address}#h_1'>the <b>Macawcanary</b> rules</a>.</p>`,
    ["Macawcanary"],
  ),
  "an address": way(`<p>See <a href="${address}">${address}</a>.</p>`),
});
