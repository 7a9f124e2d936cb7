/** The landing page in Japanese. */
export const ja = {
  subtitle: 'オンデマンド乗合交通',
  title: '予約に合わせて走る、乗合の車',
  lead: (area: string) =>
    `${area}の乗合サービスです。電話かこのページで予約すると、近くを通る方どうしを1台にまとめて、お約束の時間にお迎えします。`,
  enter: 'どのページを使いますか',
  rider: '予約する',
  riderText: '乗る場所、行き先、時刻、人数をえらんで予約します。',
  driver: '乗務員の画面',
  driverText: '次の停車と乗る方を確かめ、到着・乗車・降車を記録します。',
  open: 'いま運行しています',
  closed: 'いまは運行していません',
  fleet: 'いまの車両',
  fleetMapText: '地図と下の一覧は同じ内容です。',
  inService: '運行中',
  offDuty: '待機（乗務員なし）',
  onBoard: (onBoard: number, seats: number) => `${onBoard}人乗車中（定員${seats}人）`,
  bookings: (count: number) => `予約 ${count}件`,
  nextStop: (stop: string) => `次は ${stop}`,
  near: (stop: string) => `${stop}の近く`,
  figures: '今日の数字',
  figureNames: {
    requests: '問い合わせ',
    booked: '予約',
    completed: '運んだ予約',
    shared: '乗り合わせた予約',
    refused: 'お断り',
    cancelled: '取り消し',
    noShow: '会えなかった予約',
    latePickups: '約束より遅れたお迎え',
  },
  count: (count: number) => `${count}件`,
  demoTitle: 'お試し（デモ）について',
  demoLines: [
    'コンピューターの中の利用者と乗務員が、本物と同じ窓口（公開API）を使って動いています。',
    '予約のページで予約すると、あなたの予約もいっしょに組み込まれます。',
    '乗務員の画面で車両をえらぶと、その車両はコンピューターからあなたに引き継がれます。',
  ],
  demoShift: (clock: string) =>
    `運行時間の外でも見られるように、デモの時計は実際の時刻とちがいます。デモでは、いま${clock}です。`,
  modelTitle: '模擬の道路について',
  modelText:
    'この町の道路、建物、乗り場は、公表されている数字をもとにプログラムが作った模擬のものです。実際の道案内には使えません。',
  technical: '連携・管理される方へ',
  links: {
    api: 'APIの説明',
    openapi: 'OpenAPI（JSON）',
    health: '稼働状態',
    metrics: '計測値（Prometheus形式）',
  },
  version: (version: string) => `のりあい ${version}`,
};
export type LandingTexts = typeof ja;
