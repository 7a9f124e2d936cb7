/** Words of the screen that says something to many at once. */
import type { BroadcastReason, BroadcastAudience, BroadcastOrder } from '@noriai/core/contracts/broadcasts.ts';
import { catalogue } from '@noriai/ui/texts/language.ts';

const ja = {
  write: 'お知らせを送る',
  to: 'だれに',
  audiences: {
    drivers: 'すべての乗務員',
    vehicle: '1台の乗務員',
    riders_of_day: '今日の予約のお客様',
    all_riders: '登録のあるすべてのお客様',
  } satisfies Record<BroadcastAudience['kind'], string>,
  vehicle: '車両',
  anyVehicle: 'すべての車両',
  zone: '地区',
  anyZone: 'すべての地区',
  words: '文',
  ownWords: '自分で書く',
  ja: '日本語',
  easy: 'やさしい日本語（なければ日本語で出ます）',
  en: '英語（なければ日本語で出ます）',
  wordsHint: '記録に残ります。お名前や電話番号は書かないでください。',
  reason: '理由',
  reasons: {
    weather: '天候',
    roads: '道路',
    delay: 'おくれ',
    vehicle: '車両',
    hours: '運行時間',
    event: '行事',
    safety: '安全',
    test: '試験',
  } satisfies Record<BroadcastReason, string>,
  urgency: '急ぎ',
  urgencies: {
    now: 'すぐ（夜間でも）',
    soon: '早めに',
    routine: 'ふつう',
  } satisfies Record<BroadcastOrder['urgency'], string>,
  preview: '送る相手を確かめる',
  send: 'この内容で送る',
  sent: 'お知らせを送りました。',
  goesTo: (vehicles: number, riders: number | null) =>
    riders === null
      ? 'すべてのお客様に出ます。'
      : riders > 0
        ? `お客様${riders}人に送ります。`
        : `乗務員${vehicles}人に送ります。`,
  toCall: (numbers: string) => `届ける方法がない方：${numbers}。電話してください。`,
  list: '送ったお知らせ',
  none: 'まだありません。',
  by: (clock: string) => `${clock} 送信`,
  seen: (vehicles: string) => `確認済み：${vehicles}`,
  waiting: (vehicles: string) => `まだ確認していない：${vehicles}`,
  over: '終わり',
  end: '表示を終わりにする',
  ended: '表示を終わりにしました。',
};
type MessageTexts = typeof ja;

const easy: MessageTexts = {
  write: 'おしらせを おくる',
  to: 'だれに',
  audiences: {
    drivers: 'うんてんしゅ ぜんいん',
    vehicle: '1だいの うんてんしゅ',
    riders_of_day: 'きょう のる ひと',
    all_riders: 'のる ひと ぜんいん',
  },
  vehicle: 'くるま',
  anyVehicle: 'ぜんぶ',
  zone: 'ちく',
  anyZone: 'ぜんぶ',
  words: 'ことば',
  ownWords: 'じぶんで かく',
  ja: 'にほんご',
  easy: 'やさしい にほんご',
  en: 'えいご',
  wordsHint: 'なまえや でんわばんごうは かかないで ください。',
  reason: 'どうして',
  reasons: {
    weather: 'てんき',
    roads: 'みち',
    delay: 'おくれ',
    vehicle: 'くるま',
    hours: 'じかん',
    event: 'ぎょうじ',
    safety: 'あんぜん',
    test: 'テスト',
  },
  urgency: 'いそぐ',
  urgencies: { now: 'いま（よるでも）', soon: 'はやく', routine: 'ふつう' },
  preview: 'だれに おくるか みる',
  send: 'おくる',
  sent: 'おくりました。',
  goesTo: (vehicles, riders) =>
    riders === null
      ? 'みんなに でます。'
      : riders > 0
        ? `${riders}にんに おくります。`
        : `うんてんしゅ ${vehicles}にんに おくります。`,
  toCall: (numbers) => `でんわを して ください：${numbers}`,
  list: 'おくった おしらせ',
  none: 'まだ ありません。',
  by: (clock) => `${clock} に おくった`,
  seen: (vehicles) => `みた：${vehicles}`,
  waiting: (vehicles) => `まだ：${vehicles}`,
  over: 'おわり',
  end: 'おわりに する',
  ended: 'おわりに しました。',
};

const en: MessageTexts = {
  write: 'Send a message',
  to: 'To',
  audiences: {
    drivers: 'All drivers',
    vehicle: 'One driver',
    riders_of_day: 'Riders of today',
    all_riders: 'All riders with an account',
  },
  vehicle: 'Vehicle',
  anyVehicle: 'Any vehicle',
  zone: 'Zone',
  anyZone: 'Whole area',
  words: 'Words',
  ownWords: 'Own words',
  ja: 'Japanese',
  easy: 'Easy Japanese (else Japanese is shown)',
  en: 'English (else Japanese is shown)',
  wordsHint: 'They are kept on record: no names, no phone numbers.',
  reason: 'Reason',
  reasons: {
    weather: 'Weather',
    roads: 'Roads',
    delay: 'Delay',
    vehicle: 'Vehicle',
    hours: 'Hours of service',
    event: 'Event',
    safety: 'Safety',
    test: 'Test',
  },
  urgency: 'Urgency',
  urgencies: { now: 'At once (also at night)', soon: 'Soon', routine: 'Routine' },
  preview: 'See whom it goes to',
  send: 'Send it',
  sent: 'The message was sent.',
  goesTo: (vehicles, riders) =>
    riders === null ? 'All riders get it.' : riders > 0 ? `${riders} riders get it.` : `${vehicles} drivers get it.`,
  toCall: (numbers) => `No way to reach: ${numbers}. Please call them.`,
  list: 'Messages sent',
  none: 'None yet.',
  by: (clock) => `sent at ${clock}`,
  seen: (vehicles) => `seen by ${vehicles}`,
  waiting: (vehicles) => `not seen yet: ${vehicles}`,
  over: 'over',
  end: 'Show it no more',
  ended: 'It is shown no more.',
};

export const messageCatalogue = { ja, easy, en };
export const messageTexts = catalogue<MessageTexts>(messageCatalogue);
