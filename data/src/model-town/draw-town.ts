/** A model town as one picture: shaded relief under the streets. For people who change the generator: look at what it makes. */
import { deflateSync, crc32 } from 'node:zlib';
import { heightAtM, slopeAt, type HeightGrid } from './land/height-grid.ts';
import type { Point } from './land/plane.ts';
import type { Street, StreetNetwork } from './streets/street-network.ts';

export interface PictureFrame {
  readonly middle: Point;
  readonly widthM: number;
  readonly heightM: number;
  readonly pixelsPerM: number;
}

export interface PictureDot {
  readonly at: Point;
  readonly colour: string;
  readonly label?: string;
}

/** [colour, width in metres] by role; main roads by their `highway` tag. */
const looks: Readonly<Record<string, readonly [string, number]>> = {
  trunk: ['#e8892b', 16],
  secondary: ['#f2c14e', 13],
  avenue: ['#ffe9a8', 11],
  terrace: ['#ffffff', 7],
  connector: ['#ffffff', 6],
  spur: ['#f2f2f2', 5],
  lane: ['#ffffff', 5],
  track: ['#b08d57', 3],
  steps: ['#d6336c', 3],
  path: ['#7a5c3a', 2],
  footway: ['#9c6', 2],
  sidewalk: ['#8ab', 1.5],
  crossing: ['#c49', 1.5],
  river: ['#5b9bd5', 8],
  rail: ['#555555', 5],
};

/** The SVG text of a part of the town. */
export function drawTown(
  network: StreetNetwork,
  grid: HeightGrid,
  frame: PictureFrame,
  dots: readonly PictureDot[] = [],
): string {
  const width = Math.round(frame.widthM * frame.pixelsPerM);
  const height = Math.round(frame.heightM * frame.pixelsPerM);
  const x = (p: Point) => ((p.x - frame.middle.x + frame.widthM / 2) * frame.pixelsPerM).toFixed(1);
  const y = (p: Point) => ((frame.middle.y + frame.heightM / 2 - p.y) * frame.pixelsPerM).toFixed(1);
  const line = (street: Street) => {
    const [colour, metres] = looks[street.role === 'main' ? street.tags['highway']! : street.role] ?? ['#f0d080', 9];
    const points = street.nodes.map((n) => `${x(network.point(n))},${y(network.point(n))}`).join(' ');
    const dash = street.tags['tunnel'] !== undefined ? ' stroke-dasharray="6 4"' : '';
    const pixels = Math.max(0.7, metres * frame.pixelsPerM);
    return [
      `<polyline points="${points}" fill="none" stroke="#0006" stroke-width="${(pixels + 1.2).toFixed(1)}"/>`,
      `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="${pixels.toFixed(1)}"${dash}/>`,
    ];
  };
  const order = Object.keys(looks).toReversed();
  const rank = (street: Street) => order.indexOf(street.role === 'main' ? street.tags['highway']! : street.role);
  const streets = network.streets
    .filter((s) => s.nodes.length > 1)
    .toSorted((a, b) => rank(a) - rank(b) || a.index - b.index)
    .map(line);
  const marks = dots.map(
    (dot) =>
      `<circle cx="${x(dot.at)}" cy="${y(dot.at)}" r="3.5" fill="${dot.colour}" stroke="#000"/>` +
      (dot.label === undefined ? '' : `<text x="${x(dot.at)}" y="${y(dot.at)}" font-size="11">${dot.label}</text>`),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" stroke-linejoin="round" stroke-linecap="round">
<image href="${shadedRelief(grid, frame)}" width="${width}" height="${height}"/>
${streets.map((s) => s[0]).join('\n')}
${streets.map((s) => s[1]).join('\n')}
${marks.join('\n')}
</svg>`;
}

/** Light from the north-west on green valleys and brown hills, with contour lines every 20 m, as a PNG data address. */
function shadedRelief(grid: HeightGrid, frame: PictureFrame): string {
  const columns = 900;
  const rows = Math.round((columns * frame.heightM) / frame.widthM);
  const pixels = Buffer.alloc(rows * (columns * 3 + 1));
  const at = (c: number, r: number): Point => ({
    x: frame.middle.x + (c / columns - 0.5) * frame.widthM,
    y: frame.middle.y + (0.5 - r / rows) * frame.heightM,
  });
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const height = heightAtM(grid, at(c, r));
      const slope = slopeAt(grid, at(c, r), 15);
      const light = Math.min(1.15, Math.max(0.45, 0.92 + 0.55 * (slope.x - slope.y) * 0.9));
      const t = Math.min(1, Math.max(0, (height - 100) / 450));
      const contour = Math.floor(height / 20) === Math.floor(heightAtM(grid, at(c + 1, r + 1)) / 20) ? 1 : 0.86;
      const colour = [168 + 40 * t, 198 - 30 * t, 140 + 10 * t];
      colour.forEach((v, k) => {
        pixels[r * (columns * 3 + 1) + 1 + c * 3 + k] = Math.min(255, v * light * contour);
      });
    }
  }
  return `data:image/png;base64,${png(columns, rows, pixels).toString('base64')}`;
}

function png(width: number, height: number, pixels: Buffer): Buffer {
  const chunk = (type: string, body: Buffer) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    const tail = Buffer.alloc(4);
    const named = Buffer.concat([Buffer.from(type), body]);
    tail.writeUInt32BE(crc32(named));
    return Buffer.concat([head, named, tail]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
