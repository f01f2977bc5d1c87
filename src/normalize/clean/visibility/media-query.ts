/** The screen for which media queries are evaluated, in pixels. */
const screen = { width: 1280, height: 800 };

/** Whether a media query matches a desktop screen in light colours. Unknown features count as false. */
export function matchesMedia(query: string): boolean {
  return query.slice(0, 2000).split(",").some(matchesOne);
}

function matchesOne(query: string): boolean {
  const text = query.trim();
  if (text.startsWith("not ")) return !matchesOne(text.slice(4));
  return text
    .replace(/^only\s/, "")
    .split(/\sand\s?/)
    .every((part) => matchesPart(part.trim()));
}

function matchesPart(part: string): boolean {
  if (part === "" || part === "all" || part === "screen") return true;
  const feature = /^\(\s?([a-z-]{1,30})\s?(?::\s?([^()]{1,30}))?\)$/.exec(part);
  if (!feature) return false;
  const [, name = "", value = ""] = feature;
  const bound = /^(min|max)-(?:device-)?(width|height)$/.exec(name);
  if (bound) {
    const limit = Number.parseFloat(value) * (/em$/.test(value.trim()) ? 16 : 1);
    const size = bound[2] === "width" ? screen.width : screen.height;
    return bound[1] === "min" ? size >= limit : size <= limit;
  }
  return /^(?:hover|any-hover|prefers-color-scheme|orientation|scripting)$/.test(name)
    ? /^(?:hover|light|landscape|enabled)\s?$/.test(value)
    : false;
}
