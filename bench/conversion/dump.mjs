// A dump of MySQL loaded into a local MariaDB and converted into the embedded PostgreSQL: counts and checksums of both,
// MariaDB's computed by MariaDB in SQL. `node bench/conversion/dump.mjs <directory or dump.sql> …`; PLUMBLINE_MYSQL names
// the client with its options (default: mysql -h 127.0.0.1 -u root). A database of its own is made and dropped.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const [client, ...options] = (process.env.PLUMBLINE_MYSQL ?? 'mysql -h 127.0.0.1 -u root').split(' ');
const database = `plumbline_conversion_${process.pid}`;

function mysql(args, input) {
  const ran = spawnSync(client, [...options, ...args], { input, maxBuffer: 1 << 30 });
  if (ran.status !== 0) throw new Error(String(ran.error?.message ?? ran.stderr));
  return String(ran.stdout);
}

function filesOf(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => join(path, name));
}

function compare(file) {
  const out = mkdtempSync(join(tmpdir(), 'conversion-'));
  try {
    const begun = performance.now();
    const ran = spawnSync(
      process.execPath,
      [cli, 'check', 'conversion', file, '--format', 'json', '--out', out],
      {
        maxBuffer: 1 << 30,
      },
    );
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const answer = JSON.parse(String(ran.stdout) || '{}');
    if (answer.measurements === undefined) throw new Error(String(ran.stderr));
    const { tables, rehearsal } = answer.measurements;
    mysql(['-e', `drop database if exists ${database}; create database ${database} default charset utf8mb4`]);
    mysql(
      [
        `--init-command=set foreign_key_checks=0, sql_mode='NO_ENGINE_SUBSTITUTION'`,
        '--default-character-set=utf8mb4',
        database,
      ],
      readFileSync(file),
    );
    const there = mysql(
      ['-N', '--default-character-set=utf8mb4', database],
      readFileSync(join(out, 'checksums.mysql.sql')),
    );
    const legacy = new Map(
      there
        .trim()
        .split('\n')
        .map((line) => line.split('\t'))
        .map(([table, rows, checksum]) => [table, { rows: Number(rows), checksum }]),
    );
    const judged = tables.map((table) => {
      const { rows, checksum } = legacy.get(table.table) ?? {};
      return {
        ...table,
        rows,
        checksum,
        same: rows === table.waiting && rows === table.converted && checksum === table.checksumConverted,
      };
    });
    const count = (of) => judged.reduce((sum, table) => sum + of(table), 0);
    console.log(
      `${file}: ${answer.verdict}${answer.reason === undefined ? '' : ` (${answer.reason})`}${answer.counterexample === undefined ? '' : `: ${answer.counterexample}`}; ${judged.length} tables, ${count(({ waiting }) => waiting)} rows read, ${count(({ rows }) => rows ?? 0)} in MariaDB, ${count(({ converted }) => converted)} converted, ${count(({ quarantined }) => quarantined)} in quarantine, ${count(({ repaired }) => repaired)} repaired; counts and checksums equal for ${count(({ same }) => (same ? 1 : 0))} of ${judged.length} tables; ${rehearsal.crashes} crashes, ${seconds} s`,
    );
    for (const {
      table,
      waiting,
      rows,
      converted,
      quarantined,
      repaired,
      checksum,
      checksumConverted,
      faults,
    } of judged.filter(({ same }) => !same))
      console.log(
        `  ${table}: ${waiting} read, ${rows} in MariaDB, ${converted} converted, ${quarantined} in quarantine, ${repaired} repaired; ${checksum} and ${checksumConverted} ${faults.map(({ column, fault, action, values }) => `${column} ${fault} ${action} ${values}`).join(', ')}`,
      );
    return judged.every(({ same, quarantined, repaired }) => same || quarantined + repaired > 0);
  } finally {
    mysql(['-e', `drop database if exists ${database}`]);
    rmSync(out, { recursive: true });
  }
}

const given = process.argv.slice(2);
if (given.length === 0) {
  console.log('skipped: name a dump of MySQL, or a directory of them');
} else if (spawnSync(client, [...options, '-e', 'select 1']).status !== 0) {
  console.log(`skipped: ${client} ${options.join(' ')} does not answer`);
} else {
  const results = given.flatMap(filesOf).map(compare);
  process.exitCode = results.every(Boolean) ? 0 : 1;
}
