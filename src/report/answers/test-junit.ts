import { proxyNote } from "../../answers/answer.ts";
import type { Tested, TestReport } from "../../answers/questions/test.ts";
import { detail } from "./test-text.ts";

/** A test as JUnit XML, which CI systems show (https://github.com/testmoapp/junitxml describes what they read). */
export function testJunit({ questions }: TestReport, file: string): string {
  const failures = questions.filter(({ passed }) => !passed).length;
  const name = escaped(file);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="fin-ingest test" tests="${questions.length}" failures="${failures}" errors="0">
  <testsuite name="${name}" tests="${questions.length}" failures="${failures}" errors="0">
    <properties><property name="note" value="${escaped(proxyNote)}"/></properties>
${questions.map((tested) => testcase(tested, name)).join("\n")}
  </testsuite>
</testsuites>
`;
}

function testcase(tested: Tested, file: string): string {
  const opening = `    <testcase classname="${file}" name="${escaped(tested.question)}" file="${file}" line="${tested.line}"`;
  if (tested.passed) return `${opening}/>`;
  const first = tested.results[0];
  const body = first ? `first is ${first.externalId}: ${first.title}` : "no page has any of its words";
  return `${opening}>
      <failure message="${escaped(detail(tested))}" type="${tested.verdict}">${escaped(body)}</failure>
    </testcase>`;
}

/** Characters that XML 1.0 cannot hold, not even escaped, become marks. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/[\n\r\t]+/g, " ");
