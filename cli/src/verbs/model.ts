/** `noriai model stats|draw`: what a shipped model town is like, beside what real streets are like. */
import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { printJson, say } from '../say.ts';

export function modelVerb(): Command {
  return new Command('model')
    .description('look at the shipped model towns: statistics beside real ones, pictures')
    .addCommand(statsVerb())
    .addCommand(drawVerb());
}

function statsVerb(): Command {
  return new Command('stats')
    .description('generate a model town and print its streets beside the real figures they are made after')
    .argument('[name]', 'model town', 'toyono')
    .option('--seed <number>', 'another town of the same plan', wholeNumber)
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', '\nExample:\n  noriai model stats toyono --json')
    .action(async (name: string, flags: { seed?: number; json: boolean }) => {
      const { buildModelTown } = await import('@noriai/data/model-town/build-model-town.ts');
      const { getModelTown } = await import('@noriai/data/model-town/model-towns.ts');
      const { statsText, townStats } = await import('@noriai/data/model-town/town-stats.ts');
      const plan = getModelTown(name);
      const stats = townStats(plan, buildModelTown(plan, flags.seed));
      if (flags.json) return printJson(stats);
      console.log(statsText(stats));
    });
}

interface DrawFlags {
  readonly out: string;
  readonly seed?: number;
  readonly part?: readonly number[];
}

function drawVerb(): Command {
  return new Command('draw')
    .description('draw a model town as an SVG picture with shaded hills; look at it in a browser')
    .argument('[name]', 'model town', 'toyono')
    .option('--out <file>', 'where to write the picture', 'model-town.svg')
    .option('--seed <number>', 'another town of the same plan', wholeNumber)
    .option('--part <x,y,width,height>', 'metres east and north of the middle, size in metres', fourNumbers)
    .addHelpText('after', '\nExample:\n  noriai model draw toyono --part=-3050,-700,2600,2400 --out west.svg')
    .action(async (name: string, flags: DrawFlags) => {
      const { buildModelTown } = await import('@noriai/data/model-town/build-model-town.ts');
      const { drawTown } = await import('@noriai/data/model-town/draw-town.ts');
      const { getModelTown } = await import('@noriai/data/model-town/model-towns.ts');
      const plan = getModelTown(name);
      const { laid, area } = buildModelTown(plan, flags.seed);
      const [x, y, widthM, heightM] = flags.part ?? [0, 0, 2 * plan.halfWidthM, 2 * plan.halfHeightM];
      const frame = { middle: { x: x!, y: y! }, widthM: widthM!, heightM: heightM!, pixelsPerM: 1400 / widthM! };
      const stops = area.stops.map((stop) => ({
        at: laid.ground.plane.point(stop.position.lat, stop.position.lon),
        colour: stop.kind === 'stop' ? '#00c' : '#c00',
        ...(widthM! < 4000 ? { label: stop.name.ja } : {}),
      }));
      await writeFile(flags.out, drawTown(laid.network, laid.ground.grid, frame, stops));
      say(`${flags.out} written: ${Math.round(1400)} × ${Math.round((1400 * heightM!) / widthM!)} pixels`);
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(`got "${text}", give a whole number`);
  return Number(text);
}

function fourNumbers(text: string): number[] {
  const numbers = text.split(',').map(Number);
  const fits = numbers.length === 4 && numbers.every(Number.isFinite) && numbers[2]! > 0 && numbers[3]! > 0;
  if (!fits) throw new InvalidArgumentError(`got "${text}", give x,y,width,height in metres`);
  return numbers;
}
