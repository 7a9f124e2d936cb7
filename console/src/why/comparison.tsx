/** A trip's vehicle against the others that could take it, in plain words. */
import type { RivalVehicle, TripReasons } from '@noriai/core/contracts/reasons.ts';
import { duration } from '@noriai/ui/format/plain-words.ts';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { clock, name } from '../words.ts';
import { balanceOf, type PartOfDifference } from './difference.ts';
import { ObstacleList } from './obstacle-list.tsx';
import { whyTexts, type WhyTexts } from './why-texts.ts';

export function Comparison({ reasons }: { reasons: TripReasons }): JSX.Element {
  const t = whyTexts.value;
  const [runnerUp, ...others] = reasons.rivals;
  if (reasons.fixed !== null) return <p>{t.fixed[reasons.fixed]}</p>;
  return (
    <>
      {runnerUp === undefined && <p>{t.noOther}</p>}
      {runnerUp !== undefined && (
        <>
          <h3>{t.runnerUp(name(runnerUp.vehicleName))}</h3>
          <RivalWords reasons={reasons} rival={runnerUp} />
        </>
      )}
      {others.length > 0 && (
        <details>
          <summary>{t.others}</summary>
          {others.map((rival) => (
            <section key={rival.vehicleId}>
              <h3>{name(rival.vehicleName)}</h3>
              <RivalWords reasons={reasons} rival={rival} />
            </section>
          ))}
        </details>
      )}
      <ObstacleList obstacles={reasons.obstacles} />
    </>
  );
}

function RivalWords({ reasons, rival }: { reasons: TripReasons; rival: RivalVehicle }): JSX.Element {
  const t = whyTexts.value;
  const { less, more } = balanceOf(rival.difference);
  const other = name(rival.vehicleName);
  return (
    <div class="why-rival">
      {less.length > 0 && (
        <p>
          {t.better(name(reasons.vehicleName))} <strong>{partsSaid(t.less, less)}</strong>
        </p>
      )}
      {more.length > 0 && (
        <p>
          {less.length > 0 ? t.instead : t.better(name(reasons.vehicleName))} {partsSaid(t.more, more)}
        </p>
      )}
      {less.length + more.length === 0 && <p>{t.same}</p>}
      <p class="hint">{t.rivalTimes(other, clock(rival.pickupSec), clock(rival.dropoffSec))}</p>
      {reasons.about === 'now' && rival.price.total < 0 && <p>{t.rivalBetter(other)}</p>}
    </div>
  );
}

function partsSaid(words: WhyTexts['less'], parts: readonly PartOfDifference[]): string {
  const { comma, fullStop } = whyTexts.value;
  return parts.map(({ part, sec }) => words[part](timeSaid(sec))).join(comma) + fullStop;
}

/** Whole minutes from ten minutes on: seconds would only pretend to be exact. */
function timeSaid(sec: number): string {
  return duration(sec < 600 ? sec : Math.round(sec / 60) * 60, language.value).replace(/0(秒|びょう| s)$/, (zero) =>
    sec >= 600 ? '' : zero,
  );
}
