import type { Origin } from '../../../../model/origin.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { originIn, walkSyntax } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { callOf, constantName } from '../syntax.ts';

const puts = /^(perform_(async|in|at|later|bulk|all_later)|enqueue(_in|_at)?)$/;

/** Where a worker's work is put into its queue, by the name of its class: `X.perform_async`, `X.set(…).perform_later`. */
export function producersOf(
  code: Code,
  workers: ReadonlySet<string>,
): ReadonlyMap<string, readonly Origin[]> {
  const found = new Map<string, Origin[]>();
  for (const { path, text } of code.files) {
    if (!/\.(perform_|enqueue)/.test(text)) continue;
    const tree = code.tree(path);
    if (tree === undefined) continue;
    walkSyntax(tree, (node, above) => {
      const call = node.type === 'call' ? callOf(node) : undefined;
      if (call === undefined || !puts.test(call.name)) return;
      const written = call.name.startsWith('enqueue')
        ? constantName(call.args[0])
        : receiverName(call.receiver);
      const name = workerNamed(code, workers, written, namespaceAt(above));
      if (name === undefined) return;
      const origins = found.get(name);
      if (origins === undefined) found.set(name, [originIn(path, node)]);
      else origins.push(originIn(path, node));
    });
  }
  return found;
}

/** `X`, also behind `set(wait: 5)` and `new(1)`. */
function receiverName(node: SyntaxNode | undefined, depth = 0): string {
  if (node?.type !== 'call' || depth > 4) return constantName(node);
  return receiverName(callOf(node)?.receiver, depth + 1);
}

function workerNamed(
  code: Code,
  workers: ReadonlySet<string>,
  written: string,
  namespace: string,
): string | undefined {
  if (written === '') return undefined;
  const name = code.find(written, namespace)[0]?.name ?? written;
  return workers.has(name) ? name : undefined;
}

const namespaceAt = (above: readonly SyntaxNode[]): string =>
  above
    .filter(({ type }) => type === 'class' || type === 'module')
    .map((node) => constantName(node.children.find(({ field }) => field === 'name')))
    .filter((name) => name !== '')
    .join('::');
