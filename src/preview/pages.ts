import { createNormalizer, type Document, loadPipeline, type Warning } from "../normalize/index.ts";

/** One page that Fin would read, as much of it as a preview shows. */
export interface PreviewPage {
  readonly title: string;
  readonly html: string;
  readonly words: number;
  readonly warnings: readonly Warning[];
  /** The page as Markdown; made when it is asked for. */
  markdown(): Promise<string>;
}

/** Turns documents into what Fin would read of them. */
export interface PageMaker {
  /** @throws FinIngestError when the document takes longer or more memory than the limits allow */
  pagesOf(document: Document, signal?: AbortSignal): Promise<readonly PreviewPage[]>;
  close(): Promise<void>;
}

/** The normaliser as runs use it: what may be hostile is normalised in a worker, within limits. */
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
