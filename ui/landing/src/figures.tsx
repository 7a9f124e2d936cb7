/** The figures of the day, good and bad ones alike. */
import type { JSX } from 'preact';
import { fleet } from './fleet.ts';
import { landingTexts } from './texts/landing-texts.ts';

const order = ['requests', 'booked', 'completed', 'shared', 'refused', 'cancelled', 'noShow', 'latePickups'] as const;

export function Figures(): JSX.Element {
  const t = landingTexts.value;
  const today = fleet.value?.today;
  return (
    <section class="card">
      <h2>{t.figures}</h2>
      <dl class="figures">
        {order.map((name) => (
          <div key={name}>
            <dt>{t.figureNames[name]}</dt>
            <dd>{today ? t.count(today[name]) : '…'}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
