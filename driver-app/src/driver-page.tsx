/** Signed on or not; everything else follows from the manifest. */
import { PageFrame } from '@noriai/ui/parts/page-frame.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { area, isUnreachable } from '@noriai/ui/service/service-state.ts';
import { language } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { JSX } from 'preact';
import { duty, kept, liveState } from './duty/duty.ts';
import { DutyScreen } from './screens/duty-screen.tsx';
import { SignOnScreen } from './screens/sign-on-screen.tsx';
import { driverTexts } from './texts/driver-texts.ts';

export function DriverPage(): JSX.Element {
  const t = driverTexts.value;
  const isLost = liveState.value === 'lost';
  return (
    <PageFrame
      subtitle={t.subtitle}
      live={liveState}
      lostText={t.offline(kept.value.length)}
      class={isLost ? 'driver driver-lost' : 'driver'}
    >
      <Current />
    </PageFrame>
  );
}

function Current(): JSX.Element {
  if (area.value === null)
    return isUnreachable.value ? (
      <Notice kind="trouble">{sharedTexts.value.unreachable}</Notice>
    ) : (
      <p>{sharedTexts.value.loading}</p>
    );
  return duty.value === null ? <SignOnScreen /> : <DutyScreen key={language.value} />;
}
