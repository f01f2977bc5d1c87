import type { Word } from "./match.ts";
import { isRealPassword } from "./password.ts";
import { isDrawn, restlessness, wordiness } from "./randomness.ts";
import type { Hit } from "./secretlint.ts";

/** Services whose keys have no form of their own: what such a name introduces is taken for a key. */
const providers: readonly string[] = (
  "adafruit adobe airtable algolia alibaba amplitude artifactory asana atlassian auth0 beamer bintray bittrex " +
  "brevo bugsnag circleci cloudflare codecov cohere coinbase confluence confluent contentful databricks datadog deepgram discord " +
  "droneci dropbox etsy facebook fastly figma finicity finnhub flickr freshbooks freshdesk gitter gocardless " +
  "grafana heroku hubspot intercom jfrog jira kraken kucoin launchdarkly linear linkedin linode looker mailchimp mailgun " +
  "mapbox mattermost meraki messagebird mistral netlify new_?relic newyorktimes nytimes okta openai opsgenie pagerduty pinecone plaid " +
  "postmark privateai private_ai rapidapi rollbar salesforce segment sendbird sendgrid sendinblue sentry shodan shopify snyk " +
  "sonar splunk squarespace stripe sumo supabase telegram together travis trello twilio twitch twitter typeform vonage vultr wandb " +
  "xray yandex zendesk zoom"
).split(" ");

/**
 * Secrets without a form of their own: what a name introduces (`api_key = …`, `| Client secret | … |`, "the admin
 * password is …") and no person could have thought of. The name says what kind it is, the value whether it is one.
 */
export function labelledHits(text: string, words: readonly Word[]): Hit[] {
  return [...passwordHits(text), ...signedHits(text), ...tokenHits(text, words)];
}

/** What may stand between a name and its value; bounded, as everything here. */
const close = "[\\\\\"'`*)\\]}]{0,4}";
const open = "[\\\\\"'`*(\\[]{0,4}";
const sign =
  "(?:=>|:=|->|→|::|\\?=|\\|\\||[=:|]|,(?= ?\\\\?[\"'])|\\bis:?\\b|\\bto:?\\b|\\bist:?\\b|\\best:?\\b|\\bes:?\\b)";
const between = `(?:${close}[ \\t]{0,6}${sign}[ \\t:]{0,6}|${close}[ ]{0,3}[\\t\\v][ ]{0,3}|\\s{1,3}value=|>)${open}`;

/** Not `bypass` and the like, nor AsciiDoc's macro `pass:a,q[…]`. */
const passwordName =
  "(?!pass:[a-z,]{0,60}\\[)(?:pass(?:word|wd|phrase|code)|passwort|kennwort|contrase[nñ]a|mot de passe|wachtwoord|\\bpwd|_pwd|(?:\\b|_)pass|[a-z](?<!by|com|tres|sur|over|under)P(?:ass|wd))s?[12]?";
/** A value on the line below its name, in a block of its own or not. */
const below = "[\"'`*]{0,3}:[ \\t]{0,3}\\n{1,2}(?:[ \\t]{0,8}```\\w{0,20}\\n)?[ \\t]{0,12}";

const passwordPattern = new RegExp(
  `${passwordName}(?: ?\\([^()\\n]{1,30}\\)| (?:for|of|on|to|at|from)\\b[^.:=|\\n]{1,50}?)?(?:${between}|${below})(?:(?<=")(?<double>[^"\\s\\\\]{6,128})\\\\?"|(?<=')(?<single>[^'\\s]{6,128})'|(?<=\`)(?<code>[^\`\\s]{6,128})\`|(?<bare>[^\\s"'\`<>\\\\]{6,128}))`,
  "gi",
);

/** How a password is stored, before it: https://docs.spring.io/spring-security/reference/features/authentication/password-storage.html */
const encoder = /^\{[\w@.-]{2,30}\}/;

function passwordHits(text: string): Hit[] {
  const hits: Hit[] = [];
  for (const match of text.matchAll(passwordPattern)) {
    const { double, single, code, bare } = match.groups ?? {};
    const value = double ?? single ?? code ?? trimmed(bare ?? "");
    const start = match.index + match[0].lastIndexOf(value);
    if (!isRealPassword(plainValue(value.replace(encoder, ""))) || isInvitation(text, start)) continue;
    hits.push({ rule: "password", start, end: start + value.length });
  }
  return hits;
}

/** A link to a meeting has its password, so that whoever may read the link may come. */
const invitation = /\/\/[\w.-]*(?:zoom|meet|webex)[\w.-]*\/[\w./?=&-]{0,100}[?&](?:pwd|password)=$/;
const isInvitation = (text: string, at: number) => invitation.test(text.slice(Math.max(0, at - 200), at));

/** Keys that are made with signs, too, as frameworks make theirs; they stand in quotes. */
const signed =
  /(?:secret|auth|key|token|salt)["']?\s{0,3}(?:=>|[:=,])\s{0,3}(["'])(?<value>[^\s"'`]{16,128})\1/gi;

function signedHits(text: string): Hit[] {
  const hits: Hit[] = [];
  for (const { 0: match, index, groups } of text.matchAll(signed)) {
    const value = groups?.value ?? "";
    if (
      /^[\w+/.~-]+={0,2}$/.test(value) ||
      !isRealPassword(value) ||
      !isDrawn(value) ||
      wordiness(value) > 0.35
    )
      continue;
    const start = index + match.lastIndexOf(value);
    hits.push({ rule: "secret-value", start, end: start + value.length });
  }
  return hits;
}

/** A value without what ends the sentence, the statement or the parameter behind it. */
const trimmed = (bare: string): string =>
  bare
    .replace(/(?:;|&(?=\w+=)|,(?=[\w"'{]+[:=])|\)[;,.]?$).*$/, "")
    .replace(/[.,:;!?)\]}|*]+$/, (end) => (end === "!" ? end : ""));

/** What base64 says, where it says a text: that is what somebody thought of, or not. */
function plainValue(value: string): string {
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(value)) return value;
  const decoded = Buffer.from(value, "base64").toString("latin1").trimEnd();
  return /^[\x20-\x7e\s]{6,}$/.test(decoded) ? decoded : value;
}

/** Characters of the longest token that has no form of its own. */
const MAX_TOKEN_LENGTH = 514;
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const sum = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;

/** Characters before a value in which its name is looked for. */
const CONTEXT_LENGTH = 90;

function tokenHits(text: string, words: readonly Word[]): Hit[] {
  const hits: Hit[] = [];
  for (const { value: word, index } of words) {
    const value = word.replace(/\.+$/, "");
    const next = text[index + word.length] ?? "";
    // Half of an encoded value, a call, a value of which the writer left out the rest.
    if ("%(…".includes(next) && next !== "") continue;
    if (word.length > value.length + 1 || value.length > MAX_TOKEN_LENGTH || !isCandidate(value)) continue;
    const context = text.slice(Math.max(0, index - CONTEXT_LENGTH), index);
    const line = lineBefore(context);
    const rule = kindOf(line, value, context);
    if (rule !== undefined) hits.push({ rule, start: index, end: index + value.length });
  }
  return hits;
}

/** Signs before a value that begins its line. */
const onlyMarks = /^[\s"'`>$*-]*$/;
const nameAlone = /^[#*\s]*[A-Za-z][\w /-]{1,40}$/;

/** The line up to the value; where it begins one, the line above, if that ends in a colon or is a name. */
function lineBefore(context: string): string {
  const lines = context.split("\n");
  const line = lines.pop() ?? "";
  if (!onlyMarks.test(line)) return line;
  const above = lines.findLast((one) => one.trim() !== "" && !one.trim().startsWith("```"))?.trim() ?? "";
  if (lines.length < 2 && above.length === context.length) return line;
  return above.endsWith(":") || nameAlone.test(above) ? `${above.replace(/[:`*\s]+$/, "")}: ` : line;
}

/** The quick look: nearly all long words of a document are addresses, names and numbers. */
function isCandidate(value: string): boolean {
  if (/^[\d.,:/-]+$/.test(value) || /\/\/|\.\.|^[.~]|^--/.test(value)) return false;
  // A path, or base64 that happens to begin so.
  if (value.startsWith("/") && value.length < 40) return false;
  const digits = value.replace(/\D/g, "").length;
  if (digits === 0 && !(/[a-z]/.test(value) && /[A-Z]/.test(value))) return false;
  return value.length < 20 ? digits >= 1 : true;
}

/** What a name says that introduces a secret; services' names do, too, with whatever stands behind them. */
const strong =
  "(?:key(?!w?[- ]?(?:words?|board|note|frame|stone))|token(?!iz|is)|secret(?!ary)|credential|creds|bearer|auth(?!enticatorData)|pat(?![a-z])|seed(?!s?ing)|webhook)";
const named = new RegExp(
  `(?:(?:\\b|[\\d_]|[a-z](?=[A-Z])|api|app)${strong}[\\w ().\\[\\]-]{0,20}|(?:\\b|_)(?<!\\/[\\w.-]{0,60})(?:${providers.join("|")})[\\w .()\\[\\]-]{0,30}?)${between}(?:Bearer |Token |Basic |SSWS |Key |GenieKey |Splunk |Bot |ApiKey )?$`,
  "i",
);
const flag = /--?[\w-]{0,30}(?:key|token|secret|password)[\w-]{0,10}[ =]["']?$/i;
const header = /\b(?:Bearer|Token|SSWS|GenieKey|Splunk|ApiKey)["']?\s{1,2}["']?$/;
const prose = /\b(?:key|token|secret|password|credential)["'`*]{0,2}(?: value)?[ :]{1,3}["'`(*]{0,3}$/i;

/** Names of what anybody may know: numbers by which things are found, sums by which they are compared. */
const openAnywhere =
  /public(?!ation)|publishable|fingerprint|thumbprint|sha-?\d|md5|hash|digest|checksum|integrity|commit|revision|etag|nonce|idempotenc|correlation|trace|uuid|guid|version|sitekey|site[ _-]key|cipher|encrypted|obscured|\barn\b|alias|serial|foreign|primary|partition|continuation|page_?token|next_?token|cursor|csrf|keyword|resource_?key|cache_?key|object_?key|sort_?key|row_?key|ssh-(?:rsa|ed25519|dss)|ecdsa-|authorized|known_hosts|recaptcha|anon|vapid|authenticity|amz-credential/i;
const openEnd =
  /(?:(?:\b|[_-])(?:ids?|IDs?)|[a-z]I[dD]s?|[Nn]ame|[Ff]ile|[Pp]ath|[Uu]rl|[Uu]ri|[Hh]ost|[Ii]mage|[Tt]ype|[Ee]ndpoint|[Dd]omain|[Aa]rn|[Aa]ddress|[Rr]egion|[Bb]ucket|[Vv]ersion|[Ll]abel|[Pp]refix|[Ff]ormat|[Aa]lgorithm|[Kk]ind|[Rr]ef)["'`*)\]\\]{0,4}(?: \[\w{0,20}\])?\s{0,6}(?:=>|:=|[=:|,>\t\v]|is|to)?\s{0,6}["'`*(\\]{0,4}$/;

/** Parameters of links that find or share something. */
const openParameter = /[?&;](?:search|share|sharing|ss|view|link|form|tracking)_?(?:token|key)=$/i;

const pgpId = /^(?:0x)?(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})$/;
const SIZE_OF_POINT = 65;

/** Keys that are public by their form: ids of PGP's, and uncompressed points of P-256, as Web Push uses them. */
function isOpenKey(value: string, line: string): boolean {
  if (pgpId.test(value)) return !/api|secret|token|auth|access|passw/i.test(line.slice(-50));
  if (!/^B[A-P][\w+/-]{85}=?$/.test(value)) return false;
  const bytes = Buffer.from(value, "base64");
  return bytes.length === SIZE_OF_POINT && bytes[0] === 4;
}

function kindOf(line: string, value: string, context: string): string | undefined {
  if (openEnd.test(line) || openParameter.test(line) || isOpenKey(value, line)) return undefined;
  const name = /[^\t\v|,;{}]{0,50}$/.exec(line)?.[0] ?? "";
  if (openAnywhere.test(name) || (sum.test(value) && openAnywhere.test(context))) return undefined;
  if (named.test(line) || flag.test(line)) {
    if (uuid.test(value)) return uuidName.test(name) ? ruleOf(line) : undefined;
    return isRandom(value) ? ruleOf(line) : undefined;
  }
  if (header.test(line)) return isRandom(value) && value.length >= 16 ? "authorization-token" : undefined;
  return prose.test(line) && value.length >= 20 && !uuid.test(value) && isRandom(value)
    ? ruleOf(line)
    : undefined;
}

/** UUIDs are ids nearly everywhere: a mere `key` does not make one a secret. */
const uuidName = new RegExp(
  `token|secret|passw|credential|hapikey|(?:api|access|licen[cs]e|integration|routing|auth|private|encryption)[ _-]?key|${providers.join("|")}`,
  "i",
);

function ruleOf(line: string): string {
  const near = line.slice(-60);
  if (/token|bearer/i.test(near)) return "token";
  if (/passw/i.test(near)) return "password";
  return /secret|seed/i.test(near) ? "secret-value" : "api-key";
}

function isRandom(written: string): boolean {
  const value = plainValue(written);
  const core = value.replace(/=+$/, "");
  if (/\s/.test(core) || !isDrawn(core) || isName(core)) return false;
  const letters = core.replace(/[^A-Za-z]/g, "").length;
  const digits = core.replace(/\D/g, "").length;
  if (letters < 3) return false;
  const moves = restlessness(core.replace(/[^A-Za-z0-9]/g, ""));
  if (digits < 2) return moves >= 0.36;
  if (core.length < 24) return moves >= 0.2;
  return moves >= (wordiness(core) === 0 ? 0.05 : 0.1);
}

const camelCase = /^[A-Z]?[a-z]{2,}(?:\d{0,3}[A-Z][a-z]+)*\d*$/;
/** `Saml2X509Credential`, `ACMEChallengeSolverDNS01`: of words only, which random letters are not. */
const numberedCamelCase = /^(?:[A-Z]?[a-z]{2,}\d{0,3}|[A-Z]{2,}\d{0,3}|[A-Z]\d{3}){2,}$/;
/** `team-864-p6ts6/app-7` */
const shortPath = /^[a-z0-9]{1,10}(?:[-._/][a-z0-9]{1,10})*\/[a-z0-9]{1,10}(?:[-._/][a-z0-9]{1,10})*$/;
const fileName =
  /\.(?:gpg|asc|sig|pem|crt|cer|jar|zip|t?gz|tar|json|ya?ml|xml|txt|md|html?|png|svg|jpe?g|js|css|sh|py)$/i;

/** Words with signs between them and perhaps a number, and words in camel case. */
const isName = (value: string): boolean =>
  /^(?:0x[0-9a-f]+|[a-z]{3,}\d{0,4}(?:[-_/.][a-z]{2,}\d{0,4})+[-_/.]?\d{0,4})$/i.test(value) ||
  camelCase.test(value) ||
  shortPath.test(value) ||
  fileName.test(value) ||
  (numberedCamelCase.test(value) && wordiness(value) >= 0.4);
