import { expect, test } from 'vitest';
import type { LegacyCode } from '../../../model/legacy-code.ts';
import type { Origin } from '../../../model/origin.ts';
import { readRepository } from '../repository.ts';
import { memorySource } from '../source.ts';

async function read(files: Readonly<Record<string, string>>): Promise<LegacyCode> {
  const source = memorySource(new Map(Object.entries(files)));
  const { legacy } = await readRepository(source, undefined, { flows: false, legacy: true });
  if (legacy === undefined) throw new Error('the legacy code was not read');
  return legacy;
}

const at = (origin: Origin): string => (origin.kind === 'read' ? `${origin.file}:${origin.line}` : '');

test('it is read only where it is asked for', async () => {
  const source = memorySource(new Map([['index.php', '<?php echo 1;']]));
  expect((await readRepository(source)).legacy).toBeUndefined();
});

test('includes, calls and classes tie files; an include that is computed or gone is told', async () => {
  const { files, openIncludes } = await read({
    'index.php':
      "<?php define('ROOT', __DIR__); require ROOT . '/lib/a.php'; include $_GET['p'] . '.php'; include 'gone.php'; include 'foot.html'; price(1);",
    'lib/a.php': '<?php\nclass Basket extends Base { function add(): Item { return new Item; } }',
    'lib/price.php': '<?php\nfunction price($x) { return $x; }',
    'lib/base.php': '<?php\nclass Base {}',
    'lib/item.php': '<?php\nclass Item {}',
    'texts.php': "<?php return ['yes' => 'ja'];",
    'foot.html': '<p>',
  });
  expect(
    files.map(({ path, uses, data }) => `${path}${data === true ? ' data' : ''}: ${uses.join(' ')}`),
  ).toEqual([
    'index.php: lib/a.php lib/price.php',
    'lib/a.php: lib/base.php lib/item.php',
    'lib/base.php: ',
    'lib/item.php: ',
    'lib/price.php: ',
    'texts.php data: ',
  ]);
  expect(openIncludes.map(({ kind, written, origin }) => `${kind} ${written} ${at(origin)}`)).toEqual([
    "computed $_GET['p'] . '.php' index.php:1",
    "outside 'gone.php' index.php:1",
  ]);
});

test('a global is taken, changed, or only read', async () => {
  const { globals } = await read({
    'a.php': [
      '<?php',
      'function one() { global $db, $log; return $db->query($log[0]); }',
      'function two() { global $db; $db = connect(); }',
      'function three() { global $log; $log[] = 1; $db = 2; }',
      "function four() { $GLOBALS['seen'] += 1; return $GLOBALS['log']; }",
      'function five() { global $log; foreach ($log as $line) { echo $line; } $log->level = 2; }',
      'global $db; $db = 3;',
    ].join('\n'),
  });
  expect(
    globals.map(
      ({ name, takenBy, changedBy }) =>
        `${name} ${takenBy.map(at).join(' ')} | ${changedBy.map(at).join(' ')}`,
    ),
  ).toEqual([
    'log a.php:2 a.php:4 a.php:5 a.php:6 | a.php:4',
    'db a.php:2 a.php:3 | a.php:3',
    'seen a.php:5 | a.php:5',
  ]);
});

const shop = {
  'index.php': '<?php include "lib/shop.php"; echo show(); ?><a href="cart.php">cart</a>',
  'cart.php': '<?php echo $_GET["id"]; ?>',
  'old/cart_2010.php': '<?php echo $_GET["id"]; ?><a href="pay_2010.php">pay</a>',
  'old/pay_2010.php': '<?php echo $_GET["id"]; ?><a href="cart_2010.php">back</a>',
  'admin/export-orders.php': '<?php echo $_GET["id"];',
  'js/shop.js': 'fetch("admin/export-" + kind + ".php");',
  'lib/shop.php': [
    '<?php',
    'function show() { return helper() . call_it(); }',
    'function helper() { return 1; }',
    'function nobody($n) { return $n > 0 ? nobody($n - 1) : 0; }',
    'function price_net() {}',
    'function call_it() { $f = "price_" . $_GET["kind"]; return 1; }',
    'class Box { private function lost() {} private function kept() {} function open() { return $this->kept(); } }',
    'class Loose { private function any() {} function go($m) { return $this->$m(); } }',
    'new Box; new Loose;',
  ].join('\n'),
  'lib/unused_thing.php': '<?php\nclass UnusedThing { function go() { return 1; } }',
  'lib/plugged.php': '<?php\nclass Plugged extends Vendor\\Base { function go() { return 1; } }',
  'bin/rebuild.php': '<?php\nfunction rebuild() { return 1; } rebuild();',
  'README.md': 'nobody() was for the old shop, see UnusedThing',
  'config.php.bak': '<?php',
};

test('what nothing leads to is told with its reason, and what may be led to is not', async () => {
  const { dead } = await read(shop);
  expect(dead.map(({ kind, name, confidence }) => `${kind} ${name} ${confidence}`)).toEqual([
    'file lib/unused_thing.php certain',
    'method Box::lost() certain',
    'function nobody() certain',
    'leftover config.php.bak certain',
    'page old/cart_2010.php likely',
    'page old/pay_2010.php likely',
  ]);
  expect(dead.find(({ name }) => name === 'old/pay_2010.php')?.because).toContain(
    'but old/cart_2010.php, to which nothing leads either',
  );
});

test('where names of functions are made when the code runs, nothing is certain', async () => {
  const { dead, searched } = await read({ ...shop, 'run.php': '<?php $f = $_GET["f"]; $f();' });
  expect(dead.find(({ name }) => name === 'nobody()')).toMatchObject({ confidence: 'likely' });
  expect(searched.dynamic.map(at)).toEqual(['run.php:1']);
});

test('versions that code needs and those on which it fails', async () => {
  const { bounds } = await read({
    'a.php': '<?php $x = $y ?? 1; mysql_query("select 1"); each($x);',
    'b.php': '<?php if (function_exists("mcrypt_encrypt")) mcrypt_encrypt(1);\nfunction ereg() {}\nereg();',
  });
  expect(
    bounds.map(({ kind, version, places, supportEnd, origin }) => ({
      kind,
      version,
      places,
      supportEnd,
      at: at(origin),
    })),
  ).toEqual([
    { kind: 'at-least', version: '7.0', places: 1, supportEnd: undefined, at: 'a.php:1' },
    { kind: 'below', version: '7.0', places: 1, supportEnd: '2018-12-31', at: 'a.php:1' },
  ]);
});

test('copies of libraries, folders that are not own code, and signs of tests', async () => {
  const { copied, foreignFolders, tests, files } = await read({
    'index.php': '<script src="js/jquery-1.11.1.min.js"></script><?php echo 1;',
    'app.php': '<?php\nfunction a() {}',
    'more.php': '<?php\nfunction b() {}',
    'system/core/CodeIgniter.php': "<?php define('CI_VERSION', '2.1.4');",
    'lib/chart/LICENSE': 'MIT',
    'lib/chart/chart.php': '<?php\nfunction chart() {}',
    'js/jquery-1.11.1.min.js': '/*! jQuery v1.11.1 */',
    'tests/CartTest.php':
      '<?php\nclass CartTest extends PHPUnit_Framework_TestCase { function testAdd() {} function testDrop() {} }',
    'phpunit.xml': '<phpunit><coverage/></phpunit>',
  });
  expect(
    copied.map(({ name, version, supportEnd }) => `${name} ${version ?? ''} ${supportEnd ?? ''}`.trim()),
  ).toEqual(['CodeIgniter 2.1.4 2015-10-31', 'jQuery 1.11.1']);
  expect(foreignFolders.map(({ folder, files: own }) => `${folder} ${own}`)).toEqual(['lib/chart 1']);
  expect(files.map(({ path }) => path)).not.toContain('lib/chart/chart.php');
  expect(tests).toMatchObject({
    files: [{ path: 'tests/CartTest.php', cases: 2 }],
    frameworks: [{ name: 'PHPUnit' }],
  });
  expect(tests.coverage.map(at)).toEqual(['phpunit.xml:1']);
});

test('other languages tell their files and imports, and that the rest is not known of them', async () => {
  const legacy = await read({
    'app/main.py': 'from app import db\n',
    'app/db.py': 'x = 1\n',
    'tests/test_db.py': 'def test_x():\n    pass\n',
  });
  expect(
    legacy.files.map(({ path, language, uses }) => `${language} ${path} ${uses.join(' ')}`.trim()),
  ).toEqual(['Python app/db.py', 'Python app/main.py app/db.py']);
  expect(legacy.searched.deep).toBe(0);
  expect(legacy.tests.files).toHaveLength(1);
});
