import { FAR_AWAY, pixels } from "./css-length.ts";
import { splitOutside } from "./declarations.ts";

const call = /([a-z0-9]+)\(([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*)\)/g;

/** Whether a `transform`, or what its longhands say, shrinks an element to nothing, turns it edge-on, or moves it out of sight. */
export function movesOutOfSight(transform: string): boolean {
  for (const [, name = "", inner = ""] of transform.slice(0, 2000).matchAll(call)) {
    const values = splitOutside(inner, ",").map((one) => one.trim());
    if (isNothing(name, values) || isFar(name, values)) return true;
  }
  return false;
}

const numbersOf = (values: readonly string[]) => values.map((one) => pixels(one, { "%": 0.01 }));

function isNothing(name: string, values: readonly string[]): boolean {
  const numbers = numbersOf(values);
  const isZero = (index: number) => Math.abs(numbers[index] ?? 1) <= 0.01;
  if (/^scale(?:x|y)?$/.test(name)) return isZero(0) || isZero(1);
  if (name === "scale3d") return isZero(0) || isZero(1);
  if (name === "matrix") {
    const [a = 1, b = 0, c = 0, d = 1] = numbers;
    return Math.abs(a * d - b * c) <= 0.0001;
  }
  if (name === "matrix3d") {
    const [a = 1, b = 0, , , c = 0, d = 1] = numbers;
    return Math.abs(a * d - b * c) <= 0.0001;
  }
  return /^rotate[xy]$/.test(name) && isQuarterTurn(values[0] ?? "");
}

/** A plane turned by 90° is seen from its edge. */
function isQuarterTurn(angle: string): boolean {
  const [, number = "", unit = ""] = /^(-?[\d.]+)(deg|turn|rad|grad)$/.exec(angle) ?? [];
  const degrees = Number(number) * ({ deg: 1, turn: 360, rad: 57.2958, grad: 0.9 }[unit] ?? 0);
  return number !== "" && Math.abs((Math.abs(degrees) % 180) - 90) < 1;
}

function isFar(name: string, values: readonly string[]): boolean {
  const moved = /^translate(?:x|y|3d)?$/.test(name)
    ? values
    : name === "matrix"
      ? values.slice(4)
      : name === "matrix3d"
        ? values.slice(12, 14)
        : [];
  // A percentage is one of the element itself.
  const pixelsOf = (one: string) => pixels(one, { "%": 3 });
  return moved.some((one) => pixelsOf(one) <= -FAR_AWAY || pixelsOf(one) >= FAR_AWAY * 10);
}
