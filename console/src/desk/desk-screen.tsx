/** The phone desk. */
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { consoleTexts } from '../texts/console-texts.ts';

export function DeskScreen(): JSX.Element {
  return <Screen title={consoleTexts.value.desk}>{null}</Screen>;
}
