/** Verbs that ask a running service as an operator: their common flags, and a session that ends with the verb. */
import { Command, Option } from 'commander';
import { ApiClient, Refused } from '@noriai/dispatcher/client/api-client.ts';

export interface ServiceFlags {
  readonly url: string;
  readonly login: string;
  readonly json: boolean;
  readonly code?: string;
}

/** Never on the command line, where other users of the machine could read it. */
const PASSWORD_VARIABLE = 'NORIAI_OPERATOR_PASSWORD';
/** Also on the command line: once it was used nobody can use it again. */
const CODE_VARIABLE = 'NORIAI_OPERATOR_CODE';

export function serviceVerb(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--url <url>', 'address of the service', process.env['NORIAI_URL'] ?? 'http://127.0.0.1:8080')
    .requiredOption('--login <name>', `login name of an operator; the password stands in ${PASSWORD_VARIABLE}`)
    .addOption(
      new Option(
        '--code <code>',
        'code of the authenticator app, or a recovery code, where a second factor is set up; each is good once',
      ).env(CODE_VARIABLE),
    )
    .option('--json', 'one JSON document on standard output', false);
}

/** @throws Error in one line when the service cannot be reached or says no */
export async function withSession(
  flags: ServiceFlags,
  act: (client: ApiClient, token: string) => Promise<void>,
): Promise<void> {
  const password = process.env[PASSWORD_VARIABLE];
  if (password === undefined)
    throw new Error(`${PASSWORD_VARIABLE} is not set: give the password of ${flags.login} there`);
  const client = new ApiClient(flags.url);
  try {
    const body = { loginName: flags.login, password, ...(flags.code && { secondFactor: flags.code }) };
    const { token } = await client.call('signInOperator', { body });
    await act(client, token).finally(() => client.call('signOut', { token, body: {} }));
  } catch (error) {
    if (error instanceof Refused) throw new Error(refusalWords(error, flags.login), { cause: error });
    if (error instanceof TypeError)
      throw new Error(`no service answers at ${flags.url}: start one or give --url`, { cause: error });
    throw error;
  }
}

function refusalWords({ message, problem }: Refused, login: string): string {
  if (problem.code !== 'second_factor_needed') return `refused, ${message}`;
  return `refused, second_factor_needed: ${login} has a second factor: give the code of the authenticator app with --code or ${CODE_VARIABLE}`;
}
