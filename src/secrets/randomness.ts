/** Values that vendors print in their own documentation; everybody has them, so they open nothing. */
const published: readonly string[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/security-creds.html
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  // https://docs.stripe.com/keys and its samples
  "4eC39HqLyjWDarjtT1zdp7dc",
  "BQokikJOvBiI2HlWgH4olfQ2",
  "tR3PYbcVNZZ796tH88S4VQ2u",
  // Azure's storage emulator, https://learn.microsoft.com/azure/storage/common/storage-use-azurite
  "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw",
  // Azure Cosmos DB's emulator, https://learn.microsoft.com/azure/cosmos-db/emulator
  "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw",
  // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  "T00000000/B00000000",
  // https://github.com/google/google-authenticator/wiki/Key-Uri-Format, and what its tutorials copied
  "JBSWY3DPEHPK3PXP",
  "HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ",
  // https://core.telegram.org/bots/api#authorizing-your-bot
  "ABC-DEF1234ghIkl-zyx57W2v1u123ew11",
  "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
  // MinIO's public playground, https://min.io/docs/minio/linux/developers/javascript/minio-javascript.html
  "Q3AM3UQ867SPQQA43P2F",
  "zuf+tfteSlswRu7BJ86wekitnifILbZam1KYY3TG",
  // https://www.rfc-editor.org/rfc/rfc6749, rfc6750, rfc7009, rfc7523, rfc7636, rfc7662, rfc9449
  "2YotnFZFEjr1zCsicMWpAA",
  "tGzv3JOkF0XG5Qx2TlKWIA",
  "gX1fBat3bV",
  "7Fjfp0ZBr1KtDRbnfVdmIw",
  "mF_9.B5f-4.1JqM",
  "45ghiukldjahdnhzdauz",
  "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
  "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU",
  // https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/, and its Secrets' samples
  "f395accd246ae52d",
  "1f2d1e2e67df",
  "MWYyZDFlMmU2N2Rm",
  // https://docs.spring.io/spring-boot/reference/web/spring-security.html and its tutorials
  "8e557245-73e2-4286-969a-ff57fe326336",
];

/** Words that people put where a secret belongs, in any spelling; longer ones first, so that they go as a whole. */
const words = (
  "placeholder passphrase password passwort credential changeit changeme difficult undisclosed redacted original " +
  "personal database username postgres external internal customer complex example private service webhook testing " +
  "another account actual access random secret sample secure client server strong string simple letmein welcome " +
  "insert replace update public redis mysql mongo docker github gitlab stripe openai google amazon azure " +
  "passwd token value dummy admin super apikey guest hello world there these those where right wrong agent " +
  "keycloak minio grafana kibana elastic rabbitmq rabbit vault consul jenkins nexus kafka mariadb oracle harbor " +
  "gitea nextcloud wordpress zabbix airflow " +
  "user your here goes some this that with pass hash code demo fake mock real test null none next long very " +
  "must must need data name site host live prod base main root auth user text real more than blah todo " +
  "deadbeef cafebabe badc0de feedface hunter qwerty asdf azerty zxcv foobar lorem ipsum dolor bearer basic " +
  "key foo bar baz qux the not and for api pwd abc xyz xxx new old one two"
)
  .split(" ")
  .sort((a, b) => b.length - a.length);

const leet: Readonly<Record<string, string>> = {
  "@": "a",
  "4": "a",
  "3": "e",
  "0": "o",
  $: "s",
  "5": "s",
  "1": "i",
  "!": "i",
  "7": "t",
};

/** By which a writer says that something else belongs here. */
const templated =
  /\.\.\.|…|\*{3}|•{3}|x{6}|X{6}|<[^<>]{1,80}>|^<|\$\{|\$\(|^\{[A-Z_-]{3,}\}$|\$\{?[A-Z_]{3,}|\{\{|\}\}|\{%|%[A-Z_]{2,}%|\[[A-Za-z_ -]+\]|\b(?:env|ENV|secrets?|vars?|process|config|settings|params|options|self|this|os|args|data|local|var|module)[.[]|^[$&*@%]?\p{Lu}+(?:_\p{Lu}+)+$|^[A-Z]{2,}(?:-[A-Z]{2,}){2,}$/u;

const wordPattern = new RegExp(words.join("|"), "gi");
const runs = [
  "01234567890123456789",
  "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
];
const MIN_RUN_LENGTH = 4;

/** Whether it is a placeholder by its form, or one of the values that vendors print. */
export function isTemplate(value: string): boolean {
  return templated.test(value) || published.some((known) => value.includes(known));
}

/**
 * What is left of a value without what people type: words, runs along the alphabet or the keyboard, one character or a
 * few over and over. A random value keeps nearly all of it, whatever word it happens to spell.
 */
export function unguessable(value: string): string {
  return withoutRuns(withoutRepetition(value).replace(wordPattern, ""));
}

/** As `unguessable`, where letters may be written as digits and signs: `P@ssw0rd`. */
export function unguessableLeet(value: string): string {
  const plain = value.replace(/[@430$51!7]/g, (sign) => leet[sign] ?? sign);
  const kept = [...value].map(() => true);
  for (const { 0: word, index } of plain.matchAll(wordPattern)) kept.fill(false, index, index + word.length);
  return withoutRuns(withoutRepetition([...value].filter((_, at) => kept[at]).join("")));
}

function withoutRepetition(value: string): string {
  const distinct = new Set(value).size;
  if (value.length >= 12 && distinct <= 4) return "";
  for (let period = 2; period <= value.length / 2; period += 1)
    if (value.length >= 12 && value.slice(period) === value.slice(0, -period)) return value.slice(0, period);
  return value.replace(/(.)\1{3,}/g, "");
}

function withoutRuns(value: string): string {
  const lower = value.toLowerCase();
  let kept = "";
  for (let at = 0; at < value.length; ) {
    const length = Math.max(runFrom(lower, at, 1), runFrom(lower, at, 2));
    if (length === 0) kept += value[at];
    at += Math.max(1, length);
  }
  return kept;
}

/** How many characters from `at` on follow one another, taking each `step`th: `1234`, `1a2b3c4d`; 0 for too few. */
function runFrom(text: string, at: number, step: number): number {
  const least = step === 1 ? MIN_RUN_LENGTH : 3 * step;
  for (let end = at; ; end += 1) {
    const enough = end - at >= least;
    if (end + step >= text.length || !follows(text[end] ?? "", text[end + step] ?? "")) {
      if (step === 1) return end - at + 1 >= MIN_RUN_LENGTH ? end - at + 1 : 0;
      return enough ? end - at + step : 0;
    }
  }
}

const neighbours = new Set(
  runs.flatMap((run) => [...run].slice(1).flatMap((next, at) => [`${run[at]}${next}`, `${next}${run[at]}`])),
);
const follows = (one: string, next: string): boolean => neighbours.has(one + next);

/** The commonest pairs of letters in English, of which words are made and random text is not. */
const commonPairs = new Set(
  (
    "th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le sa si ar ve ra ld ur " +
    "ri ro ic li co me io ne ll om ta la ch ma el ec ca us ac ce di be ut pr tr ss no pe em so po op ol wi ee ag ho il un " +
    "id mo ct ad ns ge ow ay ke lo ck ul am ai ir ot vi ie do ig im ev ty sh ey rs ni os ts bl pl up ub ap ab su da fi fo " +
    "ex ag mp sp sc cl cr fr gr br ex ry ly nc rt na wo ef ff od au pa ga tu ser eb ud ys"
  ).split(" "),
);

/** The share of characters that stand in words: runs of at least four letters whose pairs are those of English. */
export function wordiness(value: string): number {
  let inWords = 0;
  for (const [run] of value.matchAll(/[A-Z]?[a-z]{3,}|[A-Z]{4,}/g)) {
    const lower = run.toLowerCase();
    let common = 0;
    for (let at = 1; at < lower.length; at += 1)
      if (commonPairs.has(lower.slice(at - 1, at + 1))) common += 1;
    if (common / (lower.length - 1) >= 0.55) inWords += run.length;
  }
  return value.length === 0 ? 0 : inWords / value.length;
}

/** Whether it is drawn by a machine: long enough without what people type, of many characters, and not of words. */
export function isDrawn(value: string): boolean {
  if (isTemplate(value)) return false;
  const rest = unguessable(value);
  const alphabet = new Set(rest.toLowerCase()).size;
  return (
    rest.length >= Math.max(7, value.length * 0.45) &&
    alphabet >= Math.min(7, rest.length - 1) &&
    wordiness(rest) < 0.6
  );
}

/** How often neighbours are of another class: in random text nearly every second time, in names seldom. */
export function restlessness(value: string): number {
  const kind = (sign: string) => (/\d/.test(sign) ? 0 : /[a-z]/.test(sign) ? 1 : /[A-Z]/.test(sign) ? 2 : 3);
  let changes = 0;
  for (let at = 1; at < value.length; at += 1)
    if (kind(value[at] ?? "") !== kind(value[at - 1] ?? "")) changes += 1;
  return value.length < 2 ? 0 : changes / (value.length - 1);
}
