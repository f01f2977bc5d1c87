/** Longer waits are for slide shows and status pages, which reload themselves. */
const MAX_SECONDS = 10;

/**
 * Where `<meta http-equiv=refresh>` leads, in every spelling that browsers take: `0;url=/a`, `0; URL='/a'`, `0,/a`,
 * `0 /a`, `.5;/a`; undefined: it only reloads the page.
 * https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps . Pure.
 */
export function refreshTarget(content: string): string | undefined {
  const [, seconds = "", rest = ""] = /^\s*(\d*)[\d.]*(?:(?=[\s;,])\s*[;,]?\s*(.*))?$/s.exec(content) ?? [];
  if (seconds === "" && !/^\s*\./.test(content)) return undefined;
  if (Number(seconds || 0) > MAX_SECONDS) return undefined;
  const named = rest.replace(/^url\s*=\s*/i, "");
  const quote = /^["']/.exec(named)?.[0];
  const target = quote === undefined ? named : (named.slice(1).split(quote)[0] ?? "");
  return target.trim() === "" ? undefined : target.trim();
}
