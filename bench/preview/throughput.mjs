// The preview of the seed design beside a server written by hand for the same three operations, on the same rows, in the
// same run: requests/s, p99 and errors, on the embedded PostgreSQL and on a native one. `node bench/preview/throughput.mjs`
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import autocannon from 'autocannon';
import { startNative, urlOf, within } from '../database/native.mjs';

const cli = resolve('dist/cli/main.js');
const sentence =
  'Design a scalable backend architecture for our e-commerce platform handling 100K concurrent users. ' +
  'We need user authentication, product management, order processing, and payment integration.';
const seconds = Number(process.env['SECONDS_EACH'] ?? 5);
const rounds = Number(process.env['ROUNDS'] ?? 3);
const connections = 20;
const scratch = mkdtempSync(join(tmpdir(), 'plumbline-preview-'));
const pack = process.env['PACKAGE'] ?? join(scratch, 'package');
if (process.env['PACKAGE'] === undefined)
  spawnSync(process.execPath, [cli, 'design', sentence, '--out', pack, '--quiet'], { stdio: 'inherit' });

/** Rows are made by the delivered generator, of the same scale on both sides. */
const scale = '0.00008';
const rowsFile = join(scratch, 'rows.sql');
writeFileSync(
  rowsFile,
  `select set_config('seed.scale', '${scale}', false);\n${readFileSync(join(pack, '7-testing/generate-data.sql'), 'utf8')}`,
);

function start(args, ready) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((done, fail) => {
    let text = '';
    child.on('exit', (code) => fail(new Error(`${args.join(' ')} ended with ${code}: ${text}`)));
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const found = ready(text);
      if (found !== undefined) done({ ...found, stop: () => child.kill('SIGKILL') });
    });
  });
}

async function startOurs(database) {
  const args = [cli, 'preview', pack, '--port', '0', '--unlimited', '--scale', scale, '--log', 'error'];
  const ours = await start([...args, ...(database === undefined ? [] : ['--database', database])], (text) => {
    const url = /at (http:\/\/\S+)/.exec(text)?.[1];
    const key = /x-preview-key: (\S+)/.exec(text)?.[1];
    return url === undefined || key === undefined ? undefined : { url, key };
  });
  const control = async (name, input) => {
    const answer = await fetch(`${ours.url}/_preview/${name}`, {
      method: 'POST',
      headers: { 'x-preview-key': ours.key, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
    return answer.json();
  };
  const { rows } = await control('query', {
    sql: "select id from auth.users where kind = 'customer' and status = 'active' order by id limit 1",
  });
  const { token } = await control('access-token', { role: 'customer', person: rows[0].id });
  return { ...ours, token, customer: rows[0].id };
}

const startPeer = (place, customer) =>
  start(
    [resolve('bench/preview/peer.mjs'), place, join(pack, '2-database/schema.sql'), rowsFile, customer],
    (text) => (text.includes('\n') ? JSON.parse(text.split('\n')[0]) : undefined),
  );

const address = {
  recipient: 'A. Person',
  line1: 'Lane 1',
  postal_code: '10115',
  city: 'Berlin',
  country: 'DE',
};
let keys = 0;
const operations = (product) => [
  { name: 'list Product (20)', path: '/products?limit=20' },
  { name: 'read Product', path: `/products/${product}` },
  { name: 'create Address', path: '/addresses', method: 'POST' },
];

async function load({ url, token }, { path, method = 'GET' }) {
  const request =
    method === 'GET'
      ? { path }
      : {
          path,
          method,
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          setupRequest: (each) => ({
            ...each,
            headers: { ...each.headers, 'idempotency-key': `bench-key-${(keys += 1)}` },
            body: JSON.stringify(address),
          }),
        };
  const result = await autocannon({ url, connections, duration: seconds, requests: [request] });
  return { rate: result.requests.average, p99: result.latency.p99, errors: result.errors + result.non2xx };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const places = [{ name: 'embedded', ours: undefined, peer: 'embedded' }];
let stopNative = () => {};
try {
  stopNative = startNative(mkdtempSync(join(tmpdir(), 'plumbline-native-')), { shared_buffers: '256MB' });
  for (const name of ['ours', 'peer'])
    await within('postgres', (client) => client.query(`create database ${name}`));
  places.push({ name: 'native PostgreSQL', ours: urlOf('ours'), peer: urlOf('peer') });
} catch (error) {
  console.log(`skipped: the native server, ${error.message}`);
}

console.log('place | operation | preview requests/s, p99 | by hand requests/s, p99 | ratio | errors');
try {
  for (const place of places) {
    const ours = await startOurs(place.ours);
    if (place.name !== 'embedded') {
      spawnSync(
        'psql',
        [
          '-q',
          '-v',
          'ON_ERROR_STOP=1',
          '-d',
          place.peer,
          '-f',
          join(pack, '2-database/schema.sql'),
          '-f',
          rowsFile,
        ],
        { stdio: ['ignore', 'ignore', 'inherit'] },
      );
    }
    const peer = await startPeer(place.peer, ours.customer);
    const { items } = await (await fetch(`${ours.url}/products?limit=1`)).json();
    for (const operation of operations(items[0].id)) {
      const runs = { ours: [], peer: [] };
      for (const side of [ours, peer]) await load(side, operation);
      for (let round = 0; round < rounds; round++) {
        runs.ours.push(await load(ours, operation));
        runs.peer.push(await load(peer, operation));
      }
      const [a, b] = [runs.ours, runs.peer].map((each) => ({
        rate: median(each.map(({ rate }) => rate)),
        p99: median(each.map(({ p99 }) => p99)),
        errors: each.reduce((sum, { errors }) => sum + errors, 0),
      }));
      console.log(
        `${place.name} | ${operation.name} | ${Math.round(a.rate)}, ${a.p99} ms | ${Math.round(b.rate)}, ${b.p99} ms | ${(a.rate / b.rate).toFixed(2)} | ${a.errors}, ${b.errors}`,
      );
    }
    ours.stop();
    peer.stop();
  }
} finally {
  stopNative();
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(0);
