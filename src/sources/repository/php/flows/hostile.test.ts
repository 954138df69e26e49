import { expect, test } from 'vitest';
import type { Backend } from '../../../../model/backend.ts';
import { readRepository } from '../../repository.ts';
import { memorySource } from '../../source.ts';

const read = async (files: Readonly<Record<string, string>>): Promise<Backend> =>
  readRepository(memorySource(new Map(Object.entries(files))), undefined, { flows: true });

const sinks = ({ trust }: Backend): readonly string[] => trust.flows.map(({ sink }) => sink.what);

test('a way of thousands of names is followed and told with its last steps', async () => {
  const names = Array.from({ length: 5_000 }, (_, at) => `$a${at + 1} = $a${at};`).join('\n');
  const backend = await read({ 'a.php': `<?php\n$a0 = $_GET['a'];\n${names}\nexec($a5000);` });
  expect(sinks(backend)).toEqual(['first argument of exec']);
  expect(backend.trust.flows[0]?.steps.length).toBeLessThanOrEqual(40);
});

test('files that include each other and functions that call each other end', async () => {
  const backend = await read({
    'a.php': `<?php\ninclude 'b.php'; include __FILE__;\nfunction f($x, $n) { exec($x); return g($x . $n, [$x, $n]); } f($_GET['a'], 1);`,
    'b.php': `<?php\ninclude 'a.php';\nfunction g($x, $n) { return f($n, $x . 'b'); }`,
  });
  expect(sinks(backend)).toContain('first argument of exec');
});

test('objects that hold themselves end', async () => {
  const backend = await read({
    'a.php': `<?php\nclass Ring { public $next; public $name; function __construct(?Ring $next = null) { $this->next = $this; } function run() { exec($this->next->next->name); return $this->next->run(); } }
$ring = new Ring(); $ring->name = $_GET['a']; $ring->run();`,
  });
  expect(sinks(backend)).toContain('first argument of exec');
});

test('functions that are called in very many ways, deep expressions and conditions are bounded', async () => {
  const calls = Array.from(
    { length: 2_000 },
    (_, at) => `f(fn() => ${at}, ['a${at}' => $_GET['a']], 'b${at}', $_GET['a']);`,
  );
  const deep = `${'('.repeat(300)}$_GET['a']${')'.repeat(300)}`;
  const long = Array.from({ length: 2_000 }, () => "$_GET['a']").join(' . ');
  const mixed = Array.from(
    { length: 60 },
    (_, at) => `(is_numeric($_GET['a']) ${at % 2 === 0 ? '&&' : '||'} `,
  ).join('');
  const backend = await read({
    'a.php': `<?php\nfunction f($g, $o, $t, $x) { $g(); return exec($x); }\n${calls.join('\n')}`,
    'deep.php': `<?php exec(${deep}); exec(${long});`,
    'mixed.php': `<?php if (${mixed}true${')'.repeat(60)}) exec($_GET['b']);`,
  });
  expect(sinks(backend)).toContain('first argument of exec');
});

test('a pattern that takes for ever is not tried', async () => {
  const backend = await read({
    'a.php': `<?php if (preg_match('/^(([a-z/.])+.)+[A-Z]([a-z])+$/', $_GET['a'])) exec($_GET['a']);\n$b = preg_replace('/^(([a-z])+.)+[A-Z]([a-z])+$/', '', $_GET['b']); exec($b);`,
  });
  expect(backend.coverage.files).toBe(1);
});
