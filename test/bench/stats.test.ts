import { expect, test } from "vitest";
import {
  count,
  figure,
  interleave,
  median,
  medianOf,
  megabytes,
  milliseconds,
  percent,
  ratio,
} from "../../bench/kit/stats.ts";

test.each([
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[10, 9, 100], 10],
])("the median of %j is %d", (values, middle) => {
  expect(median(values)).toBe(middle);
});

test("nothing has no median, and values keep their order", () => {
  expect(() => median([])).toThrow(RangeError);
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test.each([
  [0, "0"],
  [0.04567, "0.0457"],
  [1.234, "1.23"],
  [12.34, "12.3"],
  [123.4, "123"],
  [1234.5, "1,235"],
  [Number.NaN, "–"],
])("%d is shown as %s", (value, text) => {
  expect(figure(value)).toBe(text);
});

test("units", () => {
  expect(ratio(1.456)).toBe("1.46 ×");
  expect(ratio(Number.NaN)).toBe("–");
  expect(percent(0.9876)).toBe("98.8 %");
  expect(milliseconds(9_999)).toBe("9,999 ms");
  expect(milliseconds(12_345)).toBe("12.3 s");
  expect(megabytes(250_400_000)).toBe("250 MB");
  expect(count(1_234.6)).toBe("1,235");
});

test("every variant runs once a round, and each begins a round in its turn", async () => {
  const order: string[] = [];
  const variant = (name: string) => async (round: number) => {
    order.push(`${name}${round}`);
    return { value: round * 10 };
  };
  const samples = await interleave({ a: variant("a"), b: variant("b"), c: variant("c") }, 3);
  expect(order).toEqual(["a0", "b0", "c0", "b1", "c1", "a1", "c2", "a2", "b2"]);
  expect(medianOf(samples, "b", ({ value }) => value)).toBe(10);
  expect(() => medianOf(samples, "d", ({ value }) => value)).toThrow(RangeError);
});
