/** Reading aloud with the device's own voice; nothing happens where there is none. */
import { signal } from '@preact/signals';
import { htmlLang, type Language } from '../texts/language.ts';

export const canSpeak = typeof speechSynthesis !== 'undefined' && typeof SpeechSynthesisUtterance !== 'undefined';

export const isSpeaking = signal(false);

/** Reads the text slowly, instead of whatever is being read now. */
export function speak(text: string, language: Language): void {
  if (!canSpeak) return;
  speechSynthesis.cancel();
  speakNext(text, language);
}

/** Reads the text slowly, after whatever is being read now. */
export function speakNext(text: string, language: Language): void {
  if (!canSpeak) return;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = htmlLang(language) === 'en' ? 'en-US' : 'ja-JP';
  utterance.rate = 0.9;
  const ended = (): void => {
    isSpeaking.value = speechSynthesis.pending;
  };
  utterance.addEventListener('end', ended);
  utterance.addEventListener('error', ended);
  isSpeaking.value = true;
  speechSynthesis.speak(utterance);
}

export function stopSpeaking(): void {
  if (canSpeak) speechSynthesis.cancel();
  isSpeaking.value = false;
}
