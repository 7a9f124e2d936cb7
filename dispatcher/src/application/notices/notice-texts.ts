/** What notices say, in Japanese, easy Japanese and English. Names come in the languages that the area has. */
import type { Language } from '@noriai/core/contracts/accounts.ts';
import type { LocalText } from '@noriai/core/contracts/area.ts';
import type { NoticeTemplate } from '@noriai/core/dispatch/notices.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { clockTime } from './clock-time.ts';
import { dayWords } from './day-words.ts';

export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

/** One-time codes go the same ways as notices, but nothing of them is kept. */
export type TextTemplate = NoticeTemplate | 'sign_in_code' | 'proxy_code';

export type NoticeParameters = Readonly<Record<string, string | number | LocalText>>;

/**
 * Each text as title and body, with `{name}` for parameters; `{told}` is the title of another notice. Times name their day
 * by themselves where it is not today; `{ofDay}` does that where a trip is told without its time.
 */
const texts: Readonly<Record<TextTemplate, Readonly<Record<Language, readonly [title: string, body: string]>>>> = {
  sign_in_code: {
    ja: [
      '確認コード {code}',
      '乗合サービスの確認コードは {code} です。10分間有効です。職員がお尋ねすることはありません。',
    ],
    easy: [
      'かくにんコード {code}',
      'かくにんコードは {code} です。10ぷんの あいだ つかえます。だれにも おしえないで ください。',
    ],
    en: ['Code {code}', 'Your sign-in code is {code}, good for 10 minutes. We never ask you for it.'],
  },
  proxy_code: {
    ja: [
      '代理予約の同意コード {code}',
      '{askedBy}さんが、あなたに代わって予約したいと希望しています。同意されるときは、コード {code} をその方にお伝えください。同意されないときは、何もしないでください。10分間有効です。',
    ],
    easy: [
      'コード {code}',
      '{askedBy}さんが あなたの かわりに よやくを したいです。よければ コード {code} を おしえて ください。いやなら なにも しないで ください。',
    ],
    en: [
      'Code {code} to let somebody book for you',
      '{askedBy} would like to book in your name. If you agree, tell them the code {code}; if not, do nothing. Good for 10 minutes.',
    ],
  },
  booked: {
    ja: [
      'ご予約 {number}番',
      '{pickupFrom}〜{pickupUntil}に{pickup}、{dropoffBy}までに{dropoff}。{vehicle}（{plate}）、{fare}円です。',
    ],
    easy: [
      'よやく {number}ばん',
      '{pickupFrom}から {pickupUntil}の あいだに {pickup}で まって ください。{vehicle}が きます。{fare}えんです。',
    ],
    en: [
      'Booking no. {number}',
      'Pickup {pickupFrom}–{pickupUntil} at {pickup}, at {dropoff} by {dropoffBy}. {vehicle} ({plate}), {fare} yen.',
    ],
  },
  reminder: {
    ja: [
      'まもなくお迎えです',
      '{number}番 {pickupFrom}〜{pickupUntil}に{pickup}へお迎えに上がります。{vehicle}（{colour}、{plate}）です。ご都合が悪くなったときは、お早めにお知らせください。',
    ],
    easy: [
      'もうすぐ くるまが きます',
      '{number}ばん {pickupFrom}から {pickupUntil}の あいだに {pickup}へ きます。{colour}の {vehicle}です。',
    ],
    en: [
      'Your trip is coming up',
      'No. {number}: pickup {pickupFrom}–{pickupUntil} at {pickup}, {vehicle} ({colour}, {plate}). Tell us early if you cannot come.',
    ],
  },
  cancelled: {
    ja: ['予約を取り消しました', '{number}番 {pickupFrom}〜 {pickup}のご予約を取り消しました。'],
    easy: ['よやくを やめました', '{ofDay}{number}ばんの よやくを やめました。'],
    en: ['Booking cancelled', 'Booking no. {number}, {pickupFrom} at {pickup}, is cancelled.'],
  },
  cancelled_by_service: {
    ja: [
      '申し訳ありません。運行できません',
      '{number}番 {pickupFrom}〜 {pickup}の便を運行できなくなりました。こちらからお電話します。',
    ],
    easy: [
      'ごめんなさい。くるまが いけません',
      '{ofDay}{number}ばんの くるまは いけなく なりました。こちらから でんわを します。',
    ],
    en: [
      'We are sorry: your trip cannot run',
      'Trip no. {number}, {pickupFrom} at {pickup}, cannot run. We will call you.',
    ],
  },
  vehicle_coming: {
    ja: ['車両が向かっています', '{expected}ごろ{pickup}に着きます。{vehicle}（{colour}、{plate}）です。'],
    easy: ['くるまが きます', '{expected}ごろ {pickup}に つきます。{colour}の {vehicle}です。'],
    en: ['Your vehicle is coming', 'At {pickup} about {expected}: {vehicle} ({colour}, {plate}).'],
  },
  vehicle_waits: {
    ja: ['お待ちしています', '{pickup}で{until}までお待ちします。お気をつけてお越しください。'],
    easy: ['まって います', '{pickup}で {until}まで まちます。ゆっくり きて ください。'],
    en: ['The vehicle waits', 'It waits at {pickup} until {until}. Take your time.'],
  },
  vehicle_here: {
    ja: ['車両が着きました', '{pickup}でお待ちしています。{vehicle}（{colour}、{plate}）です。'],
    easy: ['くるまが つきました', '{pickup}に います。{colour}の {vehicle}です。'],
    en: ['Your vehicle is here', 'It waits at {pickup}: {vehicle} ({colour}, {plate}).'],
  },
  running_late: {
    ja: ['遅れています', '{number}番の車両が遅れています。見込みは{expected}ごろです。申し訳ありません。'],
    easy: ['おくれます', 'くるまが おくれて います。{expected}ごろです。ごめんなさい。'],
    en: ['Running late', 'The vehicle of no. {number} is late, expected about {expected}. We are sorry.'],
  },
  arriving_late: {
    ja: [
      '到着が遅れます',
      '{number}番は、{dropoff}への到着が遅れる見込みです。到着は{expected}ごろの見込みです。申し訳ありません。',
    ],
    easy: ['つくのが おくれます', '{dropoff}に つくのが おくれます。{expected}ごろ つきます。ごめんなさい。'],
    en: ['Arriving late', 'No. {number} will be late at {dropoff}, expected about {expected}. We are sorry.'],
  },
  no_show: {
    ja: [
      'ご乗車になれませんでした',
      '{pickup}でお待ちしましたが、{left}に出発しました。次の便は、もう一度ご予約ください。',
    ],
    easy: ['のれませんでした', '{pickup}で まちましたが、{left}に いきました。もういちど よやくして ください。'],
    en: ['We missed you', 'We waited at {pickup} and left at {left}. Please book again.'],
  },
  receipt: {
    ja: ['ご利用ありがとうございました', '{number}番 {pickup}から{dropoff}、{droppedOff}着、{fare}円でした。'],
    easy: ['ありがとう ございました', '{pickup}から {dropoff}まで、{fare}えんでした。'],
    en: ['Thank you for riding', 'No. {number}, {pickup} to {dropoff}, arrived {droppedOff}, {fare} yen.'],
  },
  corrected: {
    ja: [
      'お知らせの訂正',
      '{number}番「{told}」のお知らせは、こちらの操作の誤りでした。申し訳ありません。ご予約は有効で、このまま運行します。',
    ],
    easy: [
      'さっきの おしらせは まちがいです',
      '「{told}」は まちがいでした。ごめんなさい。{number}ばんの よやくは あります。',
    ],
    en: [
      'Correction',
      'We told you “{told}” by mistake, and we are sorry. It does not hold: your trip no. {number} goes on.',
    ],
  },
  vehicle_changed: {
    ja: [
      '車両が変わります',
      '{ofDay}{number}番は{vehicle}（{colour}、{plate}）に変わります。場所と時刻はそのままです。',
    ],
    easy: ['{ofDay}くるまが かわります', '{colour}の {vehicle}に かわります。ばしょと じかんは おなじです。'],
    en: [
      'Another vehicle comes',
      'No. {number}{ofDay} is served by {vehicle} ({colour}, {plate}). Place and time stay.',
    ],
  },
  fetched_by_other: {
    ja: [
      '別の車両がお迎えします',
      '車両の故障などのため、{vehicle}（{colour}、{plate}）がお迎えに向かいます。その場でお待ちください。',
    ],
    easy: ['べつの くるまが きます', '{colour}の {vehicle}が むかえに きます。そこで まって ください。'],
    en: [
      'Another vehicle picks you up',
      '{vehicle} ({colour}, {plate}) is coming to where you are. Please wait there.',
    ],
  },
  promise_changed: {
    ja: [
      'お約束の時刻が変わります',
      '{number}番は{pickupFrom}〜{pickupUntil} {pickup}、{dropoffBy}までに{dropoff}に変わります。ご都合が悪いときはお電話ください。',
    ],
    easy: [
      'じかんが かわります',
      '{pickupFrom}から {pickupUntil}の あいだに {pickup}に きます。こまる ときは でんわを ください。',
    ],
    en: [
      'Your promised time changes',
      'No. {number}: {pickupFrom}–{pickupUntil} at {pickup}, at {dropoff} by {dropoffBy}. Call us if that does not suit.',
    ],
  },
  stop_moved: {
    ja: ['乗り降りの場所が変わります', '{ofDay}{number}番の{end}は{stop}に変わります。'],
    easy: ['ばしょが かわります', '{ofDay}{end}は {stop}に かわります。'],
    en: ['The stop changes', 'For no. {number}{ofDay} {end} is now {stop}.'],
  },
  standing_day_refused: {
    ja: [
      'いつもの予約が取れませんでした',
      '{date}のいつもの便を予約できませんでした。{why}お電話か画面で、別の時刻をお選びください。',
    ],
    easy: [
      'いつもの よやくが できませんでした',
      '{date}の くるまは よやく できませんでした。{why}ほかの じかんを えらんで ください。',
    ],
    en: [
      'Your regular trip could not be booked',
      'Your regular trip of {date} could not be booked. {why} Please choose another time, by phone or here.',
    ],
  },
  standing_day_skipped: {
    ja: ['いつもの便はお休みです', '{date}は、いつもの便の予約をしませんでした。'],
    easy: ['いつもの くるまは おやすみです', '{date}は よやくを しませんでした。'],
    en: ['No regular trip that day', 'Your regular trip of {date} was not booked.'],
  },
  standing_day_kept: {
    ja: [
      'いつもの便の変更ができませんでした',
      '{date}のいつもの便は、新しい内容では予約できませんでした。{why}前の予約はそのままです。ご不要のときは取り消してください。',
    ],
    easy: [
      'いつもの よやくを かえられませんでした',
      '{date}の よやくは かえられませんでした。{why}まえの よやくは あります。いらない ときは とりけして ください。',
    ],
    en: [
      'Your regular trip could not be changed',
      'Your regular trip of {date} could not be booked anew. {why} The booking you had stays; cancel it if you do not need it.',
    ],
  },
  waitlist_offer: {
    ja: ['空きが出ました', 'お待ちの{ofDay}便に空きが出ました。{heldUntil}までにお返事ください。'],
    easy: ['くるまに のれます', '{ofDay}あきが できました。{heldUntil}までに えらんで ください。'],
    en: ['A place is free', 'There is room on the trip{ofDay} you wait for. Please answer by {heldUntil}.'],
  },
  waitlist_over: {
    ja: ['空きは出ませんでした', 'お待ちの便に空きが出ませんでした。申し訳ありません。'],
    easy: ['あきが ありませんでした', 'あきが できませんでした。ごめんなさい。'],
    en: ['No place became free', 'No room became free on the trip you waited for. We are sorry.'],
  },
  waitlist_not_taken: {
    ja: [
      '取り置きが終わりました',
      'お返事がなかったため、空いた席の取り置きを終えました。必要な方は、もう一度お申し込みください。',
    ],
    easy: ['とりおきが おわりました', 'へんじが なかったので、せきは ほかの ひとに まわしました。'],
    en: [
      'The seat is no longer held',
      'There was no answer in time, so the free seat is held no longer. Ask again if you still need it.',
    ],
  },
  restored: {
    ja: ['ご予約は有効です', '{number}番のご予約を元に戻しました。{pickupFrom}〜{pickupUntil} {pickup}です。'],
    easy: ['よやくは あります', '{ofDay}{number}ばんの よやくを もとに もどしました。{pickup}で まって ください。'],
    en: ['Your booking stands', 'Booking no. {number} is back: {pickupFrom}–{pickupUntil} at {pickup}.'],
  },
  service_suspended: {
    ja: ['運休のお知らせ（{reason}）', '{fromDate} {from}から{untilDate} {until}まで運休します。{message}'],
    easy: [
      'くるまは やすみです（{reason}）',
      '{fromDate} {from}から {untilDate} {until}まで くるまは はしりません。{message}',
    ],
    en: ['The service rests ({reason})', 'No vehicle runs from {fromDate} {from} until {untilDate} {until}. {message}'],
  },
  service_resumed: {
    ja: ['運行を再開します', '{fromDate} {from}から{untilDate} {until}までの運休は終わりました。'],
    easy: ['くるまが はしります', '{fromDate} {from}から {untilDate} {until}までの やすみは おわりました。'],
    en: ['The service runs again', 'The rest from {fromDate} {from} until {untilDate} {until} is over.'],
  },
  may_book_again: {
    ja: [
      '運行を再開します',
      '運休が終わりました。{number}番 {pickupFrom}〜 {pickup}のご予約は取り消したままです。必要な方は、もう一度ご予約ください。',
    ],
    easy: [
      'くるまが はしります',
      'やすみは おわりました。{ofDay}{number}ばん {pickup}の よやくは ありません。のる ひとは、もういちど よやくして ください。',
    ],
    en: [
      'The service runs again',
      'Booking no. {number}, {pickupFrom} at {pickup}, stays cancelled. If you still need the trip, please book again.',
    ],
  },
  sos: {
    ja: ['緊急：乗務員が助けを求めています', '{vehicle}（{plate}）'],
    easy: ['たすけて', '{vehicle}の うんてんしゅが たすけを よんで います。'],
    en: ['Emergency: the driver calls for help', '{vehicle} ({plate})'],
  },
  rider_cancelled: {
    ja: ['予約が取り消されました', '{number}番 {pickup}'],
    easy: ['よやくが なくなりました', '{number}ばん {pickup}'],
    en: ['A booking was cancelled', 'No. {number}, {pickup}'],
  },
  rider_added: {
    ja: ['乗客が増えました', '{number}番 {pickupFrom} {pickup}'],
    easy: ['おきゃくさまが ふえました', '{number}ばん {pickupFrom} {pickup}'],
    en: ['A rider was added', 'No. {number}, {pickupFrom} at {pickup}'],
  },
  rider_removed: {
    ja: ['乗客が別の車両に移りました', '{number}番 {pickupFrom} {pickup}は、{vehicle}がお迎えします。'],
    easy: ['おきゃくさまが へりました', '{number}ばん {pickupFrom} {pickup}は {vehicle}が むかえに いきます。'],
    en: ['A rider goes with another vehicle', 'No. {number}, {pickupFrom} at {pickup}, goes with {vehicle}.'],
  },
  vehicle_out: {
    ja: ['車両が使えません', '{vehicle}（{plate}）が運行できなくなりました。'],
    easy: ['くるまが つかえません', '{vehicle}が つかえなく なりました。'],
    en: ['A vehicle is out of service', '{vehicle} ({plate}) cannot go on.'],
  },
  vehicle_back: {
    ja: ['運行を再開できます', '{vehicle}（{plate}）の運休が終わりました。次の予定を画面でご確認ください。'],
    easy: ['また はしれます', '{vehicle}は また はしれます。つぎの よていを みて ください。'],
    en: ['The vehicle is back in service', '{vehicle} ({plate}) drives again. See your screen for what is next.'],
  },
  promise_at_risk: {
    ja: ['お約束に遅れる見込みです', '{number}番 {pickup}：約束{pickupUntil}、見込み{expected}'],
    easy: ['おくれそうです', '{number}ばん {pickup} {expected}ごろ'],
    en: ['A promise is at risk', 'No. {number} at {pickup}: promised {pickupUntil}, expected {expected}'],
  },
  dropoff_at_risk: {
    ja: ['お約束の到着に遅れる見込みです', '{number}番 {dropoff}着：約束{dropoffBy}、見込み{expected}'],
    easy: ['つくのが おくれそうです', '{number}ばん {dropoff} {expected}ごろ'],
    en: ['A drop-off is at risk', 'No. {number} at {dropoff}: promised by {dropoffBy}, expected {expected}'],
  },
  proxy_added: {
    ja: [
      '代わりに予約できる方が増えました',
      'ご家族などの方が、あなたに代わって予約できるようになりました。お心当たりがないときは、お電話ください。',
    ],
    easy: [
      'かわりに よやくが できます',
      'かぞくなどの ひとが あなたの かわりに よやくが できるように なりました。しらない ときは でんわを ください。',
    ],
    en: [
      'Somebody may book for you',
      'A person of your family or care may now book in your name. Call us if you know nothing of this.',
    ],
  },
  proxy_removed: {
    ja: ['代わりに予約できる方が減りました', 'あなたに代わって予約できる方を、お一人取り消しました。'],
    easy: ['かわりの よやくを やめました', 'かわりに よやくが できる ひとが ひとり へりました。'],
    en: ['Somebody may book for you no more', 'One person can no longer book in your name.'],
  },
  broadcast: {
    ja: ['{reason}のお知らせ', '{text}'],
    easy: ['おしらせ（{reason}）', '{text}'],
    en: ['Notice: {reason}', '{text}'],
  },
  call_rider: {
    ja: ['お電話をお願いします', '{number}番 {pickupFrom} {pickup}の方にお電話してください。'],
    easy: ['でんわを して ください', '{number}ばんの ひとに でんわを して ください。'],
    en: ['Please call the rider', 'Call the rider of no. {number}, {pickupFrom} at {pickup}.'],
  },
};

/** Which parameter stands behind each name in the texts; the first one that is there. */
const sources: Readonly<Record<string, readonly string[]>> = {
  pickup: ['pickupName'],
  dropoff: ['dropoffName'],
  vehicle: ['vehicleName'],
  plate: ['vehiclePlate'],
  colour: ['vehicleColour'],
  stop: ['stopName'],
  fare: ['fareYen'],
  pickupFrom: ['pickupFromSec'],
  ofDay: ['pickupFromSec'],
  pickupUntil: ['pickupUntilSec'],
  dropoffBy: ['dropoffBySec'],
  expected: ['expectedSec', 'expectedPickupSec', 'expectedDropoffSec', 'arrivedSec'],
  heldUntil: ['heldUntilSec'],
  left: ['leftSec'],
  from: ['fromSec'],
  until: ['untilSec'],
  droppedOff: ['droppedOffSec'],
};

/** To whom a text is said, and when. */
export interface Hearer {
  readonly language: Language;
  /** Whose clocks and calendar count. */
  readonly world: Pick<ServiceWorld, 'area' | 'calendar'>;
  /** Days other than the one of this moment are named (rule NT18). */
  readonly saidSec: number;
  /** By a voice: nothing is abbreviated. */
  readonly isSpoken?: boolean;
}

/** The text of a notice; times are shown as the clock of the area's time zone. */
export function noticeText(template: TextTemplate, parameters: NoticeParameters, hearer: Hearer): NoticeText {
  const [title, body] = texts[template][hearer.language];
  return { title: filled(title, parameters, hearer), body: filled(body, parameters, hearer).trim() };
}

function filled(text: string, parameters: NoticeParameters, hearer: Hearer): string {
  const day = daysOf(hearer);
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => said(name, parameters, hearer, day));
}

/** A day in words; empty when a time without one is taken to be on it: today, or the day that was named last. */
type NamedDay = (date: string, isAlwaysNamed?: boolean) => string;

function daysOf({ language, world, saidSec, isSpoken = false }: Hearer): NamedDay {
  let understood = world.calendar.dateAt(saidSec);
  return (date, isAlwaysNamed = false) => {
    if (date === understood && !isAlwaysNamed) return '';
    understood = date;
    return dayWords(date, language, isSpoken);
  };
}

function said(name: string, parameters: NoticeParameters, hearer: Hearer, day: NamedDay): string {
  const { language } = hearer;
  if (name === 'end') return endWords[parameters['visit'] === 'dropoff' ? 'dropoff' : 'pickup'][language];
  const source = (sources[name] ?? [name]).find((one) => parameters[one] !== undefined);
  if (source === undefined) return '';
  const value = parameters[source]!;
  if (name === 'told') return noticeText(value as TextTemplate, parameters, hearer).title;
  if (typeof value === 'object') return nameIn(value, language);
  if (typeof value === 'string') return /date$/i.test(name) ? day(value, true) : value;
  return source.endsWith('Sec') ? saidTime(name, value, hearer, day) : String(value);
}

const endWords = {
  pickup: { ja: '乗る場所', easy: 'のる ばしょ', en: 'the stop where you get on' },
  dropoff: { ja: '降りる場所', easy: 'おりる ばしょ', en: 'the stop where you get off' },
} as const;

function saidTime(name: string, atSec: number, { language, world }: Hearer, day: NamedDay): string {
  const words = day(world.calendar.dateAt(atSec));
  if (name === 'ofDay') return words && { ja: `${words}の`, easy: `${words}の `, en: ` of ${words}` }[language];
  return `${words} ${clockTime(atSec, world.area.timeZone)}`.trimStart();
}

/** Names have readings: in easy Japanese nothing is written in kanji where one is known. */
function nameIn(name: LocalText, language: Language): string {
  if (language === 'easy') return name.easy ?? name.kana ?? name.ja;
  return name[language] ?? name.ja;
}
