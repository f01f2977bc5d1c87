import { isDrawn } from "./randomness.ts";

/** Where a secret stands in a text. */
export interface Hit {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
  /** Counts only beside a hit of another rule, as another name of it. */
  readonly dependent?: boolean;
}

/** A gate that a comment in the document could open would be none. */
const leftOut = new Set(["@secretlint/secretlint-rule-filter-comments"]);

let linting: Promise<(text: string) => Promise<readonly Hit[]>> | undefined;

/**
 * What secretlint's recommended rules find in a text, made-up values left out. The rules are loaded with the
 * first text: most runs look at no document.
 * @see https://github.com/secretlint/secretlint/tree/master/packages/%40secretlint/secretlint-rule-preset-recommend
 */
export async function secretlintHits(text: string): Promise<readonly Hit[]> {
  linting ??= load();
  return (await linting)(text);
}

async function load(): Promise<(text: string) => Promise<readonly Hit[]>> {
  const [{ lintSource }, { rules }, { secretLintProfiler }] = await Promise.all([
    import("@secretlint/core"),
    import("@secretlint/secretlint-rule-preset-recommend"),
    import("@secretlint/profiler"),
  ]);
  // It keeps every mark of every text for ever and searches them all at each one: quadratic in the documents of a run.
  secretLintProfiler.mark = () => {};
  const config = {
    rules: rules
      .filter(({ meta }) => !leftOut.has(meta.id))
      .map((rule) => ({ id: rule.meta.id, rule, options: {} })),
  };
  return async (text) => {
    const source = { content: text, filePath: "document.md", ext: ".md", contentType: "text" } as const;
    const options = { config, maskSecrets: true, noPhysicFilePath: true };
    const { messages } = await lintSource({ source, options });
    return messages.flatMap(({ ruleId, range: [start, end] }) => {
      const rule = ruleId.replace("@secretlint/secretlint-rule-", "");
      if (checkedByUs.has(rule)) return [{ rule, start, end, dependent: true }];
      return isDrawn(text.slice(start, end)) ? [{ rule, start, end }] : [];
    });
  };
}

/** Our rules check the same blocks and addresses, by their random part. */
const checkedByUs = new Set(["privatekey", "basicauth", "database-connection-string"]);
