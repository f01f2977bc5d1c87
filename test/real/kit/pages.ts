/** A page to fill a server with. */
export interface Sample {
  /** Lower-case, without blanks: part of its address. */
  readonly name: string;
  readonly title: string;
  readonly lines: readonly string[];
}

const tongues: readonly [string, readonly string[]][] = [
  ["en", ["Open the settings and choose the plan.", "Your invoice is sent on the first day of each month."]],
  ["de", ["Öffnen Sie die Einstellungen und wählen Sie den Tarif.", "Die Rechnung kommt am Monatsersten."]],
  ["fr", ["Ouvrez les réglages et choisissez l’offre.", "La facture est envoyée le premier du mois."]],
  ["ja", ["設定を開いてプランを選びます。", "請求書は毎月一日に送られます。"]],
  ["ar", ["افتح الإعدادات واختر الخطة.", "تُرسل الفاتورة في أول كل شهر."]],
];
const topics = "install upgrade refunds billing export import backup users".split(" ");

/** Forty pages in five languages, each with text of its own. */
export const samples: readonly Sample[] = topics.flatMap((topic, index) =>
  tongues.map(([tongue, lines], other) => ({
    name: `${topic}${tongue}`,
    title: `${topic[0]?.toUpperCase()}${topic.slice(1)} (${tongue})`,
    lines: [
      ...lines,
      `${topic} ${tongue}: step ${index + 1} takes ${other + 2} minutes and needs form ${topic.toUpperCase()}-${index}${other}.`,
    ],
  })),
);
