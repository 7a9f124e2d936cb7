/** The driver page's texts in the chosen language. */
import { catalogue } from '@noriai/ui/texts/language.ts';
import { easy } from './texts-easy.ts';
import { en } from './texts-en.ts';
import { ja, type DriverTexts } from './texts-ja.ts';

export const driverCatalogue = { ja, easy, en };
export const driverTexts = catalogue<DriverTexts>(driverCatalogue);
