/**
 * A town for the pages: the real dispatcher in this process, on the straight street of the core's tests, with names as long
 * as towns have them, a station with trains, a clinic, a roll call, a clock that the test moves, and the built pages.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import type { Timetable } from '@noriai/core/contracts/timetable.ts';
import { OPENING_SEC, lineArea, type LineWorldOptions } from '@noriai/core/testing/line-world.ts';
import { DemoClock } from '@noriai/dispatcher/adapters/demo-clock.ts';
import type { DispatcherOptions } from '@noriai/dispatcher/dispatcher.ts';
import { startLineDispatcher, type LineDispatcher } from '@noriai/dispatcher/line-dispatcher.fake.ts';
import { emptyCard } from '@noriai/dispatcher/application/accounts/rider-cards.ts';
import { noTravel, riderParts } from '@noriai/dispatcher/application/accounts/rider-parts.ts';
import { addRider } from '@noriai/dispatcher/application/accounts/riders.ts';
import { builtPages } from '../service.ts';

export interface TestTown extends LineDispatcher {
  /** Moves the service's clock on and lets it look again. */
  readonly wait: (sec: number) => void;
  readonly nowSec: () => number;
  /** Registers somebody at the desk. */
  readonly addPerson: (name: string, phone: string) => void;
  /** The code that was sent last, to whomever. */
  readonly lastCode: () => string;
}

/** An hour after opening on a Wednesday. */
export const START_SEC = OPENING_SEC + 3600;

const STOPS: readonly [ja: string, kana: string, en: string, kind: NonNullable<AreaFile['stops'][number]['kind']>][] = [
  ['町役場前', 'まちやくばまえ', 'Town Hall', 'town_hall'],
  [
    '中央公民館・生涯学習センター前',
    'ちゅうおうこうみんかん・しょうがいがくしゅうセンターまえ',
    'Central Community and Lifelong Learning Centre',
    'community',
  ],
  ['さくら医院', 'さくらいいん', 'Sakura Clinic', 'clinic'],
  ['みどり駅', 'みどりえき', 'Midori Station', 'station'],
  ['スーパーやまびこ', 'スーパーやまびこ', 'Yamabiko Supermarket', 'shop'],
  [
    '東ときわ台七丁目第三集会所前',
    'ひがしときわだいななちょうめだいさんしゅうかいしょまえ',
    'Higashi-Tokiwadai 7-chome Meeting Hall 3',
    'community',
  ],
  ['神社下', 'じんじゃした', 'Below the Shrine', 'stop'],
  ['ダム入口', 'だむいりぐち', 'Dam Entrance', 'stop'],
  ['小学校前', 'しょうがっこうまえ', 'Primary School', 'school'],
  ['峠の茶屋', 'とうげのちゃや', 'Tea House on the Pass', 'stop'],
];

const HALL_GUIDE = {
  ja: '玄関を出て左、赤いポストの横です。屋根があります。',
  easy: 'げんかんを でて ひだり、あかい ポストの よこです。',
  en: 'Left of the entrance, beside the red letter box, under a roof.',
};

/** A folder with the one picture of the town: a red point. */
function pictures(): string {
  const folder = mkdtempSync(join(tmpdir(), 'noriai-pictures-'));
  const redPoint = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
  writeFileSync(join(folder, 'hall.png'), Buffer.from(redPoint, 'base64'));
  return folder;
}

/** Trains from みどり駅 every half hour from 9:00 on. */
const timetable: Timetable = {
  format: 'noriai-timetable-1',
  source: 'invented',
  stations: [{ stationId: 's3', platformSec: 240 }],
  services: [
    {
      serviceId: 'daily',
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: '2026-01-01',
      until: '2026-12-31',
      added: [],
      removed: [],
    },
  ],
  departures: Array.from({ length: 16 }, (_, i) => ({
    stationId: 's3',
    tripId: `train-${i}`,
    serviceId: 'daily',
    departSec: 9 * 3600 + 120 + i * 1800,
    routeName: { ja: '緑線 各駅停車', en: 'Midori Line, local' },
    headsign: { ja: '山の手中央', en: 'Yamanote-Chuo' },
  })),
};

export async function startTestTown(
  town: LineWorldOptions = {},
  options: Partial<DispatcherOptions> = {},
): Promise<TestTown> {
  const clock = new DemoClock();
  clock.jumpTo(START_SEC);
  const bare = lineArea({}, STOPS.length);
  const stops = bare.stops.map((stop, i) => {
    const [ja, kana, en, kind] = STOPS[i]!;
    const guide = i === 0 ? { howToFind: HALL_GUIDE, pictures: [{ file: 'hall.png', shows: HALL_GUIDE }] } : {};
    const district =
      i < 5 ? { ja: '中央地区', kana: 'ちゅうおうちく', en: 'Centre' } : { ja: '東ときわ台地区', en: 'East Tokiwadai' };
    return { ...stop, name: { ja, kana, en }, kind, district, ...guide };
  });
  const name = { ja: 'よののまち（模擬）', kana: 'よののまち もぎ', en: 'Yono Town (model)' };
  const rules = { stops, name, phone: '0120-000-0000', credit: '模擬の道路 / model streets', ...town.rules };
  const codes: string[] = [];
  const sendCode = ({ code }: { readonly code: string }): void => void codes.push(code);
  const line = await startLineDispatcher(
    { clock, pages: [...builtPages(), { mount: '/pictures/', folder: pictures() }], sendCode, ...options },
    {
      stops: STOPS.length,
      vehicles: 2,
      work: { rollCall: 'recorded' },
      equipped: [0, 1].map((i) => ({
        name: { ja: `やまびこ${i + 1}号`, en: `Yamabiko ${i + 1}` },
        plate: `模擬 500 あ 12-3${i}`,
        colour: { ja: '白に緑の帯', easy: 'しろと みどり', en: 'white with a green stripe' },
      })),
      timetable,
      ...town,
      rules,
    },
  );
  const wait = (sec: number): void => {
    clock.jumpTo(clock.nowSec() + sec);
    line.clockMoved();
  };
  const people = riderParts(line.accounts, noTravel);
  const addPerson = (given: string, phone: string): void =>
    void addRider(people, { ...emptyCard, name: given, phone }, 'host');
  return { ...line, wait, addPerson, nowSec: () => clock.nowSec(), lastCode: () => codes.at(-1)! };
}
