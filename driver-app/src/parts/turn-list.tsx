/** The way to the next halt in words: the next turn big, the whole list below. */
import type { Call, DirectionsLeg } from '@noriai/core/contracts/driving.ts';
import { duration } from '@noriai/ui/format/plain-words.ts';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { findLeg } from '../duty/directions.ts';
import { nextStep } from '../duty/next-step.ts';
import { ownPosition } from '../duty/own-position.ts';
import { driverTexts } from '../texts/driver-texts.ts';

type Step = DirectionsLeg['steps'][number];

const arrows: Record<Step['turn'], string> = {
  start: '▲',
  straight: '↑',
  slight_left: '↖',
  left: '←',
  slight_right: '↗',
  right: '→',
  back: '↶',
};

export function TurnList({ call }: { call: Call }): JSX.Element {
  const t = driverTexts.value;
  const leg = findLeg(call);
  if (!leg) return <p class="hint">{t.noDirections}</p>;
  const next = nextStep(leg, ownPosition.value);
  const step = leg.steps[next.index];
  return (
    <section class="card turns">
      <h2>{t.directions}</h2>
      <p class="next-turn">
        <span class="turn-arrow" aria-hidden="true">
          {step ? arrows[step.turn] : '●'}
        </span>
        <span>
          <strong class="next-turn-far">{t.metres(roundM(next.inM))}</strong>
          <span class="next-turn-words">{step ? stepWords(step) : t.thenArrive}</span>
        </span>
      </p>
      <details>
        <summary>{t.wholeWay(t.metres(leg.lengthM), duration(leg.driveSec, language.value))}</summary>
        <ol class="turn-steps">
          {leg.steps.map((one, i) => (
            <li key={i} aria-current={i === next.index ? 'step' : undefined}>
              <span aria-hidden="true">{arrows[one.turn]}</span>
              <span>{stepWords(one)}</span>
              <span class="turn-far">{t.metres(one.lengthM)}</span>
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}

export function stepWords({ turn, streetName }: Step): string {
  const t = driverTexts.value;
  const words = t.turns[turn] ?? turn;
  if (streetName === '') return words;
  return `${words} ${turn === 'start' ? t.along(streetName) : t.into(streetName)}`;
}

/** Nobody drives by the metre: tens near the turn, fifties farther away. */
export function roundM(metres: number): number {
  const step = metres < 200 ? 10 : 50;
  return Math.round(metres / step) * step;
}
