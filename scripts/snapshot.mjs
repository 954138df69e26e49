// Writes an initialised PostgreSQL data directory into dist, so that no run of the package pays for initdb. It is
// kept under node_modules/.cache between builds, under the version of the engine that made it.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';

const { version } = JSON.parse(readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8'));
const name = `cluster-${version}.tar.gz`;
const cache = 'node_modules/.cache/plumbline';

if (!existsSync(`${cache}/${name}`)) {
  const database = await PGlite.create();
  const data = await database.dumpDataDir('none');
  mkdirSync(cache, { recursive: true });
  writeFileSync(`${cache}/${name}`, gzipSync(new Uint8Array(await data.arrayBuffer()), { level: 9 }));
}
mkdirSync('dist/provers/postgres', { recursive: true });
copyFileSync(`${cache}/${name}`, `dist/provers/postgres/${name}`);
// PGlite keeps the event loop alive.
process.exit(0);
