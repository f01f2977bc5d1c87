import { type Answer, answerOf } from "./media-query.ts";

/** Properties that every desktop browser has: https://web.dev/baseline */
const known = new RegExp(
  `^(?:${[
    "-webkit-[a-z-]+|--[\\w-]+|accent-color|align-.+|all|animation.*|appearance|aspect-ratio|backdrop-filter|backface-visibility",
    "background.*|block-size|border.*|bottom|box-.+|break-.+|caret-color|clear|clip|clip-path|color|color-scheme|column.*|contain.*",
    "content|content-visibility|counter-.+|cursor|direction|display|fill|filter|flex.*|float|font.*|gap|grid.*|height|hyphens",
    "inline-size|inset.*|isolation|justify-.+|left|letter-spacing|line-height|list-style.*|margin.*|mask.*|max-.+|min-.+",
    "mix-blend-mode|object-.+|offset.*|opacity|order|outline.*|overflow.*|overscroll.*|padding.*|perspective.*|place-.+|pointer-events",
    "position|resize|right|rotate|row-gap|scale|scroll-(?:behavior|margin|padding|snap).*|stroke|tab-size|table-layout|text-.+",
    "top|touch-action|transform.*|transition.*|translate|unicode-bidi|user-select|vertical-align|visibility|white-space|width",
    "will-change|word-.+|writing-mode|z-index",
  ].join("|")})$`,
);
/** Of these a value may be one that no browser has. */
const values: Readonly<Record<string, RegExp>> = {
  display:
    /^(?:none|block|inline|contents|flow-root|list-item|-webkit-(?:inline-)?box|(?:inline-)?(?:block|flex|grid|table)|table-[a-z-]+)$/,
  position: /^(?:static|relative|absolute|fixed|(?:-webkit-)?sticky)$/,
};
const functions =
  /^(?:-webkit-.+|var|env|calc|min|max|clamp|rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|url|image-set|cubic-bezier|steps|(?:repeating-)?(?:linear|radial|conic)-gradient|blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|saturate|sepia|matrix(?:3d)?|(?:translate|rotate|scale|skew)(?:x|y|z|3d)?|perspective|circle|ellipse|inset|polygon|path|repeat|minmax|fit-content)$/;
const selectors =
  /^(?:[\w\s.#>+~*,[\]="-]|:(?:has|is|where|not|hover|focus(?:-visible|-within)?|checked|disabled|root|first-child|last-child|empty|target|:before|:after|:marker)(?![\w-])|[()])+$/;

/** Whether a desktop browser supports what `@supports` asks for, in lower case; undefined where that is not known. */
export function supportsAnswer(query: string): Answer {
  return answerOf(query.slice(0, 2000).trim(), (text, inner) => {
    const selector = /^selector\(([\s\S]*)\)$/.exec(text)?.[1];
    if (selector !== undefined) return selectors.test(selector) ? true : undefined;
    const [, property = "", value = ""] = /^([\w-]+)\s*:\s*([\s\S]+)$/.exec(inner ?? "") ?? [];
    return isSupported(property, value.trim()) ? true : undefined;
  });
}

function isSupported(property: string, value: string): boolean {
  if (value === "" || !known.test(property)) return false;
  const allowed = Object.hasOwn(values, property) ? values[property] : undefined;
  if (allowed) return allowed.test(value);
  return [...value.matchAll(/([a-z-][\w-]*)\(/g)].every(([, name = ""]) => functions.test(name));
}
