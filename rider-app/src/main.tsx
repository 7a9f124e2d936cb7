/** The rider page: book, follow and cancel a shared ride. */
import '@noriai/ui/look/base.css';
import '@noriai/ui/look/parts.css';
import './rider.css';
import { startClock } from '@noriai/ui/service/clock.ts';
import { keepLoading } from '@noriai/ui/service/keep-loading.ts';
import { followPreferences } from '@noriai/ui/texts/language.ts';
import { keepPage } from '@noriai/ui/offline/keep-page.ts';
import { render } from 'preact';
import { RiderPage } from './rider-page.tsx';
import { loadAccount } from './trip/account.ts';
import { api, loadBookings, stayConnected } from './trip/rider-session.ts';
import { forgetWaitlist, hearWaitlist } from './trip/waitlist.ts';

followPreferences();
keepPage(import.meta.env.BASE_URL);
startClock();
render(<RiderPage />, document.getElementById('page')!);
stayConnected({ hear: hearWaitlist, forget: forgetWaitlist });
await keepLoading(api);
await Promise.all([loadBookings(), loadAccount()]);
