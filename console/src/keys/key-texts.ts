/** What the keys do, in words. */
import { catalogue } from '@noriai/ui/texts/language.ts';

const ja = {
  help: 'キーの使い方',
  helpButton: 'キー（F1）',
  close: '閉じる',
  undo: '元に戻す（Ctrl+Z）',
  undone: '元に戻しました。',
  questionMark: '「?」キーでもこの説明を開く',
  everywhere: 'どの画面でも',
  atDesk: '電話受付',
  onBoard: '運行一覧',
  inLists: '入力らんと一覧',
  keys: {
    help: 'この説明を開く',
    nextCall: '次の電話を始める',
    park: '電話を保留にする',
    digits: '便や代わりの案をその番号で予約する（一覧の中で）',
    alarm: 'いちばん上の警報に対応する',
    board: '運行一覧を開く',
    undo: '直前の操作を元に戻す（入力らんの外で）',
    enter: '次のらんへ進む・えらんだものに決める',
    arrows: '候補や便をえらぶ',
    escape: '候補・質問・詳細を閉じる',
    tab: '次の部品へ（Shift+Tabで前へ）',
    barArrows: '予約から予約へ動く',
    barEnter: '予約を詳しく見る。移す・取り消す',
  },
};
export type KeyTexts = typeof ja;

const easy: KeyTexts = {
  help: 'キーの つかいかた',
  helpButton: 'キー（F1）',
  close: 'とじる',
  undo: 'もとに もどす（Ctrl+Z）',
  undone: 'もとに もどしました。',
  questionMark: '「?」キーでも ひらく',
  everywhere: 'どこでも',
  atDesk: 'でんわ うけつけ',
  onBoard: 'うんこう',
  inLists: 'かく ところ・リスト',
  keys: {
    help: 'この せつめいを ひらく',
    nextCall: 'つぎの でんわ',
    park: 'でんわを ほりゅうに する',
    digits: 'びんを ばんごうで よやくする',
    alarm: 'いちばん うえの けいほうを みる',
    board: 'うんこうを ひらく',
    undo: 'いまの ことを もとに もどす',
    enter: 'つぎへ・きめる',
    arrows: 'えらぶ',
    escape: 'とじる',
    tab: 'つぎの ところへ（Shift+Tabで まえへ）',
    barArrows: 'よやくから よやくへ',
    barEnter: 'よやくを みる',
  },
};

const en: KeyTexts = {
  help: 'Keys',
  helpButton: 'Keys (F1)',
  close: 'Close',
  undo: 'Undo (Ctrl+Z)',
  undone: 'Undone.',
  questionMark: 'The “?” key opens this help, too',
  everywhere: 'On every screen',
  atDesk: 'Phone desk',
  onBoard: 'Fleet board',
  inLists: 'Lines and lists',
  keys: {
    help: 'Open this help',
    nextCall: 'Begin the next call',
    park: 'Put the call on hold',
    digits: 'Book the trip or counter-offer of that number (in its list)',
    alarm: 'Take on the first alarm',
    board: 'Open the fleet board',
    undo: 'Undo the last action (outside of text lines)',
    enter: 'On to the next line; take what is chosen',
    arrows: 'Choose among suggestions or trips',
    escape: 'Close suggestions, questions, details',
    tab: 'Next part (Shift+Tab: previous)',
    barArrows: 'From trip to trip',
    barEnter: 'Open a trip, to move or cancel it',
  },
};

export const keyCatalogue = { ja, easy, en };
export const keyTexts = catalogue<KeyTexts>(keyCatalogue);
