/** The alarm's sound: two tones that older ears hear, three times; made by the browser, no file. */

const TONES_HZ = [660, 880, 660, 880, 660, 880];
const TONE_SEC = 0.22;

let context: AudioContext | null = null;

/** Browsers allow sound only after somebody has pressed something on the page; before that it stays a picture. */
export function soundAlarm(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
  const beginSec = context.currentTime;
  TONES_HZ.forEach((hz, i) => tone(context!, hz, beginSec + i * TONE_SEC));
}

function tone(audio: AudioContext, hz: number, atSec: number): void {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.type = 'square';
  oscillator.frequency.value = hz;
  volume.gain.setValueAtTime(0.25, atSec);
  volume.gain.setValueAtTime(0, atSec + TONE_SEC * 0.9);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(atSec);
  oscillator.stop(atSec + TONE_SEC);
}
