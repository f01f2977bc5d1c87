import os from "node:os";
import { googleDrive } from "../../../connectors/google-drive/index.ts";
import { describeInclusions, type InclusionFixture } from "../../../src/connector-kit/testing/index.ts";
import { driveSystem, handbook } from "./system.ts";

const title = "Zebracanary limits";
const label = "lblFewPeople001";
const address = (id: string) => `https://docs.google.com/document/d/${id}/edit`;
const text = (content: string, url?: string) => ({
  textRun: { content, textStyle: url === undefined ? {} : { link: { url } } },
});

/** A document that shows another one. */
async function showing(
  elements: (other: string) => unknown[],
  shown: readonly string[],
): Promise<InclusionFixture> {
  const [page, other] = ["doc-refunds-0001", "doc-invoices-002"];
  const fixture = await driveSystem({ ...handbook, labels: { [label]: "for-few-people" } });
  const { drive } = fixture;
  drive.change(other, { name: title, text: "What only the other one has." });
  drive.change(page, { text: "Wholecanary", elements: [...elements(other), text(" and Parrotcanary\n")] });
  return {
    options: fixture.options,
    baseDir: os.tmpdir(),
    page,
    path: `Billing/${title}`,
    name: title,
    shown,
    narrow: ["Zebracanary"],
    visible: ["Wholecanary", "Parrotcanary"],
    label: async () => drive.change(other, { labels: { [label]: {} } }),
    restrict: async () => drive.change(other, { parents: ["fld-hr-000000002"] }),
    close: fixture.close,
  };
}

const chip = (other: string) => ({
  richLink: {
    richLinkProperties: {
      title,
      uri: `${address(other)}?usp=sharing`,
      mimeType: "application/vnd.google-apps.document",
    },
  },
});

describeInclusions("google-drive", googleDrive, {
  "a chip": () => showing((other) => [text("See "), chip(other)], ["Zebracanary"]),
  "a link labelled with the title": () =>
    showing((other) => [text("See "), text(title, address(other))], ["Zebracanary"]),
  "a link to a place in it": () =>
    showing((other) => [text("See "), text(`${title} `, `${address(other)}#heading=h.x`)], ["Zebracanary"]),
});
