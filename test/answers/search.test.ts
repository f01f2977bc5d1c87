import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answer } from "../../src/answers/answer.ts";
import { matcherFor } from "../../src/answers/rank/matcher.ts";
import { questionOf } from "../../src/answers/rank/question.ts";
import { searcher } from "../../src/answers/rank/search.ts";
import { MAX_HITS } from "../../src/answers/rank/verdict.ts";
import { wordsOf } from "../../src/answers/text/words.ts";
import { indexOf, page } from "./support.ts";

const cancel = page(
  "billing/cancel.md",
  "Cancel or pause your subscription",
  "<p>You can leave at any time.</p><h2>Cancel</h2><p>Open Settings and choose Cancel subscription.</p><h2>Pause</h2><p>For three months at most.</p>",
);
const prices = page("billing/prices.md", "Prices", "<p>The Team plan costs 59 € a month.</p>");
const refunds = page(
  "internal/refunds.md",
  "Refunds",
  "<p>Support may refund a cancelled subscription up to 200 €.</p>",
  {
    availability: { agent: false, copilot: true },
  },
);
const index = indexOf(cancel, prices, refunds);
const ask = (question: string, as: "customers" | "teammates" = "customers") =>
  answer(searcher(index.db), question, { as }).answer;

describe("ask", () => {
  test("gives the page, its best passage, and a verdict", () => {
    expect(ask("How do I cancel my subscription?")).toMatchObject({
      question: "How do I cancel my subscription?",
      as: "customers",
      verdict: "found",
      results: [
        {
          rank: 1,
          externalId: "billing/cancel.md",
          title: "Cancel or pause your subscription",
          url: null,
          section: "Cancel",
          audience: "customers",
          passage: "Open Settings and choose Cancel subscription.",
        },
      ],
    });
  });

  test("other forms of a word find it", () => {
    expect(ask("cancelling subscriptions").results[0]?.externalId).toBe("billing/cancel.md");
  });

  test("what is for teammates answers teammates only", () => {
    const question = "How much may support refund?";
    expect(ask(question).results.map(({ externalId }) => externalId)).not.toContain("internal/refunds.md");
    expect(ask(question, "teammates").results[0]).toMatchObject({
      externalId: "internal/refunds.md",
      audience: "teammates",
    });
  });

  test("a question that no page has a word of is missing", () => {
    expect(ask("What do cats eat?")).toMatchObject({ verdict: "missing", results: [] });
    expect(ask("?!")).toMatchObject({ verdict: "missing", results: [] });
  });

  test("a question of nothing but common words is asked as it stands", () => {
    expect(ask("can you").results.map(({ externalId }) => externalId)).toEqual(["billing/cancel.md"]);
  });

  test("an empty index has no answer", () => {
    expect(answer(searcher(indexOf().db), "anything", { as: "customers" }).answer.results).toEqual([]);
  });

  test("sources that were not asked do not answer", () => {
    expect(searcher(index.db)("cancel", { as: "customers", sources: ["other"] })).toEqual([]);
  });

  test("no question breaks it, and none gets more than forty answers", () => {
    const many = indexOf(
      ...Array.from({ length: 60 }, (_, at) => page(`p${at}`, `Page ${at}`, `<p>common text ${at}</p>`)),
    );
    const search = searcher(many.db);
    expect(search("common text", { as: "customers" })).toHaveLength(MAX_HITS);
    const syntax = fc.constantFrom(
      '"',
      "AND",
      "NEAR(a b)",
      "*",
      "^",
      "title:",
      "-",
      "common",
      "' OR 1=1 --",
      "\0",
      "取消",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(syntax, fc.string()), { maxLength: 8 }), (parts) => {
        for (const { score, coverage } of search(parts.join(" "), { as: "customers" })) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(coverage).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });
});

describe("the matcher", () => {
  test("counts what cutting the text into words would", () => {
    const words = fc.constantFrom(
      "cancel",
      "cancels",
      "cancelling",
      "uncancelled",
      "company",
      "companies",
      "file",
      "filing",
      "files",
      "the",
      "of",
      "résumé",
      "subscription.",
      "subscription-plan",
      "x2",
    );
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 40 }),
        fc.array(words, { minLength: 1, maxLength: 5 }),
        (text, asked) => {
          const question = questionOf(
            asked.join(" "),
            10,
            () => 1,
            () => [],
          );
          const { counts } = matcherFor(question)(text.join(" "), "en");
          question.terms.forEach(({ forms }, at) => {
            const wanted = wordsOf(text.join(" "), "en").filter(({ stem }) => forms.includes(stem)).length;
            expect(Math.ceil((counts[at] ?? 0) - 1e-9)).toBeLessThanOrEqual(wanted);
            expect(counts[at] ?? 0).toBeGreaterThanOrEqual(0.8 * wanted - 1e-9);
          });
        },
      ),
    );
  });

  test.each([
    ["ja", "請求書の支払い", "支払い方法と請求書", 2],
    ["ko", "구독 해지", "구독을 해지하려면", 2],
  ])("finds words that no spaces part (%s)", (locale, asked, text, found) => {
    const question = questionOf(
      asked,
      10,
      () => 1,
      () => [],
    );
    const { counts } = matcherFor(question)(text, locale);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThanOrEqual(found);
  });

  test("neighbours count across common words, not across sentences", () => {
    const question = questionOf(
      "cancel subscription",
      10,
      () => 1,
      () => [],
    );
    const pairs = (text: string) => matcherFor(question)(text, "en").pairs.size;
    expect(pairs("cancel your subscription")).toBe(1);
    expect(pairs("cancel it. Subscription")).toBe(0);
    expect(pairs("cancel a paid subscription")).toBe(0);
  });
});

test.each([
  ["Wie lange ist eine Erstattung möglich?", "Erstattungen sind 14 Tage lang möglich."],
  ["kündigen", "Die Kündigung bestätigen wir sofort."],
  ["remboursement", "Les remboursements prennent dix jours."],
])("a word that no page has finds those that begin as it does: %s", (question, text) => {
  const index = indexOf(
    page("a.md", "A", `<p>${text}</p>`, { locale: "de" }),
    page("b.md", "B", "<p>Erst die Arbeit, dann Kunde und Remis.</p>", { locale: "de" }),
  );
  expect(searcher(index.db)(question, { as: "customers" }).map(({ externalId }) => externalId)).toEqual([
    "a.md",
  ]);
});

describe("a collection of a few pages", () => {
  const few = indexOf(
    page(
      "refunds.md",
      "Refunds",
      "<p>You can ask for a refund within 30 days of your purchase. Write to support with your order number.</p><h2>How long it takes</h2><p>Money is back on your card within five working days.</p>",
    ),
    page(
      "password.md",
      "Change your password",
      "<p>Open Settings, choose Security and then Change password.</p>",
    ),
    page(
      "invite.md",
      "Invite colleagues",
      "<p>Go to Team and press Invite. Your colleague gets an e-mail with a link which is valid for seven days.</p>",
    ),
  );
  const verdict = (question: string) =>
    answer(searcher(few.db), question, { as: "customers" }).answer.verdict;

  test.each([
    ["found", "How do I request a refund for an order?"],
    ["found", "When does the invite link expire?"],
    ["found", "How long until my card is refunded?"],
    ["weak", "Is shipping part of my refund?"],
    ["missing", "How do I cancel my subscription?"],
    ["missing", "How do I bake a cake?"],
    ["missing", "What is the capital of France?"],
  ])("a word that none of them has does not outweigh what is asked about: %s, %s", (expected, question) => {
    expect(verdict(question)).toBe(expected);
  });

  test("how do I get it asks for it", () => {
    const two = indexOf(
      page("a.md", "Refunds", "<p>You can ask for a refund within 30 days.</p>"),
      page("b.md", "Invites", "<p>Press Invite in Team to add a colleague.</p>"),
    );
    const { verdict } = answer(searcher(two.db), "How do I get a refund?", { as: "customers" }).answer;
    expect(verdict).toBe("found");
  });
});
