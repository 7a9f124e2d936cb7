/** The texts of desk and fleet in the chosen language. */
import { catalogue } from '@noriai/ui/texts/language.ts';
import { easy } from './texts-easy.ts';
import { en } from './texts-en.ts';
import { ja, type ConsoleTexts } from './texts-ja.ts';

export const consoleCatalogue = { ja, easy, en };
export const consoleTexts = catalogue<ConsoleTexts>(consoleCatalogue);
