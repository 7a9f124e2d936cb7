/** Plots as SVG text: vector, printable, without a library. Colours are told apart in grey, too. */

const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 44;
const BOTTOM = 34;

export interface Bar {
  readonly label: string;
  /** Stacked from below: [filled, hatched]. */
  readonly parts: readonly number[];
}

const fills = ['#0b5394', '#c0392b'];

/** Stacked bars with a scale at the left; `title` is read by screen readers. */
export function barPlot(title: string, bars: readonly Bar[]): string {
  const top = Math.max(1, ...bars.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0)));
  const step = niceStep(top);
  const y = (value: number) => HEIGHT - BOTTOM - (value / (Math.ceil(top / step) * step)) * (HEIGHT - BOTTOM - 14);
  const width = (WIDTH - LEFT - 10) / Math.max(1, bars.length);
  const grid = Array.from({ length: Math.ceil(top / step) + 1 }, (_, i) => i * step).map(
    (value) =>
      `<line x1="${LEFT}" x2="${WIDTH - 10}" y1="${one(y(value))}" y2="${one(y(value))}" stroke="#d5d9de"/>` +
      `<text x="${LEFT - 6}" y="${one(y(value) + 4)}" text-anchor="end">${value}</text>`,
  );
  const drawn = bars.map(({ label, parts }, i) => {
    let below = 0;
    const rects = parts.map((part, p) => {
      below += part;
      const height = y(below - part) - y(below);
      return `<rect x="${one(LEFT + i * width + 2)}" y="${one(y(below))}" width="${one(width - 4)}" height="${one(height)}" fill="${fills[p]}"/>`;
    });
    return `${rects.join('')}<text x="${one(LEFT + (i + 0.5) * width)}" y="${HEIGHT - 14}" text-anchor="middle">${label}</text>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">${grid.join('')}${drawn.join('')}</svg>`;
}

function niceStep(top: number): number {
  for (let size = 1; ; size *= 10) {
    for (const step of [size, 2 * size, 5 * size]) if (top / step <= 6) return step;
  }
}

export function one(value: number): string {
  return String(Math.round(value * 10) / 10);
}
