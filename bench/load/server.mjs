// A server with a known demand: burns CPU time of its own (not wall time, so other processes do not count) for each
// request. `node server.mjs <ms> [constant|exponential|stall]`; its port comes on stdout, GET /cpu tells its CPU seconds,
// those it burned on purpose and its requests so far. `stall` sleeps 1 s in every 5.
import { createServer } from 'node:http';

const milliseconds = Number(process.argv[2] ?? 2);
const kind = process.argv[3] ?? 'constant';
let state = 7;
const uniform = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return (state + 0.5) / 2 ** 32;
};

let burned = 0;
function burn(wanted) {
  const start = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(start);
    if (user + system < wanted * 1000) continue;
    burned += (user + system) / 1e6;
    return;
  }
}

let requests = 0;
const server = createServer((request, response) => {
  if (request.url === '/cpu') {
    const { user, system } = process.cpuUsage();
    response.end(JSON.stringify({ seconds: (user + system) / 1e6, burned, requests }));
    return;
  }
  requests += 1;
  const wanted = kind === 'exponential' ? -Math.log(uniform()) * milliseconds : milliseconds;
  if (wanted > 0) burn(wanted);
  response.end('ok');
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

/** Sleeps from second 2 to 3 of every five, so that a window of whole fives that begins at once holds whole stalls. */
function stall(start, period) {
  setTimeout(
    () => {
      const end = start + period * 5000 + 3000;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.max(0, end - performance.now()));
      stall(start, period + 1);
    },
    start + period * 5000 + 2000 - performance.now(),
  );
}
if (kind === 'stall') stall(performance.now(), 0);
