import { z } from "zod";
import { escapeHtml } from "../../../html/characters.ts";
import { link } from "../../vocabulary/html-text.ts";

const text = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined);
const actions = z
  .array(z.object({ text, link: text }).catch({ text: undefined, link: undefined }))
  .max(50)
  .catch([]);
const words = { name: text, title: text, text, tagline: text, actions };
const features = z
  .array(
    z
      .object({ title: text, details: text, link: text, linkText: text })
      .catch({ title: undefined, details: undefined, link: undefined, linkText: undefined }),
  )
  .max(200)
  .catch([]);

const home = z.object({
  layout: text,
  home: z.boolean().optional().catch(undefined),
  template: text,
  hero: z.object(words).partial().optional().catch(undefined),
  heroText: text,
  tagline: text,
  actions,
  features,
});

export interface HomePage {
  readonly html: string;
  readonly title: string | undefined;
}

/**
 * The front page of a site whose text is its front matter: VitePress's `layout: home`
 * (https://vitepress.dev/reference/default-theme-home-page), VuePress's `home: true`, Starlight's `template: splash`.
 * Undefined for every other page.
 */
export function homePage(data: Readonly<Record<string, unknown>>): HomePage | undefined {
  if (!["layout", "home", "template"].some((key) => key in data)) return undefined;
  const parsed = home.safeParse(data);
  if (!parsed.success) return undefined;
  const page = parsed.data;
  if (page.layout !== "home" && page.home !== true && page.template !== "splash") return undefined;
  const hero = page.hero ?? {};
  const lines = [hero.text, hero.tagline, page.tagline].filter((line) => line !== undefined);
  const links = [...(hero.actions ?? []), ...page.actions].filter((one) => one.text !== undefined);
  return {
    title: hero.name ?? hero.title ?? page.heroText,
    html: [
      ...lines.map((line) => `<p>${escapeHtml(plain(line))}</p>\n`),
      links.length === 0 ? "" : `<ul>\n${links.map(actionHtml).join("")}</ul>\n`,
      ...page.features.map(featureHtml),
    ].join(""),
  };
}

const actionHtml = (one: z.output<typeof actions>[number]): string =>
  `<li>${link(one.link, escapeHtml(one.text ?? ""))}</li>\n`;

function featureHtml({ title, details, link: href, linkText }: z.output<typeof features>[number]): string {
  const more = href === undefined ? "" : ` ${link(href, escapeHtml(linkText ?? ""))}`;
  const heading = title === undefined ? "" : `<h2>${escapeHtml(plain(title))}</h2>\n`;
  return `${heading}<p>${escapeHtml(plain(details ?? ""))}${more}</p>\n`;
}

/** These may hold HTML, of which the words count. */
const plain = (line: string): string => line.replaceAll(/<[^<>]{0,300}>/g, " ").trim();
