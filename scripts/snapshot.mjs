// Writes an initialised PostgreSQL data directory into dist, so that no run of the package pays for initdb. It is
// kept under node_modules/.cache between builds, under the version of the engine that made it. The two templates are
// left out: they hold what the database itself holds, and to unpack 600 files takes a third of a start. The engine
// puts links in their place.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';

const { version } = JSON.parse(readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8'));
const name = `cluster-${version}.tar.gz`;
const cache = 'node_modules/.cache/plumbline/without-templates';

if (!existsSync(`${cache}/${name}`)) {
  const database = await PGlite.create();
  const data = await database.dumpDataDir('none');
  mkdirSync(cache, { recursive: true });
  const kept = withoutTemplates(Buffer.from(await data.arrayBuffer()));
  writeFileSync(`${cache}/${name}`, gzipSync(kept, { level: 9 }));
}
mkdirSync('dist/provers/postgres', { recursive: true });
copyFileSync(`${cache}/${name}`, `dist/provers/postgres/${name}`);
// PGlite keeps the event loop alive.
process.exit(0);

/** The entries of a tar (POSIX ustar: blocks of 512 bytes, name at 0, size in octal at 124) but those of the templates. */
function withoutTemplates(tar) {
  const parts = [];
  for (let at = 0; at < tar.length;) {
    const name = tar.toString('latin1', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0;
    const end = at + 512 + Math.ceil(size / 512) * 512;
    if (!/^\/?base\/[14](\/|$)/.test(name)) parts.push(tar.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}
