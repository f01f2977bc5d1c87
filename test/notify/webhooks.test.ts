import { expect, test } from "vitest";
import type { Message } from "../../src/notify/types.ts";
import { formatFor, messageText, webhookBody } from "../../src/notify/webhooks.ts";

const message: Message = {
  event: "hold",
  title: "fin-ingest nightly is holding changes back",
  points: [
    { source: "docs", what: "@everyone <b> & more", resolve: "--approve-removals abc", hold: "removal-cap" },
  ],
  summary: "unchanged 3 · 1.0s",
};
const many: Message = { ...message, points: Array.from({ length: 40 }, () => ({ what: "x".repeat(5_000) })) };

test.each([
  ["https://hooks.slack.com/services/T/B/x", "slack"],
  ["https://discord.com/api/webhooks/1/x", "discord"],
  ["https://ptb.discord.com/api/webhooks/1/x", "discord"],
  ["https://acme.webhook.office.com/webhookb2/x", "teams"],
  ["https://prod-1.westeurope.logic.azure.com/workflows/x", "teams"],
  ["https://notdiscord.com/x", "json"],
  ["https://hooks.slack.com.example.com/x", "json"],
  ["http://127.0.0.1:9/x", "json"],
])("%s takes %s", (url, format) => {
  expect(formatFor(url)).toBe(format);
});

test("Slack's control characters are escaped", () => {
  expect(webhookBody(message, "slack")).toEqual({
    text: expect.stringContaining("docs: @everyone &lt;b&gt; &amp; more\n  → --approve-removals abc"),
    unfurl_links: false,
  });
});

test("Discord mentions nobody, and takes 2,000 characters", () => {
  expect(webhookBody(message, "discord")).toMatchObject({ allowed_mentions: { parse: [] } });
  expect(webhookBody(many, "discord")).toMatchObject({ content: expect.stringMatching(/^.{1,2000}$/s) });
});

test("Teams gets a card whose lines wrap", () => {
  const texts = JSON.stringify(webhookBody(message, "teams"));
  expect(texts).toContain('"type":"AdaptiveCard"');
  expect(texts).toContain('"text":"docs: @everyone <b> & more","wrap":true');
  expect(texts).toContain("→ --approve-removals abc");
});

test("a webhook of one's own gets what is known, as data and as text", () => {
  expect(webhookBody(message, "json")).toEqual({ ...message, text: messageText(message) });
});

test("of many points ten are shown, and that there are more", () => {
  expect(messageText(many)).toContain("… and 30 more; the report has them all.");
  expect(messageText(many).length).toBeLessThan(8_000);
});
