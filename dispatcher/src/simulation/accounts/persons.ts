/** What people do to their accounts: sign in by code, rightly and wrongly, look, change, lend their word to family, leave. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import type { NoticeWish, ProfileChange } from '@noriai/core/contracts/accounts.ts';
import type { Town } from '../town.ts';
import type { Person } from './people.ts';
import { personalText } from './personal-data.ts';

type Deed = (town: Town, person: Person, random: Random) => Promise<void>;

/** Out of so many deeds, how many are of each kind. */
const deeds: readonly (readonly [share: number, deed: Deed])[] = [
  [14, look],
  [14, changeProfile],
  [14, askFamily],
  [14, agreeForFamily],
  [8, endFamily],
  [10, signInElsewhere],
  [8, endAnotherSession],
  [8, signOut],
  [6, signInAsSomebodyElse],
  [4, erase],
];
const allShares = deeds.reduce((sum, [share]) => sum + share, 0);

export async function accountDeed(town: Town, person: Person, random: Random): Promise<void> {
  let left = randomIndex(random, allShares);
  for (const [share, deed] of deeds) if ((left -= share) < 0) return deed(town, person, random);
}

/** By phone or member number, with a code that comes by post or was read by the desk; often enough a wrong one. */
export async function signIn(town: Town, person: Person, random: Random): Promise<void> {
  const name = anyName(person, random);
  if (random() < 0.85) await town.network.call('requestRiderCode', { body: name });
  await town.pause(10 + random() * (random() < 0.06 ? 1_200 : 60));
  const tries = 1 + (random() < 0.3 ? randomIndex(random, 7) : 0);
  if (newestCode(town, person) === null && random() < 0.9) return; // none has come
  for (let left = tries; left > 0; left--) {
    const code = left > 1 || random() < 0.1 ? anyCode(town, person, random) : usedCode(town, person);
    const body = { ...name, code, deviceName: personalText('device', person.number) };
    const answer = await town.network.call('signInRider', { body });
    if (answer?.ok) return signedIn(town, person, answer.answer);
    if (answer?.refusal === 'locked_out' && random() < 0.5) return;
    await town.pause(random() * 20);
  }
}

function signedIn(town: Town, person: Person, { token, accountId }: { token: string; accountId: string }): void {
  person.token = token;
  if (!town.strangers.riderIds.includes(accountId)) town.strangers.riderIds.push(accountId);
}

function anyName({ phone, memberNumber, riderId }: Person, random: Random) {
  if (riderId !== null && random() < 0.3) return { memberNumber };
  return { phone: random() < 0.3 ? phone.replace('+81', '0') : phone };
}

/** The newest code in the post, or the one that the desk read out. */
function newestCode(town: Town, person: Person): string | null {
  return person.heard.at(-1) ?? postOf(town, person).flatMap(codeIn).at(-1) ?? null;
}

/** The same; what was read out is forgotten once it was typed. */
function usedCode(town: Town, person: Person): string {
  const code = newestCode(town, person);
  person.heard.pop();
  return code ?? '000000';
}

/** A guess, an old code, or one for somebody else. */
function anyCode(town: Town, person: Person, random: Random): string {
  const other = random() < 0.5 ? person : (town.machine.people.anyPerson(random) ?? person);
  const codes = postOf(town, other).flatMap(codeIn);
  return codes[randomIndex(random, codes.length + 1)] ?? String(100_000 + randomIndex(random, 900_000));
}

function postOf({ machine }: Town, { number, phone }: Person): readonly string[] {
  const { letters } = machine.people;
  return [phone, personalText('address', number, '@example.jp')].flatMap((address) =>
    (letters.get(address) ?? []).map(({ text }) => text),
  );
}

const codeIn = (text: string): string[] => /コード (\d{6})/.exec(text)?.slice(1) ?? [];

async function look({ network }: Town, { token }: Person, random: Random): Promise<void> {
  const names = ['getMe', 'getProfile', 'getFamily', 'listSessions', 'listAnnouncements'] as const;
  await network.call(names[randomIndex(random, names.length)]!, { token: token! });
}

async function changeProfile(town: Town, person: Person, random: Random): Promise<void> {
  const body = profileOf(person, random, `その${++person.changes}`);
  const answer = await town.network.call('changeProfile', { token: person.token!, body });
  if (answer?.ok) person.quietHours = body.wish.quietHours;
}

export function profileOf({ number }: Person, random: Random, more: string): ProfileChange {
  const ways: readonly NoticeWish['channels'][] = [
    ['sms'],
    ['email', 'sms'],
    ['sms', 'email'],
    ['push', 'line', 'sms'],
  ];
  return {
    name: personalText('name', number),
    kana: personalText('name', number, 'カナ'),
    language: (['ja', 'easy', 'en'] as const)[randomIndex(random, 3)]!,
    needs: personalText('needs', number, more),
    wish: {
      channels: [...ways[randomIndex(random, ways.length)]!],
      quietHours: quietHours[number % quietHours.length]!,
      email: personalText('address', number, '@example.jp'),
      lineUserId: null,
      reminderMinutes: 15 * randomIndex(random, 5),
    },
  };
}

/** Some sleep after lunch, which is within the hours of service. */
const quietHours: readonly NoticeWish['quietHours'][] = [
  { from: '12:30', until: '14:00' },
  { from: '21:00', until: '07:00' },
  { from: '15:00', until: '10:00' },
  null,
];

async function askFamily(town: Town, { token }: Person, random: Random): Promise<void> {
  const other = town.machine.people.anyPerson(random);
  if (other) await town.network.call('askToActFor', { token: token!, body: anyName(other, random) });
}

/** The one who was asked passes a code on; now and then it is a wrong one, or meant for somebody else. */
async function agreeForFamily(town: Town, person: Person, random: Random): Promise<void> {
  const other = town.machine.people.anyPerson(random);
  if (!other) return;
  const name = anyName(other, random);
  if (random() < 0.8) {
    await town.network.call('askToActFor', { token: person.token!, body: name });
    await town.pause(random() * 60);
  }
  const code = random() < 0.8 ? usedCode(town, other) : anyCode(town, other, random);
  const answer = await town.network.call('confirmActFor', { token: person.token!, body: { ...name, code } });
  if (answer?.ok && other.riderId !== null && random() < 0.5) {
    await town.network.call('listBookingsOf', { token: person.token!, params: { riderId: other.riderId } });
  }
}

async function endFamily(town: Town, { token }: Person): Promise<void> {
  const family = await town.network.call('getFamily', { token: token! });
  const proxy = family?.ok ? family.answer.proxies[0] : undefined;
  if (proxy) await town.network.call('removeProxy', { token: token!, body: { riderId: proxy.riderId } });
}

/** A second device; the first one stays signed in and may be used again. */
async function signInElsewhere(town: Town, person: Person, random: Random): Promise<void> {
  const former = person.token;
  await signIn(town, person, random);
  if (random() < 0.5) person.token = former;
}

async function endAnotherSession(town: Town, { token }: Person, random: Random): Promise<void> {
  const listed = await town.network.call('listSessions', { token: token! });
  const sessions = listed?.ok ? listed.answer.sessions : [];
  const sessionId = sessions[randomIndex(random, sessions.length)]?.sessionId ?? 'none';
  await town.network.call('endSession', { token: token!, params: { sessionId }, body: {} });
}

/** And tries once more with the token, as a page that was left open would. */
async function signOut({ network }: Town, person: Person, random: Random): Promise<void> {
  const { token } = person;
  const answer = await network.call('signOut', { token: token!, body: {} });
  if (random() < 0.5) await network.call('getProfile', { token: token! });
  if (answer) person.token = undefined;
}

/** Guesses at the code of somebody else. */
async function signInAsSomebodyElse(town: Town, person: Person, random: Random): Promise<void> {
  const other = town.machine.people.anyPerson(random);
  if (!other || other === person) return;
  const name = anyName(other, random);
  if (random() < 0.5) await town.network.call('requestRiderCode', { body: name });
  for (let left = 1 + randomIndex(random, 6); left > 0; left--) {
    await town.network.call('signInRider', { body: { ...name, code: anyCode(town, person, random) } });
    await town.pause(random() * 10);
  }
}

/** Cancels what is open first, mostly; who is erased comes back as somebody new, or not at all. */
async function erase(town: Town, person: Person, random: Random): Promise<void> {
  const token = person.token!;
  if (random() < 0.8) {
    const listed = await town.network.call('listBookings', { token });
    for (const { bookingId, status } of listed?.ok ? listed.answer.bookings : []) {
      if (status === 'booked') await town.network.call('cancelBooking', { token, params: { bookingId }, body: {} });
    }
  }
  const answer = await town.network.call('eraseMe', { token, body: {} });
  if (random() < 0.5) await town.network.call('getProfile', { token });
  if (answer?.ok) person.token = undefined;
}
