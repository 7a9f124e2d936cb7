/** The landing page: what is what, where to go, and the fleet as it moves. */
import '@noriai/ui/look/base.css';
import '@noriai/ui/look/parts.css';
import './landing.css';
import { startClock } from '@noriai/ui/service/clock.ts';
import { keepLoading } from '@noriai/ui/service/keep-loading.ts';
import { followPreferences } from '@noriai/ui/texts/language.ts';
import { render } from 'preact';
import { api, watchFleet } from './fleet.ts';
import { LandingPage } from './landing-page.tsx';

followPreferences();
startClock();
render(<LandingPage />, document.getElementById('page')!);
watchFleet();
await keepLoading(api);
