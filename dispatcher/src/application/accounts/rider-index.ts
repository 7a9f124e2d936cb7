/**
 * Finds riders for the desk while somebody is on the phone: by the beginning of a name or its reading, by digits of the
 * phone number, by member number. The cards are opened once and kept in memory in a form for searching; the store has
 * them sealed. 20,000 riders: about 0.3 s to open, about 2 ms a search.
 */
import type { RiderHits } from '@noriai/core/contracts/accounts.ts';
import { openedOrNull } from './account-ports.ts';
import type { Account } from './account-store.ts';
import type { AccountParts } from './accounts.ts';
import { cardOf, phoneOf, type RiderCard } from './rider-cards.ts';

/** Whether the desk blocked a rider is not the accounts' to know. */
type Hit = Omit<RiderHits['riders'][number], 'isBlocked'>;

interface Indexed {
  readonly hit: Hit;
  /** Names and readings, each part and the whole, in the form of `searchForm`. */
  readonly words: readonly string[];
  readonly digits: string;
}

const MOST_HITS = 20;

export class RiderIndex {
  private readonly parts: AccountParts;
  private readonly onClosed: (riderIds: readonly string[]) => void;
  private byId: Map<string, Indexed> | null = null;
  private closedCount = 0;
  private mark = 0;

  /** @param onClosed told of riders who cannot be found because the key of their cards is gone, once */
  constructor(parts: AccountParts, onClosed: (riderIds: readonly string[]) => void = () => {}) {
    this.parts = parts;
    this.onClosed = onClosed;
  }

  /** Best first: exact member number, then by reading. */
  search(text: string): { readonly riders: readonly Hit[]; readonly isAll: boolean } {
    const riders = this.riders();
    const wanted = searchForm(text);
    const digits = text.normalize('NFKC').replaceAll(/[^0-9+]/g, '');
    const isNumber = digits.length >= 3 && wanted.replaceAll(/[0-9+()-]/g, '') === '';
    const found = isNumber ? this.byDigits(riders, digits) : this.byWord(riders, wanted);
    found.sort((a, b) => (a.kana < b.kana ? -1 : a.kana > b.kana ? 1 : a.riderId < b.riderId ? -1 : 1));
    if (isNumber) found.sort((a, b) => Number(b.memberNumber === digits) - Number(a.memberNumber === digits));
    return { riders: found.slice(0, MOST_HITS), isAll: found.length <= MOST_HITS };
  }

  /** After a change by this program; null takes the rider out. */
  put(riderId: string, card: RiderCard | null): void {
    if (card === null) this.byId?.delete(riderId);
    else this.byId?.set(riderId, indexed(riderId, card));
  }

  private byDigits(riders: Iterable<Indexed>, digits: string): Hit[] {
    const phone = phoneOf(digits);
    return [...riders]
      .filter(({ hit, digits: own }) => hit.memberNumber === digits || own.startsWith(phone) || own.endsWith(digits))
      .map(({ hit }) => hit);
  }

  private byWord(riders: Iterable<Indexed>, wanted: string): Hit[] {
    if (wanted === '') return [];
    return [...riders].filter(({ words }) => words.some((word) => word.startsWith(wanted))).map(({ hit }) => hit);
  }

  /** Opened anew when another program wrote to the store. */
  private riders(): Iterable<Indexed> {
    const mark = this.parts.store.changeMark();
    if (this.byId === null || mark !== this.mark) {
      const active = this.parts.store.accountsOf('rider').filter(({ status }) => status === 'active');
      this.byId = this.opened(active);
      this.mark = mark;
    }
    return this.byId.values();
  }

  private opened(riders: readonly Account[]): Map<string, Indexed> {
    const byId = new Map<string, Indexed>();
    const closed: string[] = [];
    for (const account of riders) {
      const card = openedOrNull(() => cardOf(this.parts, account));
      if (card) byId.set(account.accountId, indexed(account.accountId, card));
      else closed.push(account.accountId);
    }
    if (closed.length > this.closedCount) this.onClosed(closed);
    this.closedCount = closed.length;
    return byId;
  }
}

function indexed(riderId: string, { name, kana, phone, memberNumber }: RiderCard): Indexed {
  const words = [name, kana].flatMap((text) => [text, ...text.split(/[\s　]+/).slice(1)]).map(searchForm);
  return {
    hit: { riderId, name, kana, phone, memberNumber },
    words: words.filter((word) => word !== ''),
    digits: phone ?? '',
  };
}

/** Katakana and hiragana, wide and narrow, large and small letters, with or without spaces: all the same. */
export function searchForm(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replaceAll(/\s+/g, '');
}
