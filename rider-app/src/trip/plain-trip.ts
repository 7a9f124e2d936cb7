/** Trips, offers and bookings as a person would say them. */
import type { AreaView } from '@noriai/core/contracts/service.ts';
import {
  partySize,
  type Booking,
  type Party,
  type Place,
  type StopOfTrip,
  type TripRequest,
} from '@noriai/core/contracts/trips.ts';
import { clockTime, dayName, slopeOf, walkMinutes, yen } from '@noriai/ui/format/plain-words.ts';
import { dayAfter, zoneTime } from '@noriai/ui/format/zone-time.ts';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { nearestStops } from '@noriai/ui/stops/find-stops.ts';
import { language, localName } from '@noriai/ui/texts/language.ts';
import { needTexts } from '@noriai/ui/texts/need-texts.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { stopOf } from './draft.ts';

const zone = (): string => area.value?.timeZone ?? 'Asia/Tokyo';

/** Like `10時20分`. */
export const at = (sec: number): string => clockTime(sec, zone(), language.value);

/** `今日`, `明日` or the date. */
export function dayWords(day: string): string {
  const t = riderTexts.value;
  const today = zoneTime(nowSec.value, zone()).day;
  if (day === today) return t.today;
  return day === dayAfter(today, 1) ? t.tomorrow : dayName(day, language.value);
}

/** Day and time, the day only when it is not today. */
export function dayAndTime(sec: number): string {
  const { day } = zoneTime(sec, zone());
  const isToday = day === zoneTime(nowSec.value, zone()).day;
  return isToday ? at(sec) : `${dayWords(day)} ${at(sec)}`;
}

/** The promised window; the day is said once. */
export const windowWords = (fromSec: number, untilSec: number): string =>
  language.value === 'en' ? `${dayAndTime(fromSec)} to ${at(untilSec)}` : `${dayAndTime(fromSec)}〜${at(untilSec)}`;

export function placeName(place: Place): string {
  const stop = stopOf(place);
  if (stop) return localName(stop.name).text;
  return place.kind === 'stop' ? place.stopId : riderTexts.value.pointName;
}

export const stopName = (stop: StopOfTrip): string => localName(stop.name).text;

export function whenWords(request: TripRequest): string {
  const t = riderTexts.value;
  const { when } = request;
  if (when.kind === 'now') return t.now;
  const day = dayWords(zoneTime(when.atSec, zone()).day);
  if (when.kind === 'catch_departure') return t.timeChosenDeparture(day, at(when.atSec));
  return when.kind === 'depart_after'
    ? t.timeChosenDepart(day, at(when.atSec))
    : t.timeChosenArrive(day, at(when.atSec));
}

/** `3人（車いす1台・歩行器）`: how many, and what they need. */
export function partyWords(party: Party): string {
  const t = riderTexts.value;
  const people = t.people(partySize(party));
  const wheelchairs = party.wheelchairs > 0 ? [t.wheelchairCount(party.wheelchairs)] : [];
  const needs = [...wheelchairs, needsWords(party)].filter((words) => words !== '').join('・');
  return needs === '' ? people : `${people}（${needs}）`;
}

/** The needs and companions in words; empty when there are none. */
export function needsWords({ needs = [], companions = 0 }: Party): string {
  const t = riderTexts.value;
  const along = companions > 0 ? [`${t.companions} ${t.people(companions)}`] : [];
  return [...needs.map(({ type }) => needTexts.value[type]), ...along].join('・');
}

/** The walk before boarding, in words; that there is none is said too. */
export function walkToStop(stop: StopOfTrip): string {
  const t = riderTexts.value;
  if (stop.walkM === 0) return t.noWalk;
  return t.walk(walkMinutes(stop.walkM, stop.climbM), stop.walkM, slopeWords(stop));
}

/** The walk after the ride; null when the stop is the place itself. */
export function walkFromStop(stop: StopOfTrip): string | null {
  if (stop.walkM === 0) return null;
  return riderTexts.value.walkAfter(walkMinutes(stop.walkM, stop.climbM), stop.walkM, slopeWords(stop));
}

const slopeWords = (stop: StopOfTrip): string => sharedTexts.value.slopes[slopeOf(stop.walkM, stop.climbM)];

/** What a party pays, before any offer says so. */
export function fareOf(fares: AreaView['fares'], party: Party): number {
  return party.adults * fares.adultYen + party.children * fares.childYen + party.reduced * fares.reducedYen;
}

export const money = (amountYen: number): string => yen(amountYen, language.value);

/** The sentences that say how the booking stands, most important first. */
export function bookingSentences(booking: Booking): readonly string[] {
  const t = riderTexts.value;
  const pickup = stopName(booking.pickup);
  switch (booking.status) {
    case 'booked':
    case 'on_the_way':
      return waitingSentences(booking);
    case 'arrived':
      return [t.boardNow(pickup, booking.number)];
    case 'on_board':
      return ridingSentences(booking);
    case 'completed':
      return booking.droppedOffSec === null ? [] : [t.completedAt(dayAndTime(booking.droppedOffSec))];
    case 'no_show':
      return [t.noShowText];
    case 'cancelled':
      return [];
  }
}

function ridingSentences(booking: Booking): readonly string[] {
  const t = riderTexts.value;
  const { expectedDropoffSec } = booking;
  const late = lateArrival(booking);
  if (late !== null) return [late];
  const promised = t.ridingUntil(at(booking.dropoffBySec), stopName(booking.dropoff));
  return expectedDropoffSec === null ? [promised] : [promised, t.expectedDropoff(at(expectedDropoffSec))];
}

/** Says that the trip ends later than promised; null when it does not. */
function lateArrival({ expectedDropoffSec, dropoffBySec, dropoff }: Booking): string | null {
  if (expectedDropoffSec === null || expectedDropoffSec <= dropoffBySec) return null;
  return riderTexts.value.lateArrival(at(expectedDropoffSec), stopName(dropoff));
}

function waitingSentences(booking: Booking): string[] {
  const t = riderTexts.value;
  const late = lateArrival(booking);
  const lines = [t.waitAt(dayAndTime(booking.pickupFromSec), at(booking.pickupUntilSec), stopName(booking.pickup))];
  if (booking.expectedPickupSec !== null) {
    const expected = at(booking.expectedPickupSec);
    const isPickupLate = booking.expectedPickupSec > booking.pickupUntilSec;
    lines.push(isPickupLate ? t.lateSorry(expected) : t.expectedAt(expected));
  }
  if (late !== null) lines.push(late);
  if (booking.status === 'on_the_way')
    lines.push(booking.stopsBeforePickup === 0 ? t.nextIsYours : t.callsBefore(booking.stopsBeforePickup));
  return lines;
}

/** Where the vehicle is, by the stop it is nearest to; null when its position is not known. */
export function vehicleWords(booking: Booking): string | null {
  const position = booking.vehicle?.position ?? null;
  const nearest = position && nearestStops(area.value?.stops ?? [], position, 1)[0];
  return nearest ? riderTexts.value.vehicleNear(localName(nearest.stop.name).text) : null;
}
