import { escapeHtml, footnoteMark } from "../components-html.ts";

const noteMark =
  /<a class="footnote-reference[^"]*"[^>]*>(?:<span class="fn-bracket">\[<\/span>)?([^<]{1,20})(?:<span class="fn-bracket">\]<\/span>)?<\/a>/g;
const label =
  /<span class="label"><span class="fn-bracket">\[<\/span>([^<]{1,200})<span class="fn-bracket">\]<\/span><\/span>\s{0,4}<p>/g;

/**
 * What docutils' writers spell their own way, in the spelling the build step reads: inline code, the language of code,
 * formulas, footnotes, lines, and alt texts that are only the file's name.
 * https://docutils.sourceforge.io/docs/user/html.html
 */
export function readableRstHtml(page: string): string {
  return bodyOf(page)
    .replace(/<span class="pre">([^<]*)<\/span>/g, "$1")
    .replace(/<span class="docutils literal">([^<]*)<\/span>/g, "<code>$1</code>")
    .replace(/<pre class="code ([\w+#.-]{1,40}) /g, '<pre class="language-$1 ')
    .replaceAll('<pre class="math">', '<pre class="language-latex">')
    .replace(/<p class="(?:topic|sidebar)-title[^"]*">([^\n]*)<\/p>/g, "<p><strong>$1</strong></p>")
    .replace(/<div class="line">([^\n]*)<\/div>/g, "$1<br>")
    .replace(/<img alt="([^"]*)" src="([^"]*)"/g, (whole, alt: string, source: string) =>
      alt === source ? `<img alt="" src="${source}"` : whole,
    )
    .replace(noteMark, (whole, mark: string) => (/^\d{1,6}$/.test(mark) ? footnoteMark(Number(mark)) : whole))
    .replace(label, (_whole, mark: string) => `<p>[${escapeHtml(mark)}] `);
}

function bodyOf(page: string): string {
  const start = page.search(/<body[\s>]/);
  const end = page.lastIndexOf("</body>");
  return start === -1 || end === -1 ? page : page.slice(page.indexOf(">", start) + 1, end);
}
