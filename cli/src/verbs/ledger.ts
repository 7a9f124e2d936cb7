/** `noriai ledger`: keep, check, show and prove what the service wrote. All of it also while the service runs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { printJson } from '../say.ts';
import { wholeNumber } from '../whole-number.ts';

interface LedgerFlags {
  readonly dataDir: string;
  readonly json: boolean;
  readonly demo: boolean;
}

export function ledgerVerb(): Command {
  return new Command('ledger')
    .description('back up, restore, verify, export and prove the ledger')
    .addCommand(backupVerb())
    .addCommand(restoreVerb())
    .addCommand(verifyVerb())
    .addCommand(exportVerb())
    .addCommand(proveVerb());
}

function backupVerb(): Command {
  return subVerb('backup', 'copy ledger and accounts to a new folder while the service runs')
    .argument('<folder>', 'folder to make')
    .option('--with-keys', 'copy the secret and the keys of personal data, too: keep such a backup locked away', false)
    .addHelpText('after', '\nExample:\n  noriai ledger backup /backup/$(date +%F)')
    .action(async (folder: string, flags: LedgerFlags & { readonly withKeys: boolean }) => {
      const { takeBackup } = await import('@noriai/dispatcher/adapters/ledger-backup.ts');
      const { projectVersion } = await import('./docs.ts');
      const takenAt = new Date().toISOString();
      const { dataDir, withKeys } = flags;
      const note = takeBackup({ dataDir, folder, withKeys, takenAt, version: projectVersion() });
      if (flags.json) return printJson({ folder, ...note });
      console.log(`${folder}: ${Object.keys(note.files).join(', ')}`);
      for (const { areaId, entries, hash } of note.areas)
        console.log(`${areaId}  ${entries} entries, chain ends with ${hash}`);
      if (!withKeys)
        console.log('without secret and account-keys.json: keep a copy of these two once, at another place');
    });
}

function restoreVerb(): Command {
  return subVerb('restore', 'check a backup and copy it into a data folder that has no such files')
    .argument('<folder>', 'folder that a backup made')
    .option('--check-only', 'check the backup and copy nothing', false)
    .addHelpText('after', '\nExample:\n  noriai ledger restore /backup/2026-04-01 --data-dir /srv/noriai')
    .action(async (folder: string, flags: LedgerFlags & { readonly checkOnly: boolean }) => {
      const { checkBackup, restoreBackup } = await import('@noriai/dispatcher/adapters/ledger-backup.ts');
      const note = flags.checkOnly ? checkBackup(folder) : restoreBackup(folder, flags.dataDir);
      if (flags.json) return printJson({ folder, dataDir: flags.checkOnly ? null : flags.dataDir, ...note });
      for (const { areaId, entries, hash } of note.areas)
        console.log(`${areaId}  ${entries} entries, chain ends with ${hash}`);
      console.log(flags.checkOnly ? 'the backup is whole' : `restored into ${flags.dataDir}`);
    });
}

function verifyVerb(): Command {
  return subVerb('verify', 'follow every area’s chain of hashes and name the first damaged entry')
    .option('--area <id>', 'verify the snapshot of this area against a replay, too')
    .addOption(demoOption())
    .addHelpText('after', '\nExamples:\n  noriai ledger verify\n  noriai ledger verify --area toyono-model --json')
    .action(async (flags: LedgerFlags & { readonly area?: string }) => {
      const { verifyLedger } = await import('@noriai/dispatcher/adapters/ledger-verify.ts');
      const areas = verifyLedger(ledgerPath(flags));
      if (flags.area !== undefined)
        checkArea(
          flags.area,
          areas.map(({ areaId }) => areaId),
        );
      const { verifySnapshot } = await import('../serve/verify-snapshot.ts');
      const snapshot =
        flags.area === undefined ? null : await verifySnapshot(flags.dataDir, flags.area, ledgerPath(flags));
      if (areas.some(({ damage }) => damage !== null) || snapshot?.isTrue === false) process.exitCode = 1;
      if (flags.json)
        return printJson({ ledger: ledgerPath(flags), areas, ...(flags.area !== undefined && { snapshot }) });
      for (const { areaId, entries, hash, damage } of areas) {
        console.log(`${areaId}  ${entries} entries are whole, chain ends with ${hash}`);
        if (damage) console.log(`${areaId}  entry ${damage.sequence} is damaged: ${damage.what}`);
      }
      if (flags.area !== undefined) console.log(snapshotLine(snapshot));
    });
}

function snapshotLine(snapshot: { readonly sequence: number; readonly isTrue: boolean } | null): string {
  if (snapshot === null) return 'no snapshot that this version would use';
  return `snapshot at ${snapshot.sequence} ${snapshot.isTrue ? 'is what a replay comes to' : 'is NOT what a replay comes to: delete it'}`;
}

function exportVerb(): Command {
  return subVerb('export', 'print an area’s entries as JSON lines, each with its hash')
    .requiredOption('--area <id>', 'whose entries')
    .option('--after <sequence>', 'only later ones', wholeNumber(0), 0)
    .addOption(demoOption())
    .addHelpText('after', '\nExample:\n  noriai ledger export --area toyono-model > ledger.jsonl')
    .action(async (flags: LedgerFlags & { readonly area: string; readonly after: number }) => {
      const { areasOf, entriesOf, withLedger } = await import('@noriai/dispatcher/adapters/ledger-verify.ts');
      const { entryOf } = await import('@noriai/dispatcher/application/ledger-chain.ts');
      const { factFormat } = await import('@noriai/core/dispatch/upcast.ts');
      withLedger(ledgerPath(flags), (database) => {
        checkArea(flags.area, areasOf(database));
        for (const stored of entriesOf(database, flags.area)) {
          if (stored.sequence <= flags.after) continue;
          process.stdout.write(`${JSON.stringify({ ...entryOf(stored, factFormat), hash: stored.hash })}\n`);
        }
      });
    });
}

function proveVerb(): Command {
  return subVerb('prove', 'read the ledger again and report every promise of a day, kept or broken and why')
    .requiredOption('--date <date>', 'service day, like 2026-04-01')
    .option('--area <id>', 'whose promises', 'toyono-model')
    .addOption(demoOption())
    .addHelpText('after', '\nExample:\n  noriai ledger prove --date 2026-04-01 --area my-town --json')
    .action(async (flags: LedgerFlags & { readonly area: string; readonly date: string }) => {
      const { areasOf, withLedger } = await import('@noriai/dispatcher/adapters/ledger-verify.ts');
      withLedger(ledgerPath(flags), (database) => checkArea(flags.area, areasOf(database)));
      const { proveDay } = await import('../serve/prove-day.ts');
      const proof = await proveDay({ ...flags, ledgerPath: ledgerPath(flags) });
      const isFound = proof.broken + proof.impossible.length + proof.overdriven.length > 0;
      if (isFound || proof.damage !== null) process.exitCode = 1;
      if (flags.json) return printJson(proof);
      console.log(
        `${proof.date}: ${proof.promises} promises (${proof.walkOns} to walk-ons), ${proof.kept} kept, ${proof.broken} broken (${proof.silent} in silence), ${proof.released} released by riders, ${proof.open} open; ${proof.holds.made} offers held, ${proof.holds.broken} not to the end`,
      );
      for (const { number, verdict, reasons } of proof.exceptions)
        console.log(`  no. ${number}  ${verdict}  ${reasons.join('; ')}`);
      for (const line of proof.overdriven) console.log(`  driving: ${line}`);
      for (const line of proof.impossible) console.log(`  impossible: ${line}`);
      if (proof.damage)
        console.log(`  entry ${proof.damage.sequence} is damaged: ${proof.damage.what}; nothing after it was read`);
    });
}

function subVerb(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--json', 'print one JSON document', false)
    .addOption(dataDirOption());
}

function demoOption() {
  return new Command().createOption('--demo', 'the ledger of the demo').default(false);
}

function ledgerPath({ dataDir, demo }: LedgerFlags): string {
  const path = join(dataDir, demo ? 'ledger-demo.sqlite' : 'ledger.sqlite');
  if (existsSync(path)) return path;
  throw new Error(`there is no ${path}: give another --data-dir${demo ? '' : ", or --demo for the demo's"}`);
}

function checkArea(area: string, known: readonly string[]): void {
  if (known.includes(area)) return;
  throw new Error(`no entries of area ${area} (there are: ${known.join(', ') || 'none'}): give another --area`);
}
