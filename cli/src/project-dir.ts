import { resolve } from 'node:path';

/** The folder of the project, whatever folder the tool is called from. */
export const projectDir = resolve(import.meta.dirname, '..', '..');
