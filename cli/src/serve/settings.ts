/**
 * The settings of `noriai serve`: each a flag and a variable of the same name (`--port`, `NORIAI_PORT`). The flag wins.
 * Decoded once, all mistakes at once: `NORIAI_PORT=abc: give a whole number from 0 to 65535`.
 */
import { roles, type Role } from '@noriai/core/contracts/rights.ts';
import { join, resolve } from 'node:path';
import { projectDir } from '../project-dir.ts';

export interface ServeSettings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly area: string;
  readonly demo: boolean;
  readonly driverCode: string | null;
  readonly logLevel: string;
  readonly rateLimit: number;
  readonly signInLimit: number;
  readonly smsWebhook: string | null;
  readonly voiceWebhook: string | null;
  readonly webhookToken: string | null;
  readonly lineToken: string | null;
  readonly lineUrl: string;
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  readonly pushContact: string | null;
  readonly openSignUp: boolean;
  readonly driverPins: boolean;
  readonly secondFactorRoles: readonly Role[];
  readonly eraseRidersAfterDays: number;
  readonly forgetTrailAfterDays: number;
  readonly forgetNoticesAfterDays: number;
  readonly snapshotEverySec: number;
  readonly trustedProxies: number;
  readonly buildPages: boolean;
}

/** One setting: how it is written, what it means, and how its text becomes a value. */
export interface Setting<Value> {
  /** Name of the flag's value in the help, or null for a flag that is there or not. */
  readonly valueName: string | null;
  readonly help: string;
  readonly fallback: string;
  /** What to give, for when the text will not do. */
  readonly expected: string;
  /** The value of a text, or undefined when it will not do. */
  readonly read: (text: string) => Value | undefined;
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
export const SHIPPED_AREA = 'toyono-model';

export const serveSettings: { readonly [K in keyof ServeSettings]: Setting<ServeSettings[K]> } = {
  port: wholeNumber('number', 'port to listen on; 0 = any free one', 8080, 65_535),
  host: text('address', 'address to listen on; another than this machine needs a driver code', '127.0.0.1'),
  dataDir: {
    ...text('folder', 'where imported areas and the ledger live', join(projectDir, '.noriai')),
    read: (value) => (value === '' ? undefined : resolve(value)),
  },
  area: {
    ...text('id', 'area to serve; the shipped model town is made when it is not there yet', SHIPPED_AREA),
    expected: 'the id of an imported area (noriai area list shows them)',
    read: (value) => (/^[a-z0-9][a-z0-9_-]{0,63}$/.test(value) ? value : undefined),
  },
  demo: flag('let virtual riders and drivers use the service, on a ledger of their own', false),
  driverCode: {
    valueName: 'code',
    help: 'code that drivers give to sign on; none asked for when left out',
    fallback: '',
    expected: 'a code of 4 to 60 characters',
    read: (value) => (value === '' ? null : value.length >= 4 && value.length <= 60 ? value : undefined),
  },
  logLevel: {
    valueName: 'level',
    help: `how much is logged on standard output: ${logLevels.slice(0, 4).join(', ')}, …`,
    fallback: 'warn',
    expected: `one of ${logLevels.join(', ')}`,
    read: (value) => (logLevels.includes(value) ? value : undefined),
  },
  rateLimit: wholeNumber('number', 'requests a minute from one address; 0 = no limit', 3000, 1_000_000),
  signInLimit: wholeNumber('number', 'sign-ins and codes a minute from one address; 0 = no limit', 30, 1_000_000),
  openSignUp: flag('let riders register themselves by phone number and code', false),
  driverPins: flag('drivers sign on by number and PIN on a paired tablet, and no other way', false),
  secondFactorRoles: {
    valueName: 'roles',
    help: `roles that may do nothing without a second factor, like admin,supervisor; of ${roles.join(', ')}`,
    fallback: '',
    expected: `roles of ${roles.join(', ')}, with commas between`,
    read: (value) => {
      const given = value.split(',').filter((one) => one !== '');
      const known = given.flatMap((one) => roles.find((role) => role === one) ?? []);
      return known.length === given.length ? known : undefined;
    },
  },
  eraseRidersAfterDays: wholeNumber('days', 'erase riders without trip or visit for so long; 0 = never', 0, 36_500),
  forgetTrailAfterDays: wholeNumber('days', 'forget who did what to accounts after so long; 0 = never', 365, 36_500),
  forgetNoticesAfterDays: wholeNumber('days', 'forget notices handed over so long ago; 0 = never', 90, 36_500),
  smsWebhook: address('url', 'where text messages are posted to; none are sent when left out', /^https?:\/\/\S+$/),
  voiceWebhook: address('url', 'where spoken messages are posted to; none are sent when left out', /^https?:\/\/\S+$/),
  webhookToken: address('token', 'bearer token for both webhooks', /^\S+$/),
  lineToken: address('token', 'channel access token of the LINE Messaging API; nothing is sent when left out', /^\S+$/),
  lineUrl: {
    ...text('url', 'address of the LINE Messaging API', 'https://api.line.me'),
    expected: 'an address without a path, like https://api.line.me',
    read: (value) => /^(https?:\/\/[^/\s]+)\/?$/.exec(value)?.[1],
  },
  smtpUrl: address(
    'url',
    'mail server, like smtps://user:password@mail.example.jp; no mail when left out',
    /^smtps?:\/\/\S+$/,
  ),
  mailFrom: address('address', 'sender of e-mail, needed with a mail server', /^[^\s@]+@[^\s@]+$/),
  pushContact: address(
    'address',
    'mailto: address for push services; no push messages when left out',
    /^(mailto:\S+@\S+|https:\/\/\S+)$/,
  ),
  snapshotEverySec: wholeNumber(
    'seconds',
    'keep the state this often for a fast start after a power cut; 0 = only at start and end',
    300,
    86_400,
  ),
  trustedProxies: wholeNumber('number', 'reverse proxies in front, whose word on addresses counts', 0, 10),
  buildPages: flag('build the web pages when their sources changed', true),
};

export type SettingName = keyof ServeSettings;

/** The default as people read it: folders of the project without what lies before it. */
export function shownFallback(name: SettingName): string {
  const { fallback } = serveSettings[name];
  return fallback.startsWith(projectDir) ? fallback.slice(projectDir.length + 1) : fallback;
}

export function flagOf(name: SettingName): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

export function variableOf(name: SettingName): string {
  return `NORIAI_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** Settings that will not do: each line says what was got and what to give. */
export class WrongSettings extends Error {
  override readonly name = 'WrongSettings';
}

/**
 * @param flags as given on the command line; absent ones were not given
 * @throws WrongSettings with all mistakes
 */
export function readSettings(
  flags: Readonly<Partial<Record<SettingName, string | boolean>>>,
  variables: Readonly<Record<string, string | undefined>>,
): ServeSettings {
  const mistakes: string[] = [];
  const values = (Object.keys(serveSettings) as SettingName[]).map((name) => {
    const setting: Setting<unknown> = serveSettings[name];
    const given = flags[name] ?? variables[variableOf(name)];
    const value = setting.read(String(given ?? setting.fallback));
    if (value !== undefined) return [name, value];
    const source = flags[name] === undefined ? `${variableOf(name)}=${given}` : `${flagOf(name)} ${given}`;
    mistakes.push(`${source}: give ${setting.expected}`);
    return [name, value];
  });
  const settings = Object.fromEntries(values) as ServeSettings;
  if (mistakes.length === 0) mistakes.push(...togetherMistakes(settings));
  if (mistakes.length > 0) throw new WrongSettings(mistakes.join('\n'));
  return settings;
}

/** What no single setting can tell: a service that others can reach must not hand its vehicles to anybody. */
function togetherMistakes({ host, driverCode, driverPins, smtpUrl, mailFrom }: ServeSettings): string[] {
  if (smtpUrl !== null && mailFrom === null) {
    return [
      `${variableOf('smtpUrl')}: give the sender of e-mail, too (${flagOf('mailFrom')} or ${variableOf('mailFrom')})`,
    ];
  }
  const isThisMachine = ['localhost', '::1'].includes(host) || host.startsWith('127.');
  if (isThisMachine || driverCode !== null || driverPins) return [];
  return [
    `${variableOf('host')}=${host}: others can reach the service there, so give a driver code, too (${flagOf('driverCode')} or ${variableOf('driverCode')}), or ${flagOf('driverPins')}`,
  ];
}

function wholeNumber(valueName: string, help: string, fallback: number, max: number): Setting<number> {
  return {
    valueName,
    help,
    fallback: String(fallback),
    expected: `a whole number from 0 to ${max}`,
    read: (value) => (/^\d{1,9}$/.test(value) && Number(value) <= max ? Number(value) : undefined),
  };
}

/** An outside address or secret; null when left out. */
function address(valueName: string, help: string, pattern: RegExp): Setting<string | null> {
  return {
    ...text(valueName, help, ''),
    read: (value) => (value === '' ? null : pattern.test(value) ? value : undefined),
  };
}

function text(valueName: string, help: string, fallback: string): Setting<string> {
  return {
    valueName,
    help,
    fallback,
    expected: `${/^[aeiou]/.test(valueName) ? 'an' : 'a'} ${valueName}`,
    read: (value) => (value === '' ? undefined : value),
  };
}

function flag(help: string, fallback: boolean): Setting<boolean> {
  const words: Record<string, boolean> = { true: true, '1': true, yes: true, false: false, '0': false, no: false };
  return {
    valueName: null,
    help,
    fallback: String(fallback),
    expected: 'true or false',
    read: (value) => words[value],
  };
}
