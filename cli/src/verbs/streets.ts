/** `noriai streets`: close, slow and reopen streets of a running service, as an operator. */
import { Command, InvalidArgumentError } from 'commander';
import type { Position, VehicleClassName } from '@noriai/core/contracts/area.ts';
import { vehicleClasses } from '@noriai/core/contracts/area.ts';
import {
  streetReasons,
  type StreetEffect,
  type StreetNotice,
  type StreetNoticeOrder,
  type StreetReason,
  type StreetSelection,
} from '@noriai/core/contracts/streets.ts';
import { choose, parsePoint } from '../drive-area.ts';
import { printJson, say } from '../say.ts';
import { serviceVerb, withSession, type ServiceFlags } from '../service-session.ts';
import { wholeNumber } from '../whole-number.ts';

interface NoticeFlags extends ServiceFlags {
  readonly way: readonly number[];
  readonly point: readonly Position[];
  readonly polygon?: readonly Position[];
  readonly circle?: StreetSelection;
  readonly vehicleClass: readonly VehicleClassName[];
  readonly reason: StreetReason;
  readonly note?: string;
  readonly from?: number;
  readonly until?: number;
}

export function streetsVerb(): Command {
  return new Command('streets')
    .description('close, slow and reopen streets of a running service')
    .addCommand(
      serviceVerb('list', 'what is closed or slowed, now and later').action(async (flags: ServiceFlags) => {
        await withSession(flags, async (client, token) =>
          show(flags, await client.call('listStreetNotices', { token })),
        );
      }),
    )
    .addCommand(noticeVerb('close', 'close streets').action((flags: NoticeFlags) => post(flags, { kind: 'closed' })))
    .addCommand(
      noticeVerb('slow', 'slow streets down, as in snow')
        .requiredOption('--speed <percent>', 'share of the usual speed that is left, 1 to 99', wholeNumber(1, 99))
        .action((flags: NoticeFlags & { readonly speed: number }) =>
          post(flags, { kind: 'slowed', speedPercent: flags.speed }),
        ),
    )
    .addCommand(
      serviceVerb('reopen', 'end a notice: its streets are as usual again')
        .argument('<notice-id>', 'as shown by "noriai streets list"')
        .action(async (noticeId: string, flags: ServiceFlags) => {
          await withSession(flags, async (client, token) =>
            show(flags, await client.call('endStreetNotice', { token, params: { noticeId }, body: {} })),
          );
        }),
    );
}

function noticeVerb(name: string, description: string): Command {
  return serviceVerb(name, description)
    .option('--way <id>', 'a whole OpenStreetMap way; may be given several times', collected(wayId), [])
    .option('--point <lat,lon>', 'the piece of street nearest to a point; several times', collected(position), [])
    .option('--polygon <lat,lon…>', 'every street inside, three corners or more, with blanks between them', polygon)
    .option('--circle <lat,lon,metres>', 'every street inside', circle)
    .option(
      '--vehicle-class <class>',
      `only for ${vehicleClasses.join(', ')}; several times`,
      collected(vehicleClass),
      [],
    )
    .option('--reason <reason>', streetReasons.join(', '), reason, 'works')
    .option('--note <text>', 'for colleagues; no personal data')
    .option('--from <time>', 'ISO time with zone, 2026-04-01T09:00+09:00; left out: now', time)
    .option('--until <time>', 'likewise; left out: until it is reopened', time);
}

async function post(flags: NoticeFlags, effect: StreetEffect): Promise<void> {
  const streets: StreetSelection[] = [
    ...flags.way.map((id) => ({ kind: 'way', wayId: id }) as const),
    ...flags.point.map((point) => ({ kind: 'point', position: point }) as const),
    ...(flags.polygon ? [{ kind: 'polygon', ring: flags.polygon } as const] : []),
    ...(flags.circle ? [flags.circle] : []),
  ];
  if (streets.length === 0) throw new Error('which streets? give --way, --point, --polygon or --circle');
  const order: StreetNoticeOrder = {
    streets,
    effect,
    reason: flags.reason,
    ...(flags.vehicleClass.length > 0 && { vehicleClasses: flags.vehicleClass }),
    ...(flags.note !== undefined && { note: flags.note }),
    ...(flags.from !== undefined && { fromSec: flags.from }),
    ...(flags.until !== undefined && { untilSec: flags.until }),
  };
  await withSession(flags, async (client, token) => {
    const notice = await client.call('postStreetNotice', { token, body: order });
    if (flags.json) printJson(notice);
    else say(line(notice));
  });
}

function show(
  flags: ServiceFlags,
  answer: { readonly isUpToDate: boolean; readonly notices: readonly StreetNotice[] },
): void {
  if (flags.json) return printJson(answer);
  for (const notice of answer.notices) say(line(notice));
  if (answer.notices.length === 0) say('No street is closed or slowed.');
  if (!answer.isUpToDate) say('New drive times are being worked out; until then answers rest on the old ones.');
}

function line(notice: StreetNotice): string {
  const effect = notice.effect.kind === 'closed' ? 'closed' : `slowed to ${notice.effect.speedPercent} %`;
  const until = notice.untilSec === null ? 'until reopened' : `until ${new Date(notice.untilSec * 1000).toISOString()}`;
  const stops = notice.closedStopIds.length > 0 ? `, stops ${notice.closedStopIds.join(' ')}` : '';
  const where = notice.names.join(', ') || 'streets without a name';
  return `${notice.noticeId}  ${notice.state}  ${effect}, ${notice.reason}: ${where} (${notice.lengthM} m${stops}), ${until}`;
}

function collected<Value>(read: (text: string) => Value) {
  return (text: string, before: readonly Value[]): readonly Value[] => [...before, read(text)];
}

const wayId = wholeNumber(Number.MIN_SAFE_INTEGER);

function position(text: string): Position {
  const [latE7, lonE7] = argument(() => parsePoint('point', text));
  return { lat: latE7 / 1e7, lon: lonE7 / 1e7 };
}

function polygon(text: string): readonly Position[] {
  const ring = text
    .split(/\s+/)
    .filter((corner) => corner !== '')
    .map(position);
  if (ring.length < 3) throw new InvalidArgumentError(`got ${ring.length} corners, expected three or more`);
  return ring;
}

function circle(text: string): StreetSelection {
  const [lat = '', lon = '', meters = ''] = text.split(',');
  return { kind: 'circle', centre: position(`${lat},${lon}`), radiusM: wholeNumber(1, 50_000)(meters) };
}

function vehicleClass(text: string): VehicleClassName {
  return argument(() => choose('--vehicle-class', text, named(vehicleClasses)));
}

function reason(text: string): StreetReason {
  return argument(() => choose('--reason', text, named(streetReasons)));
}

function named<Word extends string>(words: readonly Word[]): Record<Word, Word> {
  return Object.fromEntries(words.map((word) => [word, word])) as Record<Word, Word>;
}

function time(text: string): number {
  const ms = Date.parse(text);
  const hasZone = /(Z|[+-]\d\d:\d\d)$/.test(text);
  if (Number.isNaN(ms) || !hasZone) throw new InvalidArgumentError(`got ${text}, expected 2026-04-01T09:00+09:00`);
  return Math.round(ms / 1000);
}

function argument<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
