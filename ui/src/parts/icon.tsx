/** The few pictures we use, drawn with the text's colour; always beside words, so hidden from screen readers. */
import type { JSX } from 'preact';

const paths = {
  bus: 'M5 17V7a2 2 0 0 1 2-2h10a3 3 0 0 1 3 2l1.5 5v5a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1Zm2-10v4h5V7Zm7 0v4h5l-1.2-4Z M8 21a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm10 0a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  phone:
    'M6.6 10.8a15 15 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.25 11 11 0 0 0 3.6.6 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1 11 11 0 0 0 .6 3.6 1 1 0 0 1-.25 1Z',
  back: 'M15.4 4.6 8 12l7.4 7.4L14 20.8 5.2 12 14 3.2Z',
  next: 'M8.6 4.6 16 12l-7.4 7.4L10 20.8l8.8-8.8L10 3.2Z',
  home: 'M12 3 2 12h3v8h5v-6h4v6h5v-8h3Z',
  speaker:
    'M3 9v6h4l5 5V4L7 9Zm13.5 3a4.5 4.5 0 0 0-2.5-4v8a4.5 4.5 0 0 0 2.5-4ZM14 3.2v2.1a7 7 0 0 1 0 13.4v2.1a9 9 0 0 0 0-17.6Z',
  mute: 'M3 9v6h4l5 5V4L7 9Zm18.4.9L20 8.5l-2.1 2.1-2.1-2.1-1.4 1.4 2.1 2.1-2.1 2.1 1.4 1.4 2.1-2.1 2.1 2.1 1.4-1.4-2.1-2.1Z',
  check: 'M9.5 17.6 4 12.1l1.9-1.9 3.6 3.6 8.6-8.6L20 7.1Z',
  warning: 'M12 2 1 21h22Zm1 15h-2v2h2Zm0-7h-2v5h2Z',
  info: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm1 15h-2v-6h2Zm0-8h-2V7h2Z',
  place: 'M12 2a7 7 0 0 0-7 7c0 5.2 7 13 7 13s7-7.8 7-13a7 7 0 0 0-7-7Zm0 9.5a2.5 2.5 0 1 1 0-5 2.5 2.5 0 0 1 0 5Z',
  clock: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm0 18a8 8 0 1 1 0-16 8 8 0 0 1 0 16Zm.8-13H11v6l5 3 .9-1.5-4.1-2.5Z',
  people:
    'M9 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm7 0a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM9 14c-3 0-7 1.5-7 4v2h14v-2c0-2.5-4-4-7-4Zm7 0c-.3 0-.6 0-1 .1 1.8 1 3 2.3 3 3.9v2h5v-2c0-2.5-4-4-7-4Z',
  lost: 'M3.3 2 2 3.3l4.2 4.2A13 13 0 0 0 1.5 10L12 22l3.6-4.2 4.1 4.2 1.3-1.3ZM12 5c-.9 0-1.7.1-2.5.2l8.9 9 4.1-4.7A16 16 0 0 0 12 5Z',
  plus: 'M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7Z',
  minus: 'M4 11h16v2H4Z',
  swap: 'M7 4 3 8l4 4V9h10V7H7Zm10 8v3H7v2h10v3l4-4Z',
  search: 'M10 3a7 7 0 1 0 4.3 12.5l5.1 5.1 1.4-1.4-5.1-5.1A7 7 0 0 0 10 3Zm0 2a5 5 0 1 1 0 10 5 5 0 0 1 0-10Z',
  map: 'm15 5-6-2-6 2.5V20l6-2.5 6 2.5 6-2.5V3Zm-5 .5 4 1.3v11.2l-4-1.5Z',
  settings: 'M3 6h10v2H3Zm13-2h2v6h-2V8h-1V6h1Zm3 2h2v2h-2ZM3 16h4v2H3Zm5-2h2v6H8Zm3 2h10v2H11Z',
  close: 'm5.4 4 6.6 6.6L18.6 4 20 5.4 13.4 12l6.6 6.6-1.4 1.4-6.6-6.6L5.4 20 4 18.6l6.6-6.6L4 5.4Z',
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}
