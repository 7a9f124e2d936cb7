/** Desk and fleet: take calls, watch the day, step in. */
import '@noriai/ui/look/base.css';
import '@noriai/ui/look/parts.css';
import './console.css';
import { keepPage } from '@noriai/ui/offline/keep-page.ts';
import { startClock } from '@noriai/ui/service/clock.ts';
import { keepLoading } from '@noriai/ui/service/keep-loading.ts';
import { followPreferences } from '@noriai/ui/texts/language.ts';
import { render } from 'preact';
import { watchAlarms } from './alarms/alarms.ts';
import { keepBoard } from './board/board-data.ts';
import { ConsolePage } from './console-page.tsx';
import { listenToKeys } from './keys/keys.ts';
import { api, loadMe, stayConnected } from './session/session.ts';

followPreferences();
keepPage(import.meta.env.BASE_URL);
startClock();
render(<ConsolePage />, document.getElementById('page')!);
stayConnected();
keepBoard();
watchAlarms();
listenToKeys();
await keepLoading(api);
await loadMe();
