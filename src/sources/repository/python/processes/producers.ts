import type { Job } from '../../../../model/processes.ts';
import type { Origin } from '../../../../model/origin.ts';
import type { TextFile } from '../../gather.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, originIn, walkSyntax } from '../../languages/syntax.ts';
import type { Machine } from '../evaluator/machine.ts';
import { moduleAt } from '../evaluator/modules.ts';

const puts =
  /\.(delay|apply_async|s|si|signature|send|send_with_options|async_send|kiq|defer|defer_async|enqueue\w*|send_task)\(|_(task|job)\(/;

/** Functions that are given the task itself, those of the target among them. */
const handsOn = /^(enqueue\w*|\w*(dispatch|schedule|run|send|queue)_?\w*_(task|job)|add_task)$/;

/** The function of a task: where it stands and the dotted name of its module. */
interface Task {
  readonly job: Job;
  readonly file: string;
  readonly module: string;
}

/**
 * The same jobs with the places that put them into a queue: `task.delay()`, `queue.enqueue(task)`, `send_task('name')`.
 * A task is recognised by what the file imports, also inside of functions.
 */
export function withProducers(
  machine: Machine,
  files: readonly TextFile[],
  jobs: readonly Job[],
): readonly Job[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const tasks = new Map<string, Task[]>();
  for (const job of jobs) {
    if (job.origin.kind !== 'read') continue;
    const { file, line } = job.origin;
    const name = functionAt(texts.get(file) ?? '', line);
    if (name === undefined) continue;
    const task = { job, file, module: machine.packages.nameOf(file) };
    tasks.set(name, [...(tasks.get(name) ?? []), task]);
  }
  if (tasks.size === 0) return jobs;
  const named = new Map(jobs.map((job) => [job.name, job]));
  const found = new Map<Job, Origin[]>();
  for (const { path, text } of files) {
    const tree = puts.test(text) ? moduleAt(machine, path).tree : undefined;
    if (tree === undefined) continue;
    const imported = importsOf(tree);
    walkSyntax(tree, (node) => {
      const target = node.type === 'call' ? targetOf(node) : undefined;
      if (target === undefined) return;
      const job =
        target.kind === 'name' ? named.get(target.name) : taskNamed(tasks, imported, path, target.path);
      if (job !== undefined) found.set(job, [...(found.get(job) ?? []), originIn(path, node)]);
    });
  }
  return jobs.map((job) => {
    const producers = found.get(job);
    return { ...job, ...(producers === undefined ? {} : { producers }), consumers: [job.origin] };
  });
}

/** The name of the function whose decorators or first line stand at a line. */
function functionAt(text: string, line: number): string | undefined {
  const from = text
    .split('\n')
    .slice(line - 1, line + 20)
    .join('\n');
  return /^\s*(?:async\s+)?def\s+(\w+)/m.exec(from)?.[1];
}

type Target =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'path'; readonly path: readonly string[] };

function targetOf(node: SyntaxNode): Target | undefined {
  const callee = inField(node, 'function');
  const method = inField(callee, 'attribute')?.text;
  const object = inField(callee, 'object');
  const [first] = inField(node, 'arguments')?.children ?? [];
  const text =
    first?.type === 'string'
      ? first.children.map((part) => (part.type === 'string_content' ? part.text : '')).join('')
      : '';
  const named: Target | undefined = text === '' ? undefined : { kind: 'name', name: text };
  if (method !== 'send_task' && handsOn.test(method ?? callee?.text ?? '')) return named ?? pathOf(first);
  if (method === undefined || object === undefined || !puts.test(`.${method}(`)) return undefined;
  if (method === 'send_task' || method === 'signature') return named;
  return pathOf(object);
}

const pathOf = (node: SyntaxNode | undefined): Target | undefined =>
  node !== undefined && /^[A-Za-z_]\w*(\.\w+)*$/.test(node.text)
    ? { kind: 'path', path: node.text.split('.') }
    : undefined;

/** What names of a file stand for, by their dotted source; the dots of a relative import are left out. */
function importsOf(tree: SyntaxNode): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  walkSyntax(tree, (node) => {
    if (node.type !== 'import_from_statement' && node.type !== 'import_statement') return;
    const from = inField(node, 'module_name')?.text.replace(/^\.+/, '') ?? '';
    for (const each of allOfType(node, 'dotted_name', 'aliased_import')) {
      if (each.field === 'module_name') continue;
      const name = inField(each, 'name')?.text ?? each.text;
      const local = inField(each, 'alias')?.text ?? name.split('.')[0] ?? name;
      const isWhole = node.type === 'import_statement' && inField(each, 'alias') === undefined;
      found.set(local, isWhole ? local : from === '' ? name : `${from}.${name}`);
    }
  });
  return found;
}

function taskNamed(
  tasks: ReadonlyMap<string, readonly Task[]>,
  imported: ReadonlyMap<string, string>,
  path: string,
  [root = '', ...rest]: readonly string[],
): Job | undefined {
  const source = imported.get(root);
  const candidates = tasks.get(rest.at(-1) ?? source?.split('.').at(-1) ?? root) ?? [];
  if (source === undefined)
    return rest.length === 0 ? candidates.find(({ file }) => file === path)?.job : undefined;
  const module = [source, ...rest].join('.').split('.').slice(0, -1).join('.');
  const fits = candidates.filter(
    (each) =>
      module === '' ||
      each.module === module ||
      each.module.endsWith(`.${module}`) ||
      module.endsWith(`.${each.module}`),
  );
  // A package may hand on what its modules define.
  return (fits[0] ?? (candidates.length === 1 ? candidates[0] : undefined))?.job;
}
