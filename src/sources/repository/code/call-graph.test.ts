import { expect, test } from 'vitest';
import { createCallGraph } from './call-graph.ts';

const once = { inLoop: false, inTransaction: false };

test('what a function calls is behind its place', () => {
  const graph = createCallGraph();
  graph.addFunction({ file: 'a.py', start: 1, end: 9 }, 'a.py#show');
  graph.addFunction({ file: 'b.py', start: 4, end: 6 }, 'b.py#Store.find');
  graph.addFunction({ file: 'b.py', start: 8, end: 9 }, 'b.py#Store.other');
  graph.addCall({ file: 'a.py', line: 3, keys: ['b.py#Store.find', 'c.py#unknown'], ...once });
  expect(graph.behind('a.py', 1)).toEqual([
    { file: 'a.py', start: 1, end: 9 },
    { file: 'b.py', start: 4, end: 6 },
  ]);
  expect(graph.behind('a.py', 2)).toEqual([]);
});

test('a thing that is no function is started by its methods', () => {
  const graph = createCallGraph();
  graph.addFunction({ file: 'job.php', start: 12, end: 20 }, 'job.php#Job.handle');
  graph.addStart('job.php', 5, ['job.php#Job.handle']);
  expect(graph.behind('job.php', 5)).toEqual([{ file: 'job.php', start: 12, end: 20 }]);
});

test('the callers of a function say whether it runs in a loop or always in a transaction', () => {
  const graph = createCallGraph();
  graph.addCall({ file: 'a.rb', line: 3, keys: ['a.rb#save'], inLoop: true, inTransaction: true });
  expect(graph.callersOf('a.rb#save')).toEqual({
    inLoop: true,
    loop: { file: 'a.rb', line: 3 },
    inTransaction: true,
    outside: false,
  });
  graph.addCall({ file: 'a.rb', line: 5, keys: ['a.rb#save'], ...once });
  expect(graph.callersOf('a.rb#save')).toEqual({
    inLoop: true,
    loop: { file: 'a.rb', line: 3 },
    inTransaction: true,
    outside: true,
  });
});
