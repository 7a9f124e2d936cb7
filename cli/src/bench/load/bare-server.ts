/**
 * Answers and does nothing else, in a process of its own: what the machine and the measuring itself add to a request's
 * time, asked in the same run as the service. Tells its parent the port and ends with it.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((request, response) => {
  request.resume().once('end', () => response.end('{}'));
});
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
