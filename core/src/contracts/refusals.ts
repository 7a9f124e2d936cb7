/**
 * Every "no" that is part of the service, once: its code, HTTP status and plain text in Japanese, easy Japanese (やさしい日本語)
 * and English. `tcrp` is the nearest reason of the transactional data specification (TCRP 210), where there is one.
 */
import type { TcrpReason } from './tcrp.ts';
import type { RefusalReason } from './trips.ts';

export interface Refusal {
  readonly status: number;
  readonly ja: string;
  readonly easy: string;
  readonly en: string;
  readonly tcrp?: TcrpReason;
}

const tripRefusals = {
  not_in_service_area: {
    status: 200,
    ja: 'その場所は運行区域の外です。',
    easy: 'そこには、くるまが いけません。',
    en: 'That place is outside the service area.',
    tcrp: 'NOT_IN_SERVICE_AREA',
  },
  outside_service_hours: {
    status: 200,
    ja: 'その時刻は運行時間外です。',
    easy: 'そのじかんは、くるまが はしって いません。',
    en: 'The service does not run at that time.',
    tcrp: 'INVALID_SERVICE_HOURS',
  },
  too_far_ahead: {
    status: 200,
    ja: 'その日の予約はまだ受け付けていません。',
    easy: 'そのひの よやくは、まだ できません。',
    en: 'Bookings for that day have not opened yet.',
    tcrp: 'INVALID_SERVICE_HOURS',
  },
  in_the_past: {
    status: 200,
    ja: 'その時刻は過ぎています。',
    easy: 'そのじかんは、もう すぎました。',
    en: 'That time has passed.',
    tcrp: 'INVALID_SERVICE_HOURS',
  },
  no_stop_within_walk: {
    status: 200,
    ja: '出発地から歩いて行ける範囲に乗り場がありません。',
    easy: 'でかける ところから あるいて いける のりばが ありません。',
    en: 'There is no stop within walking distance of where you start.',
    tcrp: 'INVALID_PICKUP_ADDRESS',
  },
  no_stop_near_destination: {
    status: 200,
    ja: '行き先まで歩いて行ける停留所がありません。',
    easy: 'いきさきまで あるいて いける ていりゅうじょが ありません。',
    en: 'There is no stop within walking distance of where you are going.',
    tcrp: 'INVALID_DROPOFF_ADDRESS',
  },
  same_stop: {
    status: 200,
    ja: '乗る場所と降りる場所が同じです。',
    easy: 'のる ところと おりる ところが おなじです。',
    en: 'The trip begins and ends at the same stop.',
    tcrp: 'INVALID_DROPOFF_ADDRESS',
  },
  stop_closed: {
    status: 200,
    ja: 'その乗り場はその日お休みです。',
    easy: 'その のりばは、そのひ つかえません。',
    en: 'That stop is closed on that day.',
    tcrp: 'UNABLE_TO_SERVICE_TRIP',
  },
  stop_unknown: {
    status: 200,
    ja: 'その乗り場は見つかりません。',
    easy: 'その のりばは、ありません。',
    en: 'That stop does not exist.',
    tcrp: 'INVALID_PICKUP_ADDRESS',
  },
  street_closed: {
    status: 200,
    ja: '乗り場の前の道路が通行止めです。',
    easy: 'みちが とおれません。のりばに くるまが いけません。',
    en: 'The street at that stop is closed.',
    tcrp: 'UNABLE_TO_SERVICE_TRIP',
  },
  party_too_large: {
    status: 200,
    ja: '人数が多く、1回の予約では受けられません。',
    easy: 'ひとが おおすぎて、1かいの よやくでは のれません。',
    en: 'That is more people than one booking may have.',
    tcrp: 'UNABLE_TO_SERVICE_TRIP',
  },
  no_wheelchair_place: {
    status: 200,
    ja: '車いすのまま乗れる車両がありません。',
    easy: 'くるまいすで のれる くるまが ありません。',
    en: 'No vehicle has enough wheelchair places.',
    tcrp: 'WRONG_SERVICE_LEVEL',
  },
  service_suspended: {
    status: 200,
    ja: '台風や雪などのため、その時間は運休します。',
    easy: 'てんきなどの ために、そのじかんは おやすみです。',
    en: 'The service rests at that time because of the weather or another emergency.',
    tcrp: 'INVALID_SERVICE_HOURS',
  },
  no_vehicle_available: {
    status: 200,
    ja: 'その時間は予約でいっぱいです。',
    easy: 'そのじかんは、よやくで いっぱいです。',
    en: 'All vehicles are taken at that time.',
    tcrp: 'NO_VEHICLES_AVAILABLE',
  },
  no_vehicle_in_service: {
    status: 200,
    ja: 'いま運行中の車両がありません。',
    easy: 'いま、はしって いる くるまが ありません。',
    en: 'No vehicle is in service now.',
    tcrp: 'NO_VEHICLES_AVAILABLE',
  },
  no_road_between: {
    status: 200,
    ja: '車が通れる道がありません。',
    easy: 'くるまが とおれる みちが ありません。',
    en: 'No street leads there for our vehicles.',
    tcrp: 'UNABLE_TO_SERVICE_TRIP',
  },
  zones_not_allowed: {
    status: 200,
    ja: 'その区間はご利用いただけません。',
    easy: 'そこから そこまでは、のれません。',
    en: 'Trips between those two places are not allowed.',
    tcrp: 'NOT_IN_SERVICE_AREA',
  },
  no_child_seat: {
    status: 200,
    ja: 'チャイルドシートのある車両がありません。',
    easy: 'こどもの いすが ある くるまが ありません。',
    en: 'No vehicle has the child seats you need.',
    tcrp: 'UNABLE_TO_SERVICE_TRIP',
  },
  no_luggage_room: {
    status: 200,
    ja: '荷物を載せられる車両がありません。',
    easy: 'にもつが のる くるまが ありません。',
    en: 'No vehicle has room for what you bring.',
    tcrp: 'UNABLE_TO_SERVICE_TRIP',
  },
  no_fitting_vehicle: {
    status: 200,
    ja: 'ご希望に合う車両がありません。',
    easy: 'つかえる くるまが ありません。',
    en: 'No vehicle has the equipment you need.',
    tcrp: 'WRONG_SERVICE_LEVEL',
  },
  need_not_supported: {
    status: 200,
    ja: 'このサービスではお手伝いできない内容です。電話でご相談ください。',
    easy: 'この サービスでは できません。でんわで きいて ください。',
    en: 'This service cannot help with that need. Please call us.',
    tcrp: 'WRONG_SERVICE_LEVEL',
  },
  too_many_companions: {
    status: 200,
    ja: '付き添いの人数が決まりを超えています。',
    easy: 'つきそいの ひとが おおすぎます。',
    en: 'There are more companions than the rules allow.',
    tcrp: 'INVALID_USER',
  },
  rider_blocked: {
    status: 200,
    ja: 'この利用者の予約は受け付けていません。電話でお問い合わせください。',
    easy: 'いまは よやく できません。でんわで きいて ください。',
    en: 'Bookings for this rider are not taken. Please call us.',
    tcrp: 'INVALID_USER',
  },
  rider_suspended: {
    status: 200,
    ja: '直前の取り消しや来られなかったことが続いたため、しばらく予約できません。',
    easy: 'キャンセルが おおかったので、しばらく よやく できません。',
    en: 'After several late cancellations or no-shows, booking is paused for a while.',
    tcrp: 'INVALID_USER',
  },
  too_many_trips: {
    status: 200,
    ja: '1日に利用できる回数を超えています。',
    easy: '1にちに のれる かいすうを こえて います。',
    en: 'That is more trips in one day than the rules allow.',
    tcrp: 'INVALID_USER',
  },
  too_many_bookings: {
    status: 200,
    ja: '同時に持てる予約の数を超えています。',
    easy: 'よやくが おおすぎます。',
    en: 'That is more bookings at once than the rules allow.',
    tcrp: 'INVALID_USER',
  },
  departure_unknown: {
    status: 200,
    ja: 'その列車・バスは時刻表に見つかりません。',
    easy: 'その でんしゃは、じこくひょうに ありません。',
    en: 'That departure is not in the timetable.',
    tcrp: 'UNABLE_TO_SERVICE_TRIP',
  },
  departure_not_running: {
    status: 200,
    ja: 'その列車・バスはその日は運行しません。',
    easy: 'その でんしゃは、そのひ はしりません。',
    en: 'That departure does not run on that day.',
    tcrp: 'UNABLE_TO_SERVICE_TRIP',
  },
  departure_elsewhere: {
    status: 200,
    ja: 'その列車・バスは行き先の駅から出ません。',
    easy: 'その でんしゃは、いきさきの えきから でません。',
    en: 'That departure is not from the place you are going to.',
    tcrp: 'INVALID_DROPOFF_ADDRESS',
  },
  no_door_service: {
    status: 200,
    ja: '玄関先までの送迎は、この場所またはこの方にはご利用いただけません。',
    easy: 'いえの まえまでは いけません。',
    en: 'Door-to-door service is not available here or for this rider.',
    tcrp: 'WRONG_SERVICE_LEVEL',
  },
  return_not_possible: {
    status: 200,
    ja: '行きは取れますが、帰りの便が取れません。',
    easy: 'かえりの くるまが ありません。',
    en: 'The way there can be had, but not the way back.',
    tcrp: 'NO_VEHICLES_AVAILABLE',
  },
  not_together: {
    status: 200,
    ja: 'その予約とは一緒に乗れません。',
    easy: 'その よやくと いっしょに のれません。',
    en: 'That trip cannot be made together with the other booking.',
    tcrp: 'UNABLE_TO_SERVICE_TRIP',
  },
} as const satisfies Record<RefusalReason, Refusal & { readonly tcrp: TcrpReason }>;

const commandRefusals = {
  bad_request: {
    status: 400,
    ja: '入力に誤りがあります。',
    easy: 'にゅうりょくが まちがって います。',
    en: 'The request has mistakes.',
  },
  not_signed_in: {
    status: 401,
    ja: '利用者の確認ができません。もう一度はじめからお願いします。',
    easy: 'もういちど、はじめから してください。',
    en: 'The access token is missing or unknown.',
  },
  not_yours: {
    status: 403,
    ja: 'この操作はできません。',
    easy: 'これは できません。',
    en: 'This is not yours to see or change.',
  },
  not_found: { status: 404, ja: '見つかりません。', easy: 'ありません。', en: 'There is no such thing.' },
  wrong_code: {
    status: 403,
    ja: '乗務員コードが違います。',
    easy: 'コードが ちがいます。',
    en: 'The driver code is wrong.',
  },
  wrong_credentials: {
    status: 403,
    ja: '名前・番号または暗証が違います。',
    easy: 'なまえ・ばんごうか、あんしょうが ちがいます。',
    en: 'The name or number, or the password or code, is wrong.',
  },
  second_factor_needed: {
    status: 403,
    ja: '確認コードを入力してください。',
    easy: 'かくにんコードを いれて ください。',
    en: 'Give the code of your second factor, too.',
  },
  already_exists: {
    status: 409,
    ja: 'その番号または名前はすでに登録されています。',
    easy: 'その ばんごうか なまえは、もう あります。',
    en: 'That number or name is in use already.',
  },
  last_admin: {
    status: 409,
    ja: '使える管理者がいなくなります。先に別の管理者を登録してください。',
    easy: 'かんりしゃが いなく なります。さきに、べつの かんりしゃを いれて ください。',
    en: 'No active admin would be left. Add another one first.',
  },
  still_booked: {
    status: 409,
    ja: '予約が残っています。先に取り消すか、乗車後にお願いします。',
    easy: 'よやくが あります。さきに、とりけして ください。',
    en: 'There are bookings left. Cancel them first, or come back after the trip.',
  },
  locked_out: {
    status: 429,
    ja: '何度も続けて試されたため、しばらく受け付けられません。時間をおいてお試しください。',
    easy: 'なんども つづけて ためしました。すこし まって ください。',
    en: 'Too many attempts in a row. Please wait before the next one.',
  },
  offer_gone: {
    status: 409,
    ja: 'この便の取り置き時間が過ぎました。もう一度さがしてください。',
    easy: 'じかんが すぎました。もういちど さがして ください。',
    en: 'This offer has expired. Please search again.',
  },
  already_booked: {
    status: 409,
    ja: 'すでに予約済みです。',
    easy: 'もう よやく しました。',
    en: 'This request is booked already.',
  },
  too_late_to_cancel: {
    status: 409,
    ja: '乗車後は取り消せません。',
    easy: 'のった あとは、やめられません。',
    en: 'A trip cannot be cancelled after boarding.',
  },
  already_ended: {
    status: 409,
    ja: 'この予約は終わっています。',
    easy: 'この よやくは おわりました。',
    en: 'This booking has ended.',
  },
  vehicle_taken: {
    status: 409,
    ja: 'この車両にはほかの乗務員が乗務中です。',
    easy: 'この くるまは、ほかの ひとが つかって います。',
    en: 'Another driver is signed on to this vehicle.',
  },
  not_signed_on: {
    status: 409,
    ja: '乗務を開始してください。',
    easy: 'さきに、はじめて ください。',
    en: 'Sign on to the vehicle first.',
  },
  riders_on_board: {
    status: 409,
    ja: 'お客様が乗車中または予約が残っています。',
    easy: 'まだ、おきゃくさまが います。',
    en: 'There are riders on board or bookings left.',
  },
  wrong_order: {
    status: 409,
    ja: 'いまはこの操作はできません。',
    easy: 'いまは、できません。',
    en: 'This cannot be done now.',
  },
  already_out: {
    status: 409,
    ja: 'この車両はすでに運休中です。',
    easy: 'この くるまは、もう おやすみ です。',
    en: 'This vehicle is out of service already.',
  },
  would_break_promise: {
    status: 409,
    ja: 'ほかのお客様との約束を守れなくなります。',
    easy: 'ほかの ひととの やくそくを まもれません。',
    en: 'A promise to another rider could not be kept.',
  },
  preview_outdated: {
    status: 409,
    ja: '確認した後で状況が変わりました。もう一度確認してください。',
    easy: 'ようすが かわりました。もういちど みて ください。',
    en: 'Things have changed since the preview. Look at the new one first.',
  },
  too_late_to_undo: {
    status: 409,
    ja: '取り消せる時間を過ぎたか、状況が変わりました。',
    easy: 'もう もどせません。',
    en: 'It is too late to take this back, or things have changed since.',
  },
  no_roll_call: {
    status: 409,
    ja: '乗務前点呼の記録がありません。',
    easy: 'てんこの きろくが ありません。',
    en: 'There is no roll call that lets this driver begin.',
  },
  hours_exceeded: {
    status: 409,
    ja: '改善基準告示の限度を超えます。',
    easy: 'はたらく じかんが ながすぎます。',
    en: 'The hours-of-work rules do not allow this.',
  },
  too_early_for_no_show: {
    status: 409,
    ja: 'まだお待ちください。約束の時刻になっていません。',
    easy: 'もう すこし まって ください。',
    en: 'Please wait longer before recording a no-show.',
  },
  limit_reached: {
    status: 409,
    ja: '決められた数を超えるため、登録できません。',
    easy: 'これいじょう できません。',
    en: 'That is more than the rules allow.',
  },
  open_return_ended: {
    status: 409,
    ja: 'この帰りの便は、もう呼べません。もう一度さがしてください。',
    easy: 'この かえりの くるまは、もう よべません。',
    en: 'This return can no longer be called. Please search again.',
  },
  key_reused: {
    status: 422,
    ja: '同じ送信番号で違う内容が送られました。',
    easy: 'もういちど、はじめから してください。',
    en: 'The idempotency key was used before with another content.',
  },
  too_many_requests: {
    status: 429,
    ja: 'しばらく待ってからお試しください。',
    easy: 'すこし まって ください。',
    en: 'Too many requests. Please wait a moment.',
  },
  busy: {
    status: 503,
    ja: 'ただいま混み合っています。少し待ってお試しください。',
    easy: 'すこし まって、もういちど してください。',
    en: 'The service cannot take this now. Please try again shortly.',
  },
  key_missing: {
    status: 503,
    ja: '個人情報の鍵がないため、開けません。システムの管理者に連絡してください。',
    easy: 'なまえや ばんごうを ひらけません。でんわを してください。',
    en: 'The key of this personal data is missing. Tell whoever runs the service.',
  },
  internal_error: {
    status: 500,
    ja: 'システムの不具合です。電話でお問い合わせください。',
    easy: 'きかいの ちょうしが わるいです。でんわを してください。',
    en: 'Something is wrong on our side. Please call us.',
  },
} as const satisfies Record<string, Refusal>;

export const refusals = { ...tripRefusals, ...commandRefusals };
export type CommandRefusal = keyof typeof commandRefusals;
export type RefusalCode = keyof typeof refusals;
