/** Values that vendors print in their own documentation; everybody has them, so they open nothing. */
const published: readonly string[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/security-creds.html
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  // https://docs.stripe.com/keys and its samples
  "4eC39HqLyjWDarjtT1zdp7dc",
  "BQokikJOvBiI2HlWgH4olfQ2",
  "tR3PYbcVNZZ796tH88S4VQ2u",
  // Azure's storage emulator, https://learn.microsoft.com/azure/storage/common/storage-use-azurite
  "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
  // Azure Cosmos DB's emulator, https://learn.microsoft.com/azure/cosmos-db/emulator
  "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==",
  // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  "T00000000/B00000000",
];

/** Words and marks by which a writer says "put your own here". */
const saysSo =
  /example|sample|dummy|placeholder|redacted|changeme|change[-_]me|not[-_]?a[-_]?real|your|fake|\.\.\.|…|\*\*\*|<[\w\s-]+>|\$\{|\$\(|\{\{|%[A-Z_]+%|\[[A-Z_ ]+\]/i;

const sameCharacter = /(.)\1{5,}/;
const runs = ["0123456789", "abcdefghijklmnopqrstuvwxyz", "9876543210", "qwertyuiop"];
const shortestRun = 8;

/** Whether a writer plainly made the value up: documentation is full of keys that are none. */
export function isPlaceholder(value: string): boolean {
  if (published.some((known) => value.includes(known))) return true;
  if (saysSo.test(value) || sameCharacter.test(value)) return true;
  const lower = value.toLowerCase();
  if (runs.some((run) => holdsRun(lower, run))) return true;
  return value.length >= 20 && new Set(value.slice(-20)).size < 6;
}

/** Whether some `shortestRun` neighbours of `run` stand in the text; digits and letters may wrap around. */
function holdsRun(text: string, run: string): boolean {
  const circle = run + run;
  for (let start = 0; start < run.length; start += 1) {
    if (text.includes(circle.slice(start, start + shortestRun))) return true;
  }
  return false;
}
