/** The rider page's texts in the chosen language. */
import { catalogue } from '@noriai/ui/texts/language.ts';
import { easy } from './texts-easy.ts';
import { en } from './texts-en.ts';
import { ja, type RiderTexts } from './texts-ja.ts';

export const riderCatalogue = { ja, easy, en };
export const riderTexts = catalogue<RiderTexts>(riderCatalogue);
