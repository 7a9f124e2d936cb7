import { join, resolve } from 'node:path';
import { Option } from 'commander';
import { projectDir } from './project-dir.ts';

/** `--data-dir` / `NORIAI_DATA_DIR`: where imported areas and ledgers live, default `.noriai` in the project's folder. */
export function dataDirOption(): Option {
  return new Option('--data-dir <folder>', 'where imported areas and the ledger live')
    .env('NORIAI_DATA_DIR')
    .default(join(projectDir, '.noriai'), '.noriai in the project folder')
    .argParser((value: string) => resolve(value));
}
