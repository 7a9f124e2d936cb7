import { expect, test } from 'vitest';
import { WrongSettings, readSettings } from './settings.ts';

test('without flags and variables the service listens on this machine only, port 8080', () => {
  expect(readSettings({}, {})).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    demo: false,
    driverCode: null,
    openSignUp: false,
    driverPins: false,
    secondFactorRoles: [],
    eraseRidersAfterDays: 0,
    forgetTrailAfterDays: 365,
    forgetNoticesAfterDays: 90,
  });
});

test('the flag wins over the variable of the same name', () => {
  const settings = readSettings({ port: '0' }, { NORIAI_PORT: '9000', NORIAI_DEMO: '1', NORIAI_RATE_LIMIT: '5' });
  expect(settings).toMatchObject({ port: 0, demo: true, rateLimit: 5 });
});

test('all mistakes come at once, each with what was got and what to give', () => {
  const read = () => readSettings({ logLevel: 'loud' }, { NORIAI_PORT: 'abc', NORIAI_DRIVER_CODE: '1' });
  expect(read).toThrow(WrongSettings);
  expect(read).toThrow(
    [
      'NORIAI_PORT=abc: give a whole number from 0 to 65535',
      'NORIAI_DRIVER_CODE=1: give a code of 4 to 60 characters',
      '--log-level loud: give one of fatal, error, warn, info, debug, trace, silent',
    ].join('\n'),
  );
});

test('an address of the LINE Messaging API may end with a stroke; with a path it is said what to give', () => {
  expect(readSettings({ lineUrl: 'http://line.example/' }, {}).lineUrl).toBe('http://line.example');
  expect(() => readSettings({ lineUrl: 'http://line.example/v2' }, {})).toThrow(
    '--line-url http://line.example/v2: give an address without a path, like https://api.line.me',
  );
});

test('a service that others can reach needs a driver code', () => {
  expect(() => readSettings({ host: '0.0.0.0' }, {})).toThrow(/give a driver code/);
  expect(readSettings({ host: '0.0.0.0', driverCode: '4711' }, {}).host).toBe('0.0.0.0');
  for (const host of ['localhost', '::1', '127.0.0.9']) expect(readSettings({ host }, {}).host).toBe(host);
});
