/**
 * Messages of the desk to many at once: to drivers, or to riders of a day, of a part of the area, or all of them. The words
 * are one of the ready texts or the desk's own; they stand in the ledger, so nothing personal belongs into them.
 */
import { date, type LocalText } from './area.ts';
import {
  flag,
  integer,
  list,
  named,
  nullable,
  object,
  oneOf,
  optional,
  text,
  variants,
  where,
  type Infer,
} from './schema.ts';
import { pointInTime, recordId } from './trips.ts';

export const broadcastReasons = ['weather', 'roads', 'delay', 'vehicle', 'hours', 'event', 'safety', 'test'] as const;
export type BroadcastReason = (typeof broadcastReasons)[number];

/** What a message is about, as its title says it. */
export const broadcastReasonTexts: Readonly<Record<BroadcastReason, LocalText>> = {
  weather: { ja: '天候', easy: 'てんき', en: 'weather' },
  roads: { ja: '道路', easy: 'みち', en: 'roads' },
  delay: { ja: '遅れ', easy: 'おくれ', en: 'delays' },
  vehicle: { ja: '車両', easy: 'くるま', en: 'vehicles' },
  hours: { ja: '運行時間', easy: 'じかん', en: 'hours of service' },
  event: { ja: '行事', easy: 'ぎょうじ', en: 'an event' },
  safety: { ja: '安全', easy: 'あんぜん', en: 'safety' },
  test: { ja: '試験', easy: 'テスト', en: 'a test' },
};

/** Longer than a place name, short enough for an SMS of two parts. */
const words = text({ minLength: 1, maxLength: 300 });
export const broadcastText = named(
  'BroadcastText',
  object({ ja: words, easy: optional(words), en: optional(words) }, { description: 'what is left out is said in ja' }),
);
export type BroadcastText = Infer<typeof broadcastText>;

interface Template {
  readonly to: 'drivers' | 'riders';
  readonly reason: BroadcastReason;
  readonly text: Required<BroadcastText>;
}

/** Ready texts by id. */
export const broadcastTemplates = {
  riders_weather_delays: {
    to: 'riders',
    reason: 'weather',
    text: {
      ja: '天候のため、車両が遅れることがあります。屋根のあるところでお待ちください。お約束が守れないときは、お知らせします。',
      easy: 'てんきが わるいので くるまが おくれる ことが あります。やねの ある ところで まって ください。',
      en: 'Vehicles may be late because of the weather. Please wait under a roof; we tell you if your time cannot be kept.',
    },
  },
  riders_may_stop: {
    to: 'riders',
    reason: 'weather',
    text: {
      ja: '天候により、運行を取りやめることがあります。お出かけは早めに、または別の日をご検討ください。',
      easy: 'てんきが わるいと くるまが とまる ことが あります。はやく でかけるか、べつの ひに して ください。',
      en: 'The service may have to stop because of the weather. Please travel early or choose another day.',
    },
  },
  riders_road_closed: {
    to: 'riders',
    reason: 'roads',
    text: {
      ja: '通行止めのため回り道をしています。時刻が変わる方には、お一人ずつお知らせします。',
      easy: 'みちが とおれないので とおまわりを して います。じかんが かわる ひとには おしらせします。',
      en: 'A road is closed and vehicles take another way. Whoever’s time changes is told separately.',
    },
  },
  riders_delays: {
    to: 'riders',
    reason: 'delay',
    text: {
      ja: '本日は混み合っており、車両が遅れています。ご迷惑をおかけします。',
      easy: 'きょうは こんで いるので くるまが おくれて います。ごめんなさい。',
      en: 'The service is busy today and vehicles are late. We are sorry.',
    },
  },
  riders_running_again: {
    to: 'riders',
    reason: 'hours',
    text: {
      ja: '運行を再開しました。ご予約をお受けしています。',
      easy: 'くるまが また はしって います。よやくが できます。',
      en: 'The service runs again and takes bookings.',
    },
  },
  riders_test: {
    to: 'riders',
    reason: 'test',
    text: {
      ja: 'これはお知らせの試験です。何もしていただく必要はありません。',
      easy: 'これは テストです。なにも しなくて いいです。',
      en: 'This is a test of our notices. There is nothing to do.',
    },
  },
  drivers_take_care: {
    to: 'drivers',
    reason: 'weather',
    text: {
      ja: '路面・視界に注意し、無理をせず走行してください。',
      easy: 'みちに きを つけて、ゆっくり はしって ください。',
      en: 'Mind the road and the view; drive with care and take your time.',
    },
  },
  drivers_stop_safely: {
    to: 'drivers',
    reason: 'safety',
    text: {
      ja: '安全な場所に停車し、配車センターの連絡を待ってください。',
      easy: 'あんぜんな ところに とめて、れんらくを まって ください。',
      en: 'Stop at a safe place and wait for word from the desk.',
    },
  },
  drivers_call_desk: {
    to: 'drivers',
    reason: 'safety',
    text: {
      ja: '停車してから、配車センターへ電話してください。',
      easy: 'くるまを とめて、でんわを して ください。',
      en: 'Stop first, then call the desk.',
    },
  },
  drivers_road_closed: {
    to: 'drivers',
    reason: 'roads',
    text: {
      ja: '通行止めがあります。画面の道順に従ってください。',
      easy: 'とおれない みちが あります。がめんの とおりに はしって ください。',
      en: 'A road is closed. Follow the way on your screen.',
    },
  },
  drivers_test: {
    to: 'drivers',
    reason: 'test',
    text: {
      ja: 'これはお知らせの試験です。「確認」を押してください。',
      easy: 'これは テストです。「確認」を おして ください。',
      en: 'This is a test. Please press “Seen”.',
    },
  },
} as const satisfies Readonly<Record<string, Template>>;
export type BroadcastTemplateId = keyof typeof broadcastTemplates;
const templateIds = Object.keys(broadcastTemplates) as BroadcastTemplateId[];

const id = text({ minLength: 1, maxLength: 64 });
/**
 * `riders_of_day` are those with a trip on that day that is not over; a zone of the area, stops, or a vehicle make them
 * fewer. `all_riders` are all who have an account.
 */
export const broadcastAudience = named(
  'BroadcastAudience',
  variants('kind', {
    drivers: {},
    vehicle: { vehicleId: id },
    riders_of_day: {
      date,
      zoneId: optional(id),
      stopIds: optional(list(id, { min: 1, max: 200 })),
      vehicleId: optional(id),
    },
    all_riders: {},
  }),
);
export type BroadcastAudience = Infer<typeof broadcastAudience>;

/** `now` is pushed at once, also in quiet hours; `routine` never wakes anybody. */
export const broadcastUrgencies = ['now', 'soon', 'routine'] as const;

export const broadcastOrder = named(
  'BroadcastOrder',
  where(
    object({
      audience: broadcastAudience,
      reason: oneOf(broadcastReasons),
      urgency: oneOf(broadcastUrgencies),
      templateId: optional(oneOf(templateIds)),
      text: optional(broadcastText),
      untilSec: optional(pointInTime),
    }),
    ({ templateId, text: own }) =>
      (templateId === undefined) === (own === undefined)
        ? [{ path: 'text', got: own ? 'both' : 'nothing', expected: 'templateId or text, one of them' }]
        : [],
  ),
);
export type BroadcastOrder = Infer<typeof broadcastOrder>;

const said = {
  broadcastId: recordId,
  reason: oneOf(broadcastReasons),
  urgency: oneOf(broadcastUrgencies),
  text: broadcastText,
  sentSec: pointInTime,
  untilSec: pointInTime,
};

/** Riders who must be called, because no way of telling them is set up. */
const toCall = list(object({ riderId: recordId, bookingId: nullable(recordId), number: nullable(integer()) }), {
  description: 'riders of a day whom no channel reaches',
});

/** Whom a message would go to. `riders` is null for all riders. */
export const broadcastPreview = named(
  'BroadcastPreview',
  object({
    text: broadcastText,
    vehicles: list(text(), { description: 'with a driver signed on' }),
    riders: nullable(integer({ min: 0 })),
    toCall,
  }),
);

/** A message as the desk sees it. */
export const broadcast = named(
  'Broadcast',
  object({
    ...said,
    audience: broadcastAudience,
    templateId: nullable(text()),
    by: text(),
    isOver: flag(),
    riders: nullable(integer({ min: 0 })),
    toCall,
    acknowledged: list(object({ vehicleId: text(), driverName: text(), atSec: pointInTime })),
    waitingFor: list(text(), { description: 'vehicles whose driver has not acknowledged' }),
  }),
);
export const broadcasts = named('Broadcasts', object({ broadcasts: list(broadcast) }));
export type Broadcast = Infer<typeof broadcast>;
export type BroadcastPreview = Infer<typeof broadcastPreview>;

const inEachLanguage = object({ ja: text(), easy: text(), en: text() });
/** What became of the driver's riders or vehicle; whoever has driven by it needs to do nothing more. */
export const driverNews = named(
  'DriverNews',
  object({
    newsId: text(),
    sentSec: pointInTime,
    untilSec: pointInTime,
    title: inEachLanguage,
    text: inEachLanguage,
  }),
);
export type DriverNews = Infer<typeof driverNews>;

/** What the driver of a vehicle is told, newest first, until it is over: by the desk, and by what happens. */
export const driverMessages = named(
  'DriverMessages',
  object({
    vehicleId: text(),
    messages: list(object({ ...said, isAcknowledged: flag() })),
    news: list(driverNews, { description: 'of the last quarter of an hour' }),
  }),
);
export type DriverMessages = Infer<typeof driverMessages>;

/** What the desk says to all riders, and to whoever asks as a rider with a trip that it is about. */
export const announcements = named('Announcements', object({ announcements: list(object(said)) }));
export type Announcements = Infer<typeof announcements>;
