/** What operators with accounts do: sign in with password and second factor, mind riders, drivers, tablets and each other. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import type { RouteName } from '@noriai/core/contracts/routes.ts';
import type { SimulatedAnswer, SimulatedRequest } from '../life.ts';
import type { Town } from '../town.ts';
import { timeCode } from './account-auditor.ts';
import { DRIVER_NUMBERS, type Clerk } from './people.ts';
import { personalText } from './personal-data.ts';
import { profileOf } from './persons.ts';

interface Office {
  readonly town: Town;
  readonly clerk: Clerk;
  readonly random: Random;
  /** Number of things said so far, so that each is another. */
  said: number;
}

type Deed = (office: Office) => Promise<void>;

const deeds: readonly (readonly [share: number, deed: Deed])[] = [
  [20, addRider],
  [10, changeRider],
  [16, readCode],
  [3, eraseRider],
  [4, signOutRider],
  [8, search],
  [8, readUp],
  [12, pairingCode],
  [3, endTablet],
  [6, changePin],
  [5, changePassword],
  [5, resetPassword],
  [8, secondFactor],
  [6, signOut],
];
const allShares = deeds.reduce((sum, [share]) => sum + share, 0);

export async function workInOffice(town: Town, clerk: Clerk, random: Random): Promise<void> {
  const office: Office = { town, clerk, random, said: 0 };
  while (!town.isOver) {
    await town.pause(random() * 6 * town.script.pauseSec);
    if (town.isOver) return;
    if (clerk.token === undefined) await signIn(office);
    else await anyDeed(random)(office);
  }
}

function anyDeed(random: Random): Deed {
  let left = randomIndex(random, allShares);
  for (const [share, deed] of deeds) if ((left -= share) < 0) return deed;
  return readUp;
}

/** Sends with the clerk's token; whoever is told that nobody is signed in signs in again. */
async function call<N extends RouteName>(
  { town, clerk }: Office,
  name: N,
  request: SimulatedRequest<N>,
): Promise<SimulatedAnswer<N> | null> {
  const answer = await town.network.call(name, { ...request, token: clerk.token! });
  if (answer && !answer.ok && answer.refusal === 'not_signed_in') clerk.token = undefined;
  return answer;
}

async function signIn({ town, clerk, random }: Office): Promise<void> {
  const { loginName, secret, recovery } = clerk;
  for (let tries = random() < 0.2 ? 1 + randomIndex(random, 6) : 1; tries > 0; tries--) {
    const isGuess = tries > 1 || random() < 0.1;
    const password =
      isGuess && random() < 0.7 ? `some other words ${randomIndex(random, 9)}` : oneOfNewest(clerk.passwords, random);
    let body: { loginName: string; password: string; secondFactor?: string } = { loginName, password };
    let answer = await town.network.call('signInOperator', { body });
    if (answer?.ok === false && answer.refusal === 'second_factor_needed') {
      const step = Math.floor(town.machine.wallSec() / 30);
      const spare = random() < 0.1 ? recovery.pop() : undefined;
      const guess = String(100_000 + randomIndex(random, 900_000));
      const secondFactor = spare ?? (isGuess || secret === null ? guess : timeCode(secret, step));
      body = { ...body, secondFactor };
      answer = await town.network.call('signInOperator', { body });
    }
    if (answer?.ok) {
      clerk.token = answer.answer.token;
      clerk.accountId = answer.answer.accountId;
      return;
    }
    await town.pause(random() * 30);
  }
}

/** Mostly the newest, which need not have become the right one. */
export function oneOfNewest(values: readonly string[], random: Random): string {
  return values.at(random() < 0.7 ? -1 : -1 - randomIndex(random, Math.min(3, values.length)))!;
}

/** Whoever has no account yet is registered on the phone. */
async function addRider(office: Office): Promise<void> {
  const { town, random } = office;
  const { people } = town.machine;
  const person = people.persons.find(({ riderId }) => riderId === null) ?? people.anyPerson(random);
  if (!person) return;
  const { number, phone, memberNumber } = person;
  const body = {
    ...profileOf(person, random, `始め${++office.said}`),
    phone,
    memberNumber,
    notes: personalText('notes', number),
  };
  const answer = await call(office, 'addRider', { body });
  if (!answer?.ok) return;
  person.quietHours = body.wish.quietHours;
  town.strangers.riderIds.push(answer.answer.riderId);
}

async function changeRider(office: Office): Promise<void> {
  const { town, random, clerk } = office;
  const person = town.machine.people.anyPerson(random);
  if (!person || person.riderId === null) return;
  const { number, phone, memberNumber, riderId } = person;
  const more = `${clerk.loginName}の${++office.said}`;
  const body = { ...profileOf(person, random, more), phone, memberNumber, notes: personalText('notes', number) };
  const answer = await call(office, 'changeRider', { params: { riderId }, body });
  if (answer?.ok) person.quietHours = body.wish.quietHours;
}

/** Somebody on the phone wants a code; it is read out, and now and then to the wrong one. */
async function readCode(office: Office): Promise<void> {
  const { town, random } = office;
  const person = town.machine.people.anyPerson(random);
  if (!person || person.riderId === null) return;
  const answer = await call(office, 'readRiderCode', { params: { riderId: person.riderId }, body: {} });
  const listener = random() < 0.9 ? person : town.machine.people.anyPerson(random);
  if (answer?.ok) listener?.heard.push(answer.answer.code);
}

async function eraseRider(office: Office): Promise<void> {
  const person = office.town.machine.people.anyPerson(office.random);
  if (!person || person.riderId === null) return;
  const params = { riderId: person.riderId };
  await call(office, 'eraseRider', { params, body: {} });
  if (office.random() < 0.5) await call(office, 'getRider', { params });
}

async function signOutRider(office: Office): Promise<void> {
  const person = office.town.machine.people.anyPerson(office.random);
  if (!person || person.riderId === null) return;
  await call(office, 'signOutRider', { params: { riderId: person.riderId }, body: {} });
}

async function search(office: Office): Promise<void> {
  const { town, random } = office;
  const person = town.machine.people.anyPerson(random);
  if (!person) return;
  const texts = [person.phone, person.memberNumber, personalText('name', person.number), '架空'];
  const found = await call(office, 'searchRiders', { body: { text: texts[randomIndex(random, texts.length)]! } });
  const hit = found?.ok ? found.answer.riders[0] : undefined;
  if (hit && random() < 0.5) await call(office, 'getRiderCard', { params: { riderId: hit.riderId } });
  if (person.riderId !== null) await call(office, 'getRider', { params: { riderId: person.riderId } });
}

async function readUp(office: Office): Promise<void> {
  const names = ['getMe', 'listOperators', 'listDrivers', 'listTablets', 'readAudit', 'listSessions'] as const;
  await call(office, names[randomIndex(office.random, names.length)]!, {});
}

async function pairingCode(office: Office): Promise<void> {
  const { town, random } = office;
  const { vehicles } = town.machine.world.area;
  const vehicleId = vehicles[randomIndex(random, vehicles.length)]!.id;
  const answer = await call(office, 'issuePairingCode', { params: { vehicleId }, body: {} });
  if (answer?.ok) town.machine.people.pairingCodes.set(vehicleId, answer.answer.code);
}

async function endTablet(office: Office): Promise<void> {
  const listed = await call(office, 'listTablets', {});
  const tablets = listed?.ok ? listed.answer.tablets : [];
  const tabletId = tablets[randomIndex(office.random, tablets.length)]?.tabletId ?? 'none';
  await call(office, 'endTablet', { params: { tabletId }, body: {} });
}

async function changePin(office: Office): Promise<void> {
  const { town, random } = office;
  const number = DRIVER_NUMBERS[randomIndex(random, DRIVER_NUMBERS.length)]!;
  const listed = await call(office, 'listDrivers', {});
  const driver = listed?.ok ? listed.answer.drivers.find((one) => one.driverNumber === number) : undefined;
  if (!driver) return;
  const pin = String(1_000 + randomIndex(random, 9_000));
  const answer = await call(office, 'changeDriver', { params: { driverId: driver.driverId }, body: { pin } });
  if (answer?.ok !== false) town.machine.people.pins.get(number)!.push(pin);
}

async function changePassword(office: Office): Promise<void> {
  const { clerk, random } = office;
  const password = random() < 0.8 ? oneOfNewest(clerk.passwords, random) : 'not these words';
  const newPassword = `words of ${clerk.loginName}, no. ${++office.said}`;
  const answer = await call(office, 'changePassword', { body: { password, newPassword } });
  if (answer?.ok !== false) clerk.passwords.push(newPassword);
}

/** For a colleague who forgot it, or lost the app. */
async function resetPassword(office: Office): Promise<void> {
  const { town, random, clerk } = office;
  const { clerks } = town.machine.people;
  const other = clerks[randomIndex(random, clerks.length)]!;
  if (other.accountId === null) return;
  const password = `words from ${clerk.loginName}, no. ${++office.said}`;
  const body = { password, ...(random() < 0.5 && { dropSecondFactor: true }) };
  const answer = await call(office, 'changeOperator', { params: { accountId: other.accountId }, body });
  if (answer?.ok !== false) other.passwords.push(password);
}

async function secondFactor(office: Office): Promise<void> {
  const { town, clerk, random } = office;
  const offer = await call(office, 'beginSecondFactor', { body: {} });
  if (!offer?.ok) return;
  const { secret } = offer.answer;
  const right = timeCode(secret, Math.floor(town.machine.wallSec() / 30));
  const answer = await call(office, 'confirmSecondFactor', { body: { code: random() < 0.8 ? right : '000000' } });
  if (!answer?.ok) return;
  clerk.secret = secret;
  clerk.recovery = [...answer.answer.codes];
}

async function signOut(office: Office): Promise<void> {
  const answer = await call(office, 'signOut', { body: {} });
  if (answer?.ok) office.clerk.token = undefined;
}
