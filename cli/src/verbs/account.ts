/** `noriai account`: the people of the town and the desk, from the machine itself; also while the service runs, but `rotate-key`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { decode } from '@noriai/core/contracts/schema.ts';
import { loginName } from '@noriai/core/contracts/accounts.ts';
import { grant, roles, type Grant, type Role } from '@noriai/core/contracts/rights.ts';
import type { AccountParts } from '@noriai/dispatcher/application/accounts/accounts.ts';
import { dataDirOption } from '../data-dir.ts';
import { printJson } from '../say.ts';

interface DataFlags {
  readonly dataDir: string;
  readonly json: boolean;
}

interface OperatorFlags extends DataFlags {
  readonly role: readonly Role[];
  readonly area: string;
  readonly passwordFile?: string;
}

const roleHelp = `${roles.join(', ')}; may be given several times`;

export function accountVerb(): Command {
  return new Command('account')
    .description('add, list and change the accounts of operators')
    .addCommand(addOperatorVerb())
    .addCommand(listVerb())
    .addCommand(setPasswordVerb())
    .addCommand(setRolesVerb())
    .addCommand(rotateKeyVerb())
    .addCommand(statusVerb('disable', 'end an operator’s sessions and let them in no more'))
    .addCommand(statusVerb('enable', 'let an operator in again, also after a lock-out'));
}

function addOperatorVerb(): Command {
  return subVerb('add-operator', 'add an operator; the password is made and shown once, or read from a file')
    .argument('<login-name>', 'what is typed to sign in', checkedLogin)
    .requiredOption('--name <name>', 'name of the person, shown to colleagues')
    .requiredOption('--role <role>', roleHelp, collectRole)
    .option('--area <id>', 'area that the roles hold in; * = every area', '*')
    .option('--password-file <file>', 'file with the password; - = standard input')
    .addHelpText(
      'after',
      '\nExamples:\n  noriai account add-operator hanako --name "模擬 花子" --role desk --area my-town\n  noriai account add-operator root --name "模擬 管理" --role admin --password-file -',
    )
    .action(async (login: string, flags: OperatorFlags & { readonly name: string }) => {
      await withNewAccounts(flags, async (parts) => {
        const { addOperator } = await import('@noriai/dispatcher/application/accounts/operators.ts');
        const { password, isMade } = await passwordFor(parts, flags.passwordFile);
        const operator = { loginName: login, name: flags.name, password, grants: await grantsOf(flags) };
        const added = await addOperator(parts, operator, 'host');
        if (!added.ok)
          throw new Error(`login name ${login} is in use: give another, or change it with noriai account set-password`);
        const { accountId } = added.answer;
        answer(flags, { accountId, loginName: login, ...(isMade && { password }) }, [
          `added ${login} (${accountId})`,
          ...(isMade ? [`password: ${password}   (shown this once)`] : []),
        ]);
      });
    });
}

function listVerb(): Command {
  return subVerb('list', 'list the operators').action(async (flags: DataFlags) => {
    await withAccounts(flags, async (parts) => {
      const { openedOrNull } = await import('@noriai/dispatcher/application/accounts/account-ports.ts');
      const { operatorCard } = await import('@noriai/dispatcher/application/accounts/operators.ts');
      const operators = parts.store.accountsOf('operator').map((account) => ({
        accountId: account.accountId,
        ...(openedOrNull(() => operatorCard(parts, account)) ?? { loginName: '', name: '' }),
        status: account.status,
        grants: account.grants,
        hasSecondFactor: account.sealedFactor !== null,
        sessions: parts.store.sessionsOf(account.accountId).length,
      }));
      const lines = operators.map(
        ({ loginName: login, name, status, grants: given }) =>
          `${login}  ${name}  ${given.map(({ role, areaId }) => `${role}@${areaId}`).join(', ')}${status === 'active' ? '' : `  (${status})`}`,
      );
      answer(
        flags,
        { operators },
        lines.length > 0 ? lines : ['No operator yet: see "noriai account add-operator --help".'],
      );
    });
  });
}

function setPasswordVerb(): Command {
  return subVerb('set-password', 'give an operator a new password; all their sessions end')
    .argument('<login-name>', 'whose', checkedLogin)
    .option('--password-file <file>', 'file with the password; - = standard input; made and shown once when left out')
    .action(async (login: string, flags: OperatorFlags) => {
      await withAccounts(flags, async (parts) => {
        const { password, isMade } = await passwordFor(parts, flags.passwordFile);
        await change(parts, login, { password });
        answer(flags, { loginName: login, ...(isMade && { password }) }, [
          `${login} has a new password${isMade ? `: ${password}   (shown this once)` : ''}`,
        ]);
      });
    });
}

function setRolesVerb(): Command {
  return subVerb('set-roles', 'replace the roles of an operator; all their sessions end')
    .argument('<login-name>', 'whose', checkedLogin)
    .requiredOption('--role <role>', roleHelp, collectRole)
    .option('--area <id>', 'area that the roles hold in; * = every area', '*')
    .action(async (login: string, flags: OperatorFlags) => {
      await withAccounts(flags, async (parts) => {
        const grants = await grantsOf(flags);
        await change(parts, login, { grants });
        answer(flags, { loginName: login, grants }, [`${login}: ${flags.role.join(', ')} in ${flags.area}`]);
      });
    });
}

function rotateKeyVerb(): Command {
  return subVerb('rotate-key', 'seal all personal data with a new key; refused while the service runs').action(
    async (flags: DataFlags) => {
      checkAreThere(flags);
      const { rotateKey } = await import('../serve/open-accounts.ts');
      const { accounts, keyId } = rotateKey(flags.dataDir);
      answer(flags, { accounts, keyId }, [
        `${accounts} accounts are sealed with key ${keyId}: back up account-keys.json`,
      ]);
    },
  );
}

function statusVerb(name: 'disable' | 'enable', description: string): Command {
  const status = name === 'disable' ? 'disabled' : 'active';
  return subVerb(name, description)
    .argument('<login-name>', 'whom', checkedLogin)
    .action(async (login: string, flags: DataFlags) => {
      await withAccounts(flags, async (parts) => {
        await change(parts, login, { status });
        answer(flags, { loginName: login, status }, [`${login} is ${status}`]);
      });
    });
}

function subVerb(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--json', 'print one JSON document', false)
    .addOption(dataDirOption());
}

type Change = Parameters<typeof import('@noriai/dispatcher/application/accounts/operators.ts').changeOperator>[2];

async function change(parts: AccountParts, login: string, wanted: Change): Promise<void> {
  const { changeOperator, findOperator } = await import('@noriai/dispatcher/application/accounts/operators.ts');
  const account = findOperator(parts, login);
  if (!account) throw new Error(`there is no operator ${login}: noriai account list shows them`);
  const changed = await changeOperator(parts, account.accountId, wanted, 'host');
  if (!changed.ok) throw new Error(`${login} is the only active admin: add another one first, or enable one`);
}

/** Of accounts that are there; only the first operator makes them. */
async function withAccounts(flags: DataFlags, run: (parts: AccountParts) => Promise<void>): Promise<void> {
  checkAreThere(flags);
  await withNewAccounts(flags, run);
}

function checkAreThere({ dataDir }: DataFlags): void {
  if (existsSync(join(dataDir, 'accounts.sqlite'))) return;
  throw new Error(
    `there is no accounts.sqlite in ${dataDir}: give another --data-dir, or begin with noriai account add-operator`,
  );
}

async function withNewAccounts(flags: DataFlags, run: (parts: AccountParts) => Promise<void>): Promise<void> {
  const { accountsOf } = await import('../serve/open-accounts.ts');
  const parts = accountsOf(flags.dataDir);
  try {
    await run(parts);
  } finally {
    parts.store.close();
  }
}

async function passwordFor({ secrets }: AccountParts, file: string | undefined) {
  if (file === undefined) return { password: secrets.newToken().slice(0, 20), isMade: true };
  const { PASSWORD_MIN_LENGTH } = await import('@noriai/dispatcher/application/accounts/operators.ts');
  const password = readFileSync(file === '-' ? 0 : file, 'utf8').replace(/\r?\n$/, '');
  if (password.length >= PASSWORD_MIN_LENGTH && password.length <= 200) return { password, isMade: false };
  throw new Error(`got a password of ${password.length} characters: give one of ${PASSWORD_MIN_LENGTH} to 200`);
}

async function grantsOf({ role, area, dataDir }: OperatorFlags): Promise<Grant[]> {
  const { listAreas } = await import('@noriai/data/area/area-folder.ts');
  const known = await listAreas(dataDir);
  if (area !== '*' && known.length > 0 && !known.includes(area))
    throw new Error(`--area ${area}: give one of ${known.join(', ')}, or * for every area`);
  return role.map((one) => {
    const decoded = decode(grant, { role: one, areaId: area });
    if (!decoded.ok) throw new Error(`--area ${area}: give the id of an area, or * for every area`);
    return decoded.value;
  });
}

/** @param before left out at the first: with a list to begin with, the option would not be required */
function collectRole(value: string, before: readonly Role[] = []): Role[] {
  if (!roles.includes(value as Role)) throw new InvalidArgumentError(`give one of ${roles.join(', ')}`);
  return [...before, value as Role];
}

function checkedLogin(value: string): string {
  const decoded = decode(loginName, value);
  if (decoded.ok) return decoded.value;
  throw new InvalidArgumentError(`give ${decoded.mistakes[0]!.expected}`);
}

function answer(flags: DataFlags, document: unknown, lines: readonly string[]): void {
  if (flags.json) printJson(document);
  else for (const line of lines) console.log(line);
}
