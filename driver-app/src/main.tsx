/** The driver page: sign on, the next stop, three big actions; works on where there is no signal. */
import '@noriai/ui/look/base.css';
import '@noriai/ui/look/parts.css';
import './driver.css';
import { startClock } from '@noriai/ui/service/clock.ts';
import { keepLoading } from '@noriai/ui/service/keep-loading.ts';
import { followPreferences } from '@noriai/ui/texts/language.ts';
import { keepPage } from '@noriai/ui/offline/keep-page.ts';
import { render } from 'preact';
import { DriverPage } from './driver-page.tsx';
import { api, keepOnDuty } from './duty/duty.ts';
import { followLight } from './duty/light.ts';

followPreferences();
followLight();
keepPage(import.meta.env.BASE_URL);
startClock();
render(<DriverPage />, document.getElementById('page')!);
void keepLoading(api);
await keepOnDuty();
