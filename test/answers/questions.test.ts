import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { namesPage } from "../../src/answers/questions/match.ts";
import { readCsvQuestions } from "../../src/answers/questions/read-csv.ts";
import { readYamlQuestions } from "../../src/answers/questions/read-yaml.ts";
import { suggestedQuestions } from "../../src/answers/questions/suggest.ts";
import { testQuestions } from "../../src/answers/questions/test.ts";
import { searcher } from "../../src/answers/rank/search.ts";
import { csvRows } from "../../src/csv.ts";
import { testJunit } from "../../src/report/answers/test-junit.ts";
import { indexOf, page } from "./support.ts";

describe("a YAML file", () => {
  test("is a list, or a mapping with what must not be answered", () => {
    const { questions, problems } = readYamlQuestions(
      "questions:\n  - One?\n  - {question: Two?, any_of: [a.md, b.md], as: teammates, source: docs}\nmust_not_answer:\n  - Three?\n  - question: Four?\n    must_not_answer: internal/**\n",
    );
    expect(problems).toEqual([]);
    expect(questions).toEqual([
      { question: "One?", as: "customers", expects: { kind: "any" }, line: 2 },
      {
        question: "Two?",
        as: "teammates",
        source: "docs",
        expects: { kind: "pages", pages: ["a.md", "b.md"] },
        line: 3,
      },
      { question: "Three?", as: "customers", expects: { kind: "nothing", pages: [] }, line: 5 },
      { question: "Four?", as: "customers", expects: { kind: "nothing", pages: ["internal/**"] }, line: 6 },
    ]);
  });

  test.each([
    ["", 1, /no questions/],
    ["[]\n", 1, /no questions/],
    ["a: [\n", 2, /not valid YAML/],
    ["- question: ''\n", 1, /question/],
    ["- One?\n- page: a.md\n", 2, /question: is missing/],
    ["- question: x\n  url: not-one\n", 2, /url: must be an absolute URL/],
    ["- question: x\n  any_of: []\n", 2, /any_of: must name at least one page/],
    ["- question: x\n\n  as: all\n", 3, /as: /],
    ["- question: x\n  page: a\n  must_not_answer: true\n", 1, /gives page and must_not_answer/],
    ["asked:\n  - x\n", 1, /unknown key "asked"/],
    ["- [x]\n", 1, /must be a question/],
    ["just text\n", 1, /must be a list/],
  ])("%j is refused at line %i", (text, line, message) => {
    const { problems } = readYamlQuestions(text);
    expect(problems).toContainEqual({ line, message: expect.stringMatching(message) });
  });

  test("nothing throws, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { questions, problems } = readYamlQuestions(text);
        expect(questions.length + problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("a CSV file", () => {
  test("of a helpdesk, with line ends in cells and other columns", () => {
    const { questions, problems } = readCsvQuestions(
      '\ufeffId;Subject;Page;must not answer\r\n1;"How, do I\r\n""cancel""?";a.md;\r\n2;;;\r\n3;Secret?;;yes\r\n4;"How, do I\r\n""cancel""?";a.md;\r\n',
    );
    expect(problems).toEqual([]);
    expect(questions).toEqual([
      {
        question: 'How, do I "cancel"?',
        as: "customers",
        expects: { kind: "pages", pages: ["a.md"] },
        line: 2,
      },
      { question: "Secret?", as: "customers", expects: { kind: "nothing", pages: [] }, line: 5 },
    ]);
  });

  test.each([
    ["a,b\n1,2\n", 1, /one of them question \(there are: a, b\)/],
    ["question,as\nx,nobody\n", 2, /as: /],
    ["question\n", 1, /no questions/],
  ])("%j is refused at line %i", (text, line, message) => {
    expect(readCsvQuestions(text).problems).toEqual([{ line, message: expect.stringMatching(message) }]);
  });

  test("what is written by the rules is read back", () => {
    const cell = fc.stringMatching(/^[a-z ,;"\n]{0,8}$/);
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, (written) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = ["x,y", ...written.map((cells) => cells.map(quoted).join(","))].join("\n");
        const read = csvRows(text).map(({ cells }) => cells);
        expect(read).toEqual([["x", "y"], ...written.filter((cells) => cells.some((one) => one !== ""))]);
      }),
    );
  });
});

test.each([
  ["billing/cancel.md", true],
  ["./billing/cancel.md", true],
  ["billing/cancel", true],
  ["billing/*", true],
  ["https://docs.example.com/billing/cancel/", true],
  ["http://DOCS.example.com/billing/cancel#stop", true],
  ["cancel.md", false],
  ["https://docs.example.com/billing", false],
])("%s names the page: %s", (name, is) => {
  const hit = {
    externalId: "billing/cancel.md#part:stop",
    url: "https://docs.example.com/billing/cancel#stop",
  };
  expect(namesPage(name)(hit)).toBe(is);
});

describe("a test", () => {
  const index = indexOf(
    page("cancel.md", "Cancel your plan", "<p>Open Settings and choose Cancel.</p>"),
    page("limits.md", "Refund limits", "<p>Support refunds 200 euros without asking.</p>", {
      availability: { agent: false, copilot: true },
    }),
  );
  const run = (yaml: string) =>
    testQuestions(readYamlQuestions(yaml).questions, searcher(index.db), {
      top: 5,
      stands: (names) =>
        names.includes("limits.md") ? "teammates" : names.includes("cancel.md") ? "customers" : undefined,
    });

  test.each([
    ["- How do I cancel?", true, null],
    ["- What do cats eat?", false, /no page has anything/],
    ["- {question: How do I cancel?, page: cancel.md}", true, null],
    ["- {question: What do cats eat?, page: cancel.md}", false, /cancel.md is not among the first 40/],
    ["- {question: refund limits, page: limits.md}", false, /for teammates only/],
    ["- {question: refund limits, page: limits.md, as: teammates}", true, null],
    ["- {question: How do I cancel?, page: gone.md}", false, /there is no page gone.md/],
    ["- {question: refund limits, must_not_answer: true}", true, null],
    ["- {question: refund limits, must_not_answer: true, as: teammates}", false, /limits.md does/],
    ["- {question: How do I cancel?, must_not_answer: cancel.md}", false, /must not answer is number 1/],
    ["- {question: How do I cancel?, must_not_answer: limits.md}", true, null],
    ["- {question: How do I cancel?, page: cancel.md, source: other}", false, /not among/],
  ])("%s", (yaml, passed, why) => {
    const [tested] = run(yaml).questions;
    expect(tested).toMatchObject({ passed, why: why === null ? null : expect.stringMatching(why) });
  });

  test("counts only what is to be answered", () => {
    const { summary } = run(
      "- {question: How do I cancel?, page: cancel.md}\n- {question: Cancel?, must_not_answer: true}\n- {question: x, page: cancel.md}\n",
    );
    expect(summary).toEqual({ questions: 3, top1: 1, top5: 1, top40: 1 });
  });

  test("JUnit holds any question", () => {
    const report = run('- "<a> & \\"b\\" \\u0001"\n');
    expect(testJunit(report, "q.yaml")).toContain('name="&lt;a&gt; &amp; &quot;b&quot; \ufffd"');
  });
});

test("drafts come from titles, headings and FAQ entries, and are a question file", () => {
  const text = suggestedQuestions([
    {
      externalId: "a.md",
      title: "Cancel your plan",
      audience: "customers",
      source: "docs",
      passages: [
        { section: ["Can I come back?"], text: "Yes." },
        { section: ["Overview"], text: "Do I get my money back?\nNo." },
      ],
    },
    { externalId: "b.md", title: "Prices", audience: "teammates", source: "", passages: [] },
  ]);
  const { questions, problems } = readYamlQuestions(text);
  expect(problems).toEqual([]);
  expect(questions.map(({ question }) => question)).toEqual([
    "Can I come back?",
    "Do I get my money back?",
    "How do I cancel my plan?",
  ]);
});
