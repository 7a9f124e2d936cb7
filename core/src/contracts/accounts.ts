/** Signing in and out, and what a person who is signed in may know of themself. */
import { needs } from './needs.ts';
import { grants, rights } from './rights.ts';
import {
  flag,
  integer,
  list,
  named,
  nullable,
  object,
  oneOf,
  optional,
  text,
  where,
  type Infer,
  type Schema,
} from './schema.ts';
import { ownRollCall } from './fleet.ts';
import { pointInTime, recordId } from './trips.ts';

export const loginName = text({
  pattern: /^[a-z0-9][a-z0-9._-]{1,39}$/,
  expected: 'a login name of 2 to 40 small letters, digits, . _ and -',
});
export const deviceName = text({ minLength: 1, maxLength: 60, description: 'what the device is called in the list' });

export const operatorSignIn = named(
  'OperatorSignIn',
  object({
    loginName,
    password: text({ minLength: 1, maxLength: 200 }),
    secondFactor: optional(text({ maxLength: 40, description: 'code of the authenticator app, or a recovery code' })),
    deviceName: optional(deviceName),
  }),
);

/** A session that was begun; the token is shown this once. */
export const signedIn = named(
  'SignedIn',
  object({
    token: text(),
    sessionId: recordId,
    accountId: recordId,
    endsSec: pointInTime,
  }),
);

export const accountKinds = ['rider', 'driver', 'tablet', 'operator'] as const;

/** Who is signed in. `accountId` is null for a rider without an account and for a driver's duty. */
export const me = named(
  'Me',
  object({
    kind: oneOf(accountKinds),
    accountId: nullable(recordId),
    name: nullable(text()),
    riderId: nullable(recordId),
    vehicleId: nullable(text()),
    areaId: text(),
    rights: list(oneOf(rights)),
    grants,
    hasSecondFactor: oneOf(['yes', 'no', 'not_needed', 'required'], {
      description: 'required: nothing is allowed before it is set up',
    }),
  }),
);

export const oneTimeCode = text({ pattern: /^\d{4,12}$/, expected: 'the digits of the code' });
export const phoneNumber = text({ pattern: /^\+?[0-9][0-9() -]{4,24}$/, expected: 'a phone number' });
export const memberNumber = text({ pattern: /^[0-9]{3,10}$/, expected: 'a member number of 3 to 10 digits' });
export const driverNumber = text({ pattern: /^[0-9]{1,8}$/, expected: 'a driver number of 1 to 8 digits' });
export const pin = text({ pattern: /^[0-9]{4,10}$/, expected: 'a PIN of 4 to 10 digits' });
export const newPassword = text({
  minLength: 12,
  maxLength: 200,
  description: 'length counts, kinds of characters do not',
});

/** A rider says who they are by phone number or by member number. */
export const riderNames = { phone: optional(phoneNumber), memberNumber: optional(memberNumber) };
export const oneName = <T extends { phone?: string; memberNumber?: string }>(schema: Schema<T>): Schema<T> =>
  where(schema, ({ phone, memberNumber: number }) =>
    (phone === undefined) === (number === undefined)
      ? [
          {
            path: 'phone',
            got: phone === undefined ? 'nothing' : 'both',
            expected: 'phone or memberNumber, one of them',
          },
        ]
      : [],
  );

export const languages = ['ja', 'easy', 'en'] as const;
export const riderCodeWish = named(
  'RiderCodeWish',
  oneName(object({ ...riderNames, language: optional(oneOf(languages)) })),
);
export const riderSignIn = named(
  'RiderSignIn',
  oneName(object({ ...riderNames, code: oneTimeCode, deviceName: optional(deviceName) })),
);
/** The same answer whether or not somebody has that number. */
export const codeSent = named(
  'CodeSent',
  object({ validSec: integer({ min: 0, description: 'how long the code is good' }) }),
);
export const shownCode = named('ShownCode', object({ code: text(), endsSec: pointInTime }));

export const channels = ['push', 'line', 'sms', 'email', 'voice'] as const;
const clock = text({ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, expected: 'a time of day like 21:00' });
const quietHours = object({ from: clock, until: clock });
/** How a rider wants to be told, first choice first; nothing is sent where the service has no such channel. */
export const noticeWish = named(
  'NoticeWish',
  object({
    channels: list(oneOf(channels), { max: 5 }),
    quietHours: nullable(quietHours),
    email: nullable(text({ pattern: /^[^\s@]{1,64}@[^\s@]{1,190}$/, expected: 'an e-mail address' })),
    lineUserId: nullable(text({ pattern: /^U[0-9a-f]{32}$/, expected: 'a LINE user id' })),
    reminderMinutes: integer({ min: 0, max: 1440, description: 'before the promised window; 0 = none' }),
  }),
);

const riderFields = {
  name: text({ maxLength: 60 }),
  kana: text({ maxLength: 60, description: 'reading of the name' }),
  language: oneOf(languages),
  needs: text({ maxLength: 500, description: 'what drivers must know to help' }),
  usualNeeds: optional({
    ...needs,
    json: { ...needs.json, description: 'filled in for each trip; left out of a change: as before' },
  }),
  wish: noticeWish,
};
/** A rider's own data, as the rider sees and changes it. */
export const riderProfile = named(
  'RiderProfile',
  object({ riderId: recordId, ...riderFields, phone: nullable(text()), memberNumber: nullable(text()) }),
);
export const profileChange = named('ProfileChange', object(riderFields));
/** A rider as the desk sees and changes them. */
const deskFields = { ...riderFields, phone: nullable(phoneNumber), notes: text({ maxLength: 2000 }) };
export const riderOrder = named('RiderOrder', object({ ...deskFields, memberNumber: nullable(memberNumber) }));
export const riderRecord = named(
  'RiderRecord',
  object({
    riderId: recordId,
    ...deskFields,
    memberNumber: nullable(text()),
    sessions: integer({ min: 0, description: 'devices that are signed in' }),
    createdSec: pointInTime,
  }),
);
export const riderSearch = named('RiderSearch', object({ text: text({ minLength: 1, maxLength: 60 }) }));
export const riderHits = named(
  'RiderHits',
  object({
    riders: list(
      object({
        riderId: recordId,
        name: text(),
        kana: text(),
        phone: nullable(text()),
        memberNumber: nullable(text()),
        isBlocked: flag({ description: 'the desk blocked this rider; why stands on the card' }),
      }),
    ),
    isAll: flag({ description: 'false when there are more than are listed' }),
  }),
);
export const pushSubscription = named(
  'PushSubscription',
  object({
    endpoint: text({ pattern: /^https:\/\/[^\s]{1,1000}$/, expected: 'an https address of a push service' }),
    p256dh: text({ pattern: /^[A-Za-z0-9_-]{20,120}$/, expected: 'the public key of the browser, base64url' }),
    auth: text({ pattern: /^[A-Za-z0-9_-]{10,60}$/, expected: 'the secret of the browser, base64url' }),
  }),
);
export const riderNamed = named('RiderNamed', object({ phone: phoneNumber, memberNumber }));

export const sessionView = named(
  'SessionView',
  object({
    sessionId: recordId,
    deviceName: nullable(text()),
    createdSec: pointInTime,
    seenSec: pointInTime,
    isThis: flag(),
  }),
);

export const driverOrder = named(
  'DriverOrder',
  object({ driverNumber, name: text({ minLength: 1, maxLength: 60 }), pin }),
);
export const driverChange = named(
  'DriverChange',
  object({ name: optional(text({ minLength: 1, maxLength: 60 })), pin: optional(pin), isActive: optional(flag()) }),
);
export const driverView = named(
  'DriverView',
  object({ driverId: recordId, driverNumber: text(), name: text(), isActive: flag() }),
);
export const tabletPairing = named('TabletPairing', object({ code: oneTimeCode, deviceName: optional(deviceName) }));
export const tabletView = named(
  'TabletView',
  object({ tabletId: recordId, vehicleId: text(), seenSec: nullable(pointInTime) }),
);
export const driverSignOn = named('DriverSignOn', object({ driverNumber, pin, rollCall: optional(ownRollCall) }));

export const operatorOrder = named(
  'OperatorOrder',
  object({ loginName, name: text({ minLength: 1, maxLength: 60 }), password: newPassword, grants }),
);
export const operatorChange = named(
  'OperatorChange',
  object({
    password: optional(newPassword),
    grants: optional(grants),
    isActive: optional(flag()),
    dropSecondFactor: optional(flag()),
  }),
);
export const operatorView = named(
  'OperatorView',
  object({ accountId: recordId, loginName: text(), name: text(), isActive: flag(), hasSecondFactor: flag(), grants }),
);
export const factorOffer = named(
  'FactorOffer',
  object({ secret: text(), uri: text({ description: 'for the authenticator app, also as a QR code' }) }),
);
export const recoveryCodes = named('RecoveryCodes', object({ codes: list(text()) }));
export const auditLine = named(
  'AuditLine',
  object({ atSec: pointInTime, actorId: text(), what: text(), subjectId: nullable(text()) }),
);

export type RiderProfile = Infer<typeof riderProfile>;
export type RiderOrder = Infer<typeof riderOrder>;
export type ProfileChange = Infer<typeof profileChange>;
export type RiderRecord = Infer<typeof riderRecord>;
export type RiderHits = Infer<typeof riderHits>;
export type NoticeWish = Infer<typeof noticeWish>;
export type Channel = (typeof channels)[number];
export type Language = (typeof languages)[number];
export type OperatorSignIn = Infer<typeof operatorSignIn>;
export type SignedIn = Infer<typeof signedIn>;
export type Me = Infer<typeof me>;
export type AccountKind = (typeof accountKinds)[number];
