/** A line or box that says something about the page as a whole. */
import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export interface NoticeProps {
  readonly kind: 'info' | 'warning' | 'trouble' | 'good';
  readonly children: ComponentChildren;
}

const icons: Record<NoticeProps['kind'], IconName> = {
  info: 'info',
  warning: 'warning',
  trouble: 'warning',
  good: 'check',
};

export function Notice({ kind, children }: NoticeProps): JSX.Element {
  return (
    <div class={`notice notice-${kind}`}>
      <Icon name={icons[kind]} />
      <div>{children}</div>
    </div>
  );
}
