/** What a page says to machines that its content is. */
export interface StatedText {
  readonly isDiscussion: boolean;
  readonly title: string | undefined;
  readonly posts: readonly {
    /** Plain text or HTML. */
    readonly text: string;
    readonly author: string | undefined;
    /** As `2026-01-31`. */
    readonly day: string | undefined;
  }[];
}

/** What a JSON text in a page says; undefined where it is no JSON, since a page may state what it likes. */
export function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
