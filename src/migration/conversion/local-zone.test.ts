import { expect, test } from 'vitest';
import { readConcerns } from '../../sources/repository/concerns/concerns.ts';
import { memorySource } from '../../sources/repository/source.ts';
import { toldZone, zoneOf } from './local-zone.ts';

const told = async (files: Readonly<Record<string, string>>) =>
  toldZone((await readConcerns(memorySource(new Map(Object.entries(files))))).facts);

const set = (zone: string): string => `<?php date_default_timezone_set('${zone}');`;
const inBerlin = (file: string, line = 1) => ({
  localZone: { name: 'Europe/Berlin', origin: { kind: 'read', file, line } },
  left: [],
});

test('the zone that code sets wins over what it was started with', async () => {
  expect(
    await told({ 'boot.php': set('Europe/Berlin'), 'php.ini': 'date.timezone = America/Lima\n' }),
  ).toEqual(inBerlin('boot.php'));
});

test('a setting of a framework, of PHP, or of the process says it where the code does not', async () => {
  expect(await told({ 'config/app.php': "<?php return ['timezone' => 'Europe/Berlin'];" })).toEqual(
    inBerlin('config/app.php'),
  );
  expect(await told({ 'php.ini': '; zone\ndate.timezone = "Europe/Berlin"\n' })).toEqual(
    inBerlin('php.ini', 2),
  );
  expect(await told({ '.env': 'APP_NAME=x\nTZ=Europe/Berlin\n' })).toEqual(inBerlin('.env', 2));
  expect(await told({ Dockerfile: 'FROM php\nENV TZ=Europe/Berlin\n' })).toEqual(inBerlin('Dockerfile', 2));
});

test('the session of the database counts, and has to agree with the code', async () => {
  const session = '<?php $db->query("SET time_zone = \'+00:00\'");';
  expect(await told({ 'db.php': session })).toMatchObject({ localZone: { name: 'UTC' } });
  expect(await told({ 'a.php': set('UTC'), 'db.php': session })).toMatchObject({
    localZone: { name: 'UTC' },
  });
  const { localZone, left } = await told({ 'a.php': set('Europe/Berlin'), 'db.php': session });
  expect(localZone).toBeUndefined();
  expect(left).toEqual([
    'the zone of local times is not settled, UTC is assumed: Europe/Berlin (a.php:1), UTC (db.php:1)',
  ]);
});

test('two zones, or one that is computed, are told and none is taken', async () => {
  const two = await told({ 'a.php': set('Europe/Berlin'), 'b.php': set('Asia/Tokyo') });
  expect(two).toEqual({ left: [expect.stringContaining('Asia/Tokyo (b.php:1)')] });
  const computed = await told({
    'a.php': '<?php date_default_timezone_set($zone);',
    'php.ini': 'date.timezone = UTC',
  });
  expect(computed).toEqual({ left: [expect.stringContaining('computed or no zone (a.php:1)')] });
});

test('what keeps the zone, shows a time in another one, or is a comment says nothing', async () => {
  expect(
    await told({
      'a.php': '<?php date_default_timezone_set(date_default_timezone_get());',
      'b.php': "<?php new DateTimeZone('Asia/Tokyo'); // date_default_timezone_set('Europe/Berlin');",
    }),
  ).toEqual({ left: [] });
});

test('an offset is a zone that never changes, with the sign that its name has', () => {
  expect(zoneOf('+02:00')).toBe('Etc/GMT-2');
  expect(zoneOf('-05:00')).toBe('Etc/GMT+5');
  expect(zoneOf('-00:00')).toBe('UTC');
  expect(zoneOf('+05:30')).toBeUndefined();
  expect(zoneOf('Mars/Base')).toBeUndefined();
});
