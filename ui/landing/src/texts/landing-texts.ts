/** The landing page's texts in the chosen language. */
import { catalogue } from '@noriai/ui/texts/language.ts';
import { easy } from './texts-easy.ts';
import { en } from './texts-en.ts';
import { ja, type LandingTexts } from './texts-ja.ts';

export const landingCatalogue = { ja, easy, en };
export const landingTexts = catalogue<LandingTexts>(landingCatalogue);
