import { parseUrl } from "../http/url.ts";
import type { Message, MessagePoint, WebhookFormat } from "./types.ts";

/** https://discord.com/developers/docs/resources/webhook#execute-webhook: `content` has up to 2,000 characters. */
const MAX_DISCORD_LENGTH = 2_000;
/** A chat message is read on a phone; the report has the rest. */
const MAX_POINTS = 10;
const MAX_POINT_LENGTH = 600;

/** The format that a webhook's host expects; plain JSON for one that is not known. */
export function formatFor(url: string): WebhookFormat {
  const host = parseUrl(url)?.hostname ?? "";
  if (host === "hooks.slack.com" || host === "hooks.slack-gov.com") return "slack";
  if (/(?:^|\.)(?:discord|discordapp)\.com$/.test(host)) return "discord";
  if (/(?:^|\.)(?:webhook\.office\.com|logic\.azure\.com|powerplatform\.com)$/.test(host)) return "teams";
  return "json";
}

/** The body of a POST to a webhook, as JSON. */
export function webhookBody(message: Message, format: WebhookFormat): unknown {
  switch (format) {
    case "slack":
      return { text: slackText(message), unfurl_links: false };
    case "teams":
      return teamsCard(message);
    case "discord":
      return {
        content: cut(messageText(message), MAX_DISCORD_LENGTH),
        // Titles of documents may hold "@everyone".
        allowed_mentions: { parse: [] },
      };
    case "json":
      return { ...message, summary: message.summary ?? null, text: messageText(message) };
  }
}

/** The message as plain text: title, points with what resolves them, summary. */
export function messageText({ title, points, summary }: Message): string {
  return [
    title,
    ...shown(points).flatMap(({ source, what, resolve }) => [
      `• ${source ? `${source}: ` : ""}${cut(what, MAX_POINT_LENGTH)}`,
      ...(resolve ? [`  → ${cut(resolve, MAX_POINT_LENGTH)}`] : []),
    ]),
    ...more(points),
    ...(summary ? [summary] : []),
  ].join("\n");
}

/** https://docs.slack.dev/messaging/formatting-message-text: `&`, `<` and `>` are the only control characters. */
const slackText = (message: Message): string =>
  messageText(message).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using */
function teamsCard({ title, points, summary }: Message): unknown {
  const line = (text: string, more: object = {}) => ({ type: "TextBlock", text, wrap: true, ...more });
  const body = [
    line(title, { weight: "Bolder", size: "Medium" }),
    ...shown(points).flatMap(({ source, what, resolve }) => [
      line(`${source ? `${source}: ` : ""}${cut(what, MAX_POINT_LENGTH)}`, { separator: true }),
      ...(resolve ? [line(`→ ${cut(resolve, MAX_POINT_LENGTH)}`, { isSubtle: true })] : []),
    ]),
    ...more(points).map((text) => line(text)),
    ...(summary ? [line(summary, { isSubtle: true, separator: true })] : []),
  ];
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body,
        },
      },
    ],
  };
}

const shown = (points: readonly MessagePoint[]) => points.slice(0, MAX_POINTS);
const more = (points: readonly MessagePoint[]): string[] =>
  points.length > MAX_POINTS ? [`… and ${points.length - MAX_POINTS} more; the report has them all.`] : [];
const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
