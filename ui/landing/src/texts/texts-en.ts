/** The landing page in English. */
import type { LandingTexts } from './texts-ja.ts';

export const en: LandingTexts = {
  subtitle: 'On-demand shared transit',
  title: 'Shared rides that follow the bookings',
  lead: (area) =>
    `The shared ride service of ${area}. Book by phone or here: people who go the same way share a vehicle, and it comes in the promised time.`,
  enter: 'Which page do you need?',
  rider: 'Book a ride',
  riderText: 'Choose where from, where to, when and how many.',
  driver: 'Driver page',
  driverText: 'See the next stop and who boards; record arrived, boarded, dropped off.',
  open: 'Vehicles are running now',
  closed: 'No vehicles are running now',
  rests: 'The service rests now (weather or another emergency)',
  fleet: 'Vehicles now',
  fleetMapText: 'The map and the list below say the same.',
  inService: 'in service',
  offDuty: 'no driver',
  onBoard: (onBoard, seats) => `${onBoard} on board (${seats} seats)`,
  bookings: (count) => (count === 1 ? '1 booking' : `${count} bookings`),
  nextStop: (stop) => `next stop ${stop}`,
  near: (stop) => `near ${stop}`,
  figures: 'Figures of the day',
  figureNames: {
    requests: 'Requests',
    booked: 'Booked',
    completed: 'Completed',
    shared: 'Shared rides',
    refused: 'Refused',
    cancelled: 'Cancelled',
    noShow: 'No-shows',
    latePickups: 'Pickups later than promised',
  },
  count: (count) => `${count}`,
  demoTitle: 'About the demo',
  demoLines: [
    'Virtual riders and drivers use the same public API as everybody else.',
    'What you book on the rider page is planned together with their rides.',
    'Choose a vehicle on the driver page and it is handed over to you.',
  ],
  demoShift: (clock) =>
    `So that there is something to see at any hour, the demo runs on its own clock. In the demo it is now ${clock}.`,
  modelTitle: 'About the streets',
  modelText:
    'Streets, buildings and stops of this town are model streets, made by a program from published figures. Do not use them to find your way.',
  technical: 'For integrators and operators',
  links: {
    api: 'API documentation',
    openapi: 'OpenAPI (JSON)',
    health: 'Health',
    metrics: 'Metrics (Prometheus)',
  },
  version: (version) => `Noriai ${version}`,
};
