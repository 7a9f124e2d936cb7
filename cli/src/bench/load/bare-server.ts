/**
 * Puts a line on the disk and answers, and does nothing else, in a process of its own: what the machine, its disk and the
 * measuring itself add to the time of a request that must not be lost, asked in the same run as the service. Is given a file
 * to write, tells its parent the port, and ends with it.
 */
import { fsyncSync, openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const file = openSync(process.argv[2]!, 'a');
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    writeSync(file, `${Date.now()}\n`);
    fsyncSync(file);
    response.end('{}');
  });
});
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
