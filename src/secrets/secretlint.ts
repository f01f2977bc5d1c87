import { isPlaceholder } from "./placeholders.ts";

/** Where a secret stands in a text. */
export interface Hit {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
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
      return counts(rule, text.slice(start, end)) ? [{ rule, start, end }] : [];
    });
  };
}

function counts(rule: string, match: string): boolean {
  // Ours judges the same blocks by the whole of their bodies.
  if (rule === "privatekey") return false;
  if (rule === "basicauth" || rule === "database-connection-string") return isRealAddress(match);
  return !isPlaceholder(match);
}

/** Words that passwords of examples are made of. */
const sampleWords = new Set(
  (
    "pass passwd password passphrase pw pwd secret token api key apikey admin root user username test testing " +
    "guest foo bar baz hunter letmein qwerty postgres postgresql mysql mongo mongodb redis dev development my " +
    "db database some a the strong super abc xyz xxx demo dbuser dbpass mypassword mysecretpassword sa"
  ).split(" "),
);
const isSamplePassword = (password: string): boolean =>
  password.split(/[^a-z]+/i).every((word) => word.length < 2 || sampleWords.has(word.toLowerCase()));

/** Hosts at which nobody else can use a password. */
const sampleHost =
  /^(?:localhost|127\.|0\.0\.0\.0|\[?::1|10\.|192\.168\.|db$|postgres$|mysql$|mongo$|host(?:name)?$|server$)|(?:^|\.)(?:example(?:\.\w+)?|test|invalid|local|internal|localhost)$/i;

/** Whether an address carries a password that may open something: no sample one, at a host that others reach. */
function isRealAddress(match: string): boolean {
  const [, user = "", password = "", host = ""] = /:\/\/([^:/@\s]*):([^@\s]*)@([^/?\s#:]*)/.exec(match) ?? [];
  if (password === "" || password === user || isSamplePassword(password)) return false;
  return !sampleHost.test(host) && !isPlaceholder(password) && !isPlaceholder(host);
}
