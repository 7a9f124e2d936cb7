/** Screens that are opened now and then come in a part of their own, so that the desk is there sooner. */
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { liveState } from '../session/session.ts';

type Component = () => JSX.Element;

/** A screen whose code is fetched when it is first opened, and again after each reconnection until it has come. */
export function laterScreen(fetchScreen: () => Promise<Component>): Component {
  let come: Component | null = null;
  return function LaterScreen() {
    const [Shown, setShown] = useState<{ readonly screen: Component } | null>(come && { screen: come });
    const [hasFailed, setFailed] = useState(false);
    useEffect(() => {
      if (come !== null) return;
      fetchScreen().then(
        (screen) => {
          come = screen;
          setShown({ screen });
        },
        () => setFailed(true),
      );
    }, [liveState.value]);
    if (Shown) return <Shown.screen />;
    return hasFailed ? (
      <Notice kind="trouble">{sharedTexts.value.unreachable}</Notice>
    ) : (
      <p>{sharedTexts.value.loading}</p>
    );
  };
}
