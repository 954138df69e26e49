import type { Job } from '../../../../model/processes.ts';
import type { Origin } from '../../../../model/origin.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { PhpClass, PhpFile } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { className } from '../names.ts';
import { callTypes, memberName, receiverOf } from '../syntax.ts';
import { originAt } from '../value.ts';

/** A job with the class that is run for it. */
export interface JobOfClass {
  readonly job: Job;
  readonly declared: PhpClass;
}

const marks = /dispatch|\bevent\(|broadcast\(|Queue::|Bus::|[nN]otify|->queue\(|->later\(|->send\(|->push\(/;

/** Calls that run what they are given at once. */
const atOnce = /^(dispatchSync|dispatch_sync|dispatchNow|dispatch_now|handle|sendNow|notifyNow)$/;
const puts =
  /^(dispatch\w*|push\w*|later\w*|bulk|chain|batch|queue|send|notify|notification|event|broadcast|onQueue|delay)$/;

/** The same jobs with the places that put them into the queue: `X::dispatch()`, `dispatch(new X)`, `event(new E)`. */
export function withProducers(codebase: PhpCodebase, jobs: readonly JobOfClass[]): readonly Job[] {
  if (jobs.length === 0) return [];
  const runs = new Map<string, Job[]>();
  const add = (name: string, job: Job): void => {
    const key = name.toLowerCase();
    runs.set(key, [...(runs.get(key) ?? []), job]);
  };
  for (const { job, declared } of jobs) {
    add(declared.name, job);
    const given = (declared.methods.get('handle') ?? declared.methods.get('__invoke'))?.parameters[0]?.type;
    // A listener or handler is run for what its method is given.
    if (given !== undefined && given.includes('\\')) add(given, job);
  }
  const producers = new Map<Job, Origin[]>();
  for (const { path, text } of codebase.sources) {
    const file = marks.test(text) ? codebase.file(path) : undefined;
    if (file === undefined) continue;
    walkSyntax(file.root, (node, above) => {
      const named = madeIn(file, node, above);
      for (const job of named === undefined ? [] : (runs.get(named.toLowerCase()) ?? []))
        producers.set(job, [...(producers.get(job) ?? []), originAt(file, node)]);
    });
  }
  return jobs.map(({ job }) => {
    const found = producers.get(job);
    return { ...job, ...(found === undefined ? {} : { producers: found }), consumers: [job.origin] };
  });
}

/** The class of which an object is put into a queue here. */
function madeIn(file: PhpFile, node: SyntaxNode, above: readonly SyntaxNode[]): string | undefined {
  if (node.type === 'scoped_call_expression') {
    const name = memberName(node) ?? '';
    const scope = receiverOf(node);
    return /^dispatch(If|Unless|AfterResponse)?$/.test(name) && scope !== undefined
      ? className(file.names, scope.text)
      : undefined;
  }
  if (node.type !== 'object_creation_expression') return undefined;
  const call = above.findLast(({ type }) => callTypes.has(type));
  const name = call === undefined ? undefined : memberName(call);
  if (name === undefined || atOnce.test(name) || !puts.test(name)) return undefined;
  const written = inField(node, 'name') ?? node.children.find(({ type }) => type.endsWith('name'));
  return written === undefined ? undefined : className(file.names, written.text);
}
