/** A rectangle: left, bottom, right, top, with `y` upwards. */
export type Box = readonly [left: number, bottom: number, right: number, top: number];

/** A letter is covered when less than this share of it can still be seen: the tails of letters look out of a black bar. */
const MAX_SEEN_SHARE = 0.35;

export function intersection(one: Box, other: Box): Box {
  return [
    Math.max(one[0], other[0]),
    Math.max(one[1], other[1]),
    Math.min(one[2], other[2]),
    Math.min(one[3], other[3]),
  ];
}

/** 0 for a rectangle without extent or turned inside out. */
export function areaOf([left, bottom, right, top]: Box): number {
  return Math.max(0, right - left) * Math.max(0, top - bottom);
}

/** Whether a point is inside, `margin` included. */
export function contains([left, bottom, right, top]: Box, x: number, y: number, margin = 0): boolean {
  return x >= left - margin && x <= right + margin && y >= bottom - margin && y <= top + margin;
}

/** Whether so much of a letter lies under something opaque that nobody can read it. */
export function isCovered(letter: Box, cover: Box): boolean {
  const whole = areaOf(letter);
  return whole > 0 && areaOf(intersection(letter, cover)) >= whole * (1 - MAX_SEEN_SHARE);
}

/** Whether a clipping path leaves nothing of a letter: its middle is outside. */
export function isCutOff([left, bottom, right, top]: Box, clip: Box): boolean {
  return areaOf(clip) === 0 || !contains(clip, (left + right) / 2, (bottom + top) / 2, 0.5);
}
