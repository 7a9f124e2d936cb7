/** What is personal of a rider: sealed in the store, found by blind indexes, and never in the ledger. */
import type { NoticeWish, ProfileChange, RiderOrder } from '@noriai/core/contracts/accounts.ts';
import type { AccountParts } from './accounts.ts';
import type { Account } from './account-store.ts';

export interface RiderCard extends RiderOrder {
  /** In the form of `phoneOf`. */
  readonly phone: string | null;
  /** Browsers of this rider that agreed to push messages. */
  readonly pushSubscriptions?: readonly PushSubscription[];
}

export interface PushSubscription {
  readonly endpoint: string;
  /** The browser's public key and secret, base64url. */
  readonly p256dh: string;
  readonly auth: string;
}

export const noWish: NoticeWish = {
  channels: ['push', 'line', 'sms', 'email'],
  quietHours: { from: '21:00', until: '07:00' },
  email: null,
  lineUserId: null,
  reminderMinutes: 30,
};
export const emptyCard: RiderCard = {
  name: '',
  kana: '',
  language: 'ja',
  needs: '',
  notes: '',
  wish: noWish,
  phone: null,
  memberNumber: null,
};

/** One form for all ways to write a number: `090-1234-5678` and `+81 90 1234 5678` are `+819012345678`. */
export function phoneOf(text: string, countryCode = '81'): string {
  const digits = text.normalize('NFKC').replaceAll(/[^0-9+]/g, '');
  if (digits.startsWith('+')) return digits;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  return digits.startsWith('0') ? `+${countryCode}${digits.slice(1)}` : `+${digits}`;
}

export function cardOf({ vault }: AccountParts, account: Account): RiderCard | null {
  return account.sealed === null ? null : (JSON.parse(vault.open(account.sealed)) as RiderCard);
}

export function sealCard({ vault }: AccountParts, card: RiderCard): string {
  return vault.seal(JSON.stringify(card));
}

export const phoneLookup = ({ vault }: AccountParts, phone: string): string => vault.blind('phone', phoneOf(phone));
export const memberLookup = ({ vault }: AccountParts, memberNumber: string): string =>
  vault.blind('member', memberNumber);

export function lookupsOfCard(parts: AccountParts, { phone, memberNumber }: RiderCard): string[] {
  return [
    ...(phone === null ? [] : [phoneLookup(parts, phone)]),
    ...(memberNumber === null ? [] : [memberLookup(parts, memberNumber)]),
  ];
}

/** The card with what the rider may change; phone, member number and the desk's notes stay. */
export function changedByRider(card: RiderCard, change: ProfileChange): RiderCard {
  return { ...card, ...change };
}
