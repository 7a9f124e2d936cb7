/** `noriai serve`: the dispatcher with its web pages, everything it needs made ready first. */
import { Command, Option } from 'commander';
import { say } from '../say.ts';
import { flagOf, readSettings, serveSettings, shownFallback, variableOf, type SettingName } from '../serve/settings.ts';

export function serveVerb(): Command {
  const verb = new Command('serve').description('run the dispatcher with its web pages');
  for (const name of Object.keys(serveSettings) as SettingName[]) verb.addOption(optionOf(name));
  return verb
    .addHelpText(
      'after',
      `
Examples:
  noriai serve --demo
  noriai serve --area my-town --host 0.0.0.0 --driver-code 4711
  NORIAI_PORT=9000 noriai serve --area my-town

What lies in the data folder, backups, health and metrics: docs/operating.md`,
    )
    .action(async (flags: Partial<Record<SettingName, string | boolean>>) => {
      const settings = readSettings(flags, process.env);
      const { runService } = await import('../serve/run-service.ts');
      await runService(settings, say);
    });
}

/** Read as text and decoded with the variables, so that all mistakes come at once. */
function optionOf(name: SettingName): Option {
  const { valueName, help } = serveSettings[name];
  const fallback = shownFallback(name);
  const notes = `(${variableOf(name)}${fallback === '' ? '' : `; default ${fallback}`})`;
  return new Option(
    valueName === null ? `${flagOf(name)} [true|false]` : `${flagOf(name)} <${valueName}>`,
    `${help} ${notes}`,
  );
}
