const wholeSearch = process.env.PROPERTY_SEED !== undefined;

/**
 * How many cases a property of text draws: all of them in `npm run soak properties`, which looks for new ones; a third of
 * them, the same every time, where the suite only keeps what was found.
 */
export const runs = (all: number): number => (wholeSearch ? all : Math.ceil(all / 3));
