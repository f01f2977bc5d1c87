/** Confluence's own emoticons that say something, https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html */
const signs: Readonly<Record<string, string>> = {
  tick: "✅",
  cross: "❌",
  warning: "⚠️",
  information: "ℹ️",
  question: "❓",
  plus: "➕",
  minus: "➖",
  "light-on": "💡",
  "light-off": "💡",
  "yellow-star": "⭐",
  "red-star": "⭐",
  "green-star": "⭐",
  "blue-star": "⭐",
  "thumbs-up": "👍",
  "thumbs-down": "👎",
  smile: "🙂",
  sad: "🙁",
  laugh: "😀",
  wink: "😉",
  cheeky: "😛",
  heart: "❤️",
  "broken-heart": "💔",
};

/** An emoticon as a character; those that no character is known for say nothing. */
export function emoticon(attributes: Readonly<Record<string, string>>): string {
  const stated = attributes["ac:emoji-fallback"] ?? "";
  if (stated !== "" && !/^:.*:$/s.test(stated)) return stated;
  return signs[attributes["ac:name"] ?? ""] ?? "";
}
