/** Desk and fleet in Japanese: the words of dispatchers. */
import type { BookingStatus } from '@noriai/core/contracts/trips.ts';

export const ja = {
  subtitle: '受付と運行',
  desk: '電話受付',
  board: '運行一覧',
  manifest: '運行表（印刷）',
  alarms: '警報',
  audit: '操作の記録',

  // 入るとき
  signInTitle: '担当者の確認',
  loginName: '担当者名（英数字）',
  password: 'パスワード',
  secondFactor: '確認コード',
  signIn: '始める',
  signingIn: '確認しています…',
  signOut: '終わる',
  signedInAs: (name: string) => `担当：${name}`,

  // 新しさ
  asOf: (clock: string) => `${clock}の内容`,
  oldCopy: (minutes: number) => `通信が切れています。${minutes}分前の控えです。`,
  noBoard: 'まだ運行の内容が届いていません。',

  // 一覧
  vehicles: '車両',
  now: 'いま',
  driver: '乗務員',
  noDriver: '乗務員なし',
  demoDriver: '（デモ）',
  onBoard: (people: number, seats: number) => `乗車中 ${people}／${seats}`,
  nextStop: '次の停車',
  noNext: '予定なし',
  slack: 'ゆとり',
  slackMinutes: (minutes: number) => (minutes < 0 ? `${-minutes}分おくれ` : `${minutes}分`),
  positionUnknown: '位置不明',
  positionNear: (stop: string) => `${stop}の近く`,
  trips: '予約',
  noTrips: '今日の予約はまだありません。',
  number: (number: number) => `${number}番`,
  people: (count: number) => `${count}人`,
  wheelchairs: (count: number) => `車いす${count}`,
  promise: '約束',
  expected: '見こみ',
  window: (from: string, until: string) => `${from}〜${until}`,
  arriveBy: (clock: string) => `${clock}までに着`,
  late: 'おくれ',
  from: '乗る場所',
  to: '行き先',
  status: '状態',
  statuses: {
    booked: '予約',
    on_the_way: '向かっている',
    arrived: '到着',
    on_board: '乗車中',
    completed: '完了',
    no_show: '来られず',
    cancelled: '取消',
  } satisfies Record<BookingStatus, string> as Record<BookingStatus, string>,
  timeline: '時間の帯',
  timelineHelp: '左右・上下の矢印キーで予約をえらび、Enterで詳しく見ます。',
  tripLabel: (number: number, vehicle: string, from: string, to: string, status: string) =>
    `${number}番 ${vehicle} ${from}から${to}へ ${status}`,
  viewTimeline: '時間の帯',
  viewList: '一覧表',
  viewMap: '地図',
  stops: '停車の予定',
  boardHere: (numbers: string) => `乗る ${numbers}`,
  leaveHere: (numbers: string) => `降りる ${numbers}`,
  close: '閉じる',
  cancelTrip: 'この予約を取り消す',

  // 警報
  alarmBar: (count: number) => `対応が必要です：${count}件`,
  alarmKinds: {
    late: (vehicle: string, numbers: string, minutes: number) =>
      `${vehicle}：${numbers} が約束より${minutes}分おくれる見こみです`,
    no_driver: (vehicle: string, numbers: string, minutes: number) =>
      minutes <= 0
        ? `${vehicle}：${numbers} の時刻を過ぎましたが、乗務員がいません`
        : `${vehicle}：あと${minutes}分で ${numbers}。乗務員がいません`,
    not_moving: (vehicle: string, numbers: string, minutes: number) =>
      `${vehicle}：${numbers} へ${minutes}分おくれています。連絡してください`,
  },
  takeOn: '対応する',
  takenOn: '対応中',
  noAlarms: '対応が必要なことはありません。',
  soundHint: '新しい警報は音でお知らせします。この画面を開いたままにしてください。',

  // 印刷
  manifestTitle: (day: string) => `運行表 ${day}`,
  print: '印刷する',
  time: '時刻',
  stop: '停留所',
  fare: '料金',
  check: '済',
  noWork: '予定なし',
  party: '人数',
};
export type ConsoleTexts = typeof ja;
