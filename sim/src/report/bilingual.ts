/** Texts of the report in both languages; the page shows one of them. */
import type { LocalText } from '@noriai/core/contracts/area.ts';

/** @param ja and en are HTML */
export const both = (ja: string, en: string): string => `<span lang="ja">${ja}</span><span lang="en">${en}</span>`;
export const bothOf = ({ ja, en }: LocalText): string => both(escaped(ja), escaped(en ?? ja));

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
