import { expect, test } from 'vitest';
import { readRepository } from '../../../repository.ts';
import { memorySource } from '../../../source.ts';

test('thousands of columns, statements and pages are bounded', async () => {
  const many = (make: (at: number) => string): string =>
    Array.from({ length: 3_000 }, (_, at) => make(at)).join('\n');
  const files = {
    'write.php': `<?php\n${many((at) => `mysqli_query($db, "INSERT INTO t${at} (c${at}) VALUES ('{$_POST['c']}')");`)}`,
    'read.php': `<?php\n$row = mysqli_fetch_assoc(mysqli_query($db, 'SELECT * FROM t1'));\n${many((at) => `echo '<p>' . $row['c${at}'] . '</p>';`)}`,
    'long.php': `<?php\nmysqli_query($db, 'SELECT ${' '.repeat(100_000)}a, ${'b '.repeat(50_000)}');\n${'echo '.repeat(20_000)}`,
    'odd.php': `<?php\n$row['('] = 1; echo '<p>' . $row['('] . '</p>';`,
  };
  const started = Date.now();
  const { trust } = await readRepository(memorySource(new Map(Object.entries(files))), undefined, {
    flows: true,
  });
  expect(trust.flows.filter(({ kind }) => kind === 'stored-cross-site-scripting')).toHaveLength(1);
  expect(Date.now() - started).toBeLessThan(30_000);
});
