import { createNormalizer, type Document, loadPipeline, type Warning } from "../normalize/index.ts";

/** One page that Fin would read, as far as a preview displays it. */
export interface PreviewPage {
  readonly title: string;
  readonly html: string;
  readonly words: number;
  readonly warnings: readonly Warning[];
  /** Converts the page to Markdown. */
  markdown(): Promise<string>;
}

/** Turns documents into the pages that Fin would read. */
export interface PageMaker {
  /** @throws FinIngestError when the document takes longer or more memory than the limits allow */
  pagesOf(document: Document, signal?: AbortSignal): Promise<readonly PreviewPage[]>;
  close(): Promise<void>;
}

/** The normaliser as runs use it: documents that may be hostile are normalised in a worker, within limits. */
export function createPageMaker(): PageMaker {
  const normalizer = createNormalizer();
  return {
    async pagesOf(document, signal) {
      const pages = await normalizer.normalize(document, signal);
      return pages.map(({ title, html, words, warnings }) => {
        const markdown = async () => (await loadPipeline()).toMarkdown(html);
        return { title, html, words, warnings, markdown };
      });
    },
    close: () => normalizer.close(),
  };
}
