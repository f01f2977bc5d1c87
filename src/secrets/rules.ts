import { isIntercomToken, isLiveJwt, looksRandom } from "./judge.ts";
import { isPlaceholder } from "./placeholders.ts";
import { armouredKey, isPrivateKey } from "./private-key.ts";

/** One kind of secret: how it is written, and what a match must be to count. */
export interface SecretRule {
  /** Stable kebab-case name, shown to the user. */
  readonly name: string;
  /** Global; time linear in the text: no nested or overlapping repetitions. */
  readonly pattern: RegExp;
  /** Judges a match further; every match counts where it is absent. */
  readonly counts?: (match: string) => boolean;
  /** Browsers get such keys with a site's scripts: it is a secret only where somebody wrote it into the page. */
  readonly onPageOnly?: true;
}

/**
 * Secrets with a form of their own. They stand beside secretlint's rules, and cover what those leave out or find
 * only under conditions that documents do not meet.
 */
export const ownRules: readonly SecretRule[] = [
  // "tok:" in base64, https://developers.intercom.com/docs/build-an-integration/learn-more/authentication
  rule("intercom-token", /(?<![\w+/])dG9rO[\w+/-]{20,400}={0,2}/g, isIntercomToken),
  {
    name: "private-key",
    pattern: armouredKey,
    counts: isPrivateKey,
  },
  { name: "putty-private-key", pattern: /PuTTY-User-Key-File-\d:[\s\S]{1,4000}?Private-Lines: [1-9]/g },
  onPage("jwt", /(?<![\w-])eyJ[\w-]{8,2000}\.eyJ[\w-]{8,8000}\.[\w-]{20,2000}/g, isLiveJwt),
  rule("aws-access-key-id", /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])/g),
  rule(
    "aws-secret-access-key",
    /secret_?access_?key["']?\s{0,3}(?:=>|[:=])\s{0,3}["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/gi,
    looksRandom,
  ),
  rule("google-oauth-secret", /(?<![\w-])GOCSPX-[\w-]{28}(?![\w-])/g),
  onPage("google-api-key", /(?<![\w-])AIza[\w-]{35}(?![\w-])/g),
  rule("azure-account-key", /(?:AccountKey|SharedAccessKey)\s?=\s?[A-Za-z0-9+/]{43,86}={1,2}/g),
  rule("azure-client-secret", /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/g, looksRandom),
  rule("azure-shared-access-signature", /[?&]sig=[A-Za-z0-9%+/]{40,80}(?:%3D|=)/gi),
  rule("github-token", /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36,251}(?![A-Za-z0-9])/g),
  rule("github-token", /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/g),
  rule(
    "gitlab-token",
    /(?<![\w-])(?:glpat|gldt|glrt|glptt|glft|glagent|glsoat|gloas)-[\w-]{20,64}(?:\.[\w.]{2,20})?/g,
    looksRandom,
  ),
  rule("slack-token", /(?<![\w-])xox[abeoprs]-(?:\d+-){0,4}[A-Za-z0-9]{16,200}/g, looksRandom),
  rule("slack-token", /(?<![\w-])xapp-\d-[A-Z0-9]{8,20}-\d{8,20}-[a-f0-9]{40,80}/g),
  rule(
    "slack-webhook",
    /hooks\.slack\.com\/(?:services\/T[A-Z0-9]{6,14}\/B[A-Z0-9]{6,14}|workflows\/[\w/]{10,80})\/[A-Za-z0-9]{18,40}/g,
  ),
  rule("stripe-key", /(?<![A-Za-z0-9])(?:sk|rk)_live_[A-Za-z0-9]{20,250}/g),
  rule("stripe-webhook-secret", /(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/]{32,64}/g),
  rule("npm-token", /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/g),
  rule("pypi-token", /(?<![\w-])pypi-AgEIcHlwaS5vcmc[\w-]{50,400}/g),
  rule("atlassian-token", /(?<![\w-])AT(?:ATT|CTT|BB)3?x?[A-Za-z0-9]{4}[\w=-]{120,240}/g, looksRandom),
  rule(
    "notion-token",
    /(?<![A-Za-z0-9])(?:secret_[A-Za-z0-9]{43}|ntn_[A-Za-z0-9]{40,60})(?![A-Za-z0-9])/g,
    looksRandom,
  ),
  rule("openai-key", /(?<![\w-])sk-(?:proj|svcacct|admin)-[\w-]{40,200}/g, looksRandom),
];

function onPage(...parts: Parameters<typeof rule>): SecretRule {
  return { ...rule(...parts), onPageOnly: true };
}

/** A token of letters and digits: it counts unless its writer made it up. */
function rule(name: string, pattern: RegExp, judge: (match: string) => boolean = () => true): SecretRule {
  return { name, pattern, counts: (match) => !isPlaceholder(match) && judge(match) };
}
