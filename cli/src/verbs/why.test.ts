/** `noriai why` against a running service, as the operator types it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { timeCode } from '@noriai/dispatcher/adapters/accounts/crypto-accounts.ts';
import { bookTrip, operator, signOn, startLineDispatcher } from '@noriai/dispatcher/line-dispatcher.fake.ts';

const run = promisify(execFile);
const main = new URL('../main.ts', import.meta.url).pathname;

test('the runner-up of a trip, by number and by id, now and as it was decided; mistakes are one clear line', async () => {
  const dispatcher = await startLineDispatcher();
  const { client } = dispatcher;
  for (const vehicleId of ['v0', 'v1']) await signOn(client, vehicleId);
  await operator(dispatcher, 'desk');
  const { booking } = await bookTrip(client, 's3', 's7');
  const env = { ...process.env, NORIAI_OPERATOR_PASSWORD: 'twelve letters at least' };
  const why = (...words: string[]) =>
    run(process.execPath, [main, 'why', ...words, '--url', dispatcher.url, '--login', 'desk-line'], { env });
  try {
    const { vehicleId } = booking.vehicle!;
    const decided = JSON.parse((await why(booking.bookingId, '--decided', '--json')).stdout);
    const rival = { vehicleId: vehicleId === 'v0' ? 'v1' : 'v0', difference: { driveSec: 0 }, price: { total: 0 } };
    expect(decided).toMatchObject({ decisions: [{ about: 'offer', vehicleId, rivals: [rival] }] });
    const { stderr } = await why(String(booking.number));
    expect(stderr).toContain(`${booking.bookingId}: ${vehicleId}, as things are now`);
    const unknown = await why('nobody').catch((error: { stderr: string }) => error.stderr);
    expect(unknown).toContain('there is no booking nobody');
    expect(await why('999').catch((error: { stderr: string }) => error.stderr)).toContain('no such trip');
  } finally {
    await dispatcher.close();
  }
});

test('AC15 an operator with a second factor gives its code by flag or variable; where it is missing, that is said', async () => {
  const dispatcher = await startLineDispatcher();
  const { client, accounts } = dispatcher;
  await signOn(client, 'v0');
  const { booking } = await bookTrip(client, 's3', 's7');
  const token = await operator(dispatcher, 'desk');
  const { secret } = await client.call('beginSecondFactor', { token });
  const code = timeCode(secret, Math.floor(accounts.clock.nowSec() / 30));
  const { codes } = await client.call('confirmSecondFactor', { token, body: { code } });
  const why = (variables: Record<string, string>, ...flags: string[]) => {
    const env = { ...process.env, NORIAI_OPERATOR_PASSWORD: 'twelve letters at least', ...variables };
    const words = ['why', booking.bookingId, '--json', '--url', dispatcher.url, '--login', 'desk-line', ...flags];
    return run(process.execPath, [main, ...words], { env });
  };
  const refusal = (variables: Record<string, string>, ...flags: string[]) =>
    why(variables, ...flags).catch((error: { stderr: string }) => error.stderr);
  try {
    expect(await refusal({})).toContain(
      'desk-line has a second factor: give the code of the authenticator app with --code or NORIAI_OPERATOR_CODE',
    );
    expect(JSON.parse((await why({}, '--code', codes[0]!)).stdout)).toMatchObject({ vehicleId: 'v0' });
    expect(JSON.parse((await why({ NORIAI_OPERATOR_CODE: codes[1]! })).stdout)).toMatchObject({ vehicleId: 'v0' });
    expect(await refusal({}, '--code', codes[0]!)).toContain('refused, wrong_credentials');
  } finally {
    await dispatcher.close();
  }
});
