import type { Job } from '../../../../model/processes.ts';
import type { Quantity } from '../../../../model/origin.ts';
import type { Code, Opening } from '../code.ts';
import { lineageOf } from '../code.ts';
import { callOf, option } from '../syntax.ts';
import { textOf } from '../values.ts';
import { producersOf } from './producers.ts';
import { schedulesOf } from './schedules.ts';
import type { Schedule } from './code-schedules.ts';
import { originIn } from '../../languages/syntax.ts';

/** Workers of Sidekiq, Active Job, Resque, Shoryuken and Good Job, with their schedules. */
export function jobsOf(code: Code): readonly Job[] {
  const schedules = schedulesOf(code);
  const workers = filesOfWorkers(code).flatMap((path) =>
    code.openingsIn(path).flatMap((opening) => workerOf(code, opening, schedules) ?? []),
  );
  const known = new Set(workers.map(({ name }) => name));
  const producers = producersOf(code, known);
  const others = schedules.filter(({ name }) => !known.has(name)).map(scheduled);
  return [
    ...workers.map((job): Job => {
      const found = producers.get(job.name);
      return { ...job, ...(found === undefined ? {} : { producers: found }), consumers: [job.origin] };
    }),
    ...others,
  ];
}

const marks = /Sidekiq::(Job|Worker)|<\s*\S*Job\b|ActiveJob::Base|Shoryuken::Worker|<\s*\S*Worker\b/;

/** Files of workers, also of those that extend a class of the target by any name. */
function filesOfWorkers(code: Code): readonly string[] {
  const found = new Set(code.files.filter(({ text }) => marks.test(text)).map(({ path }) => path));
  let edge = [...found];
  for (let depth = 0; depth < 4 && edge.length > 0; depth += 1) {
    const names = edge.flatMap((path) =>
      code
        .openingsIn(path)
        .flatMap(({ kind, name }) => (kind === 'class' ? [name.split('::').at(-1) ?? name] : [])),
    );
    const above = new RegExp(`class\\s+\\S+\\s*<\\s*(?:\\S*::)?(?:${[...new Set(names)].join('|')})\\b`);
    edge =
      names.length === 0
        ? []
        : code.files.filter(({ path, text }) => !found.has(path) && above.test(text)).map(({ path }) => path);
    for (const path of edge) found.add(path);
  }
  return code.files.map(({ path }) => path).filter((path) => found.has(path));
}

const library = /^(Sidekiq::(Job|Worker)|ActiveJob::Base|ApplicationJob|Shoryuken::Worker|Resque::Job)$/;

function workerOf(code: Code, opening: Opening, schedules: readonly Schedule[]): Job | undefined {
  if (opening.kind !== 'class' || /^(ApplicationJob|ApplicationWorker)$/.test(opening.name)) return undefined;
  const lineage = lineageOf(code, [opening]);
  const kind = lineage.outside.find((name) => library.test(name));
  if (
    kind === undefined ||
    !lineage.openings.some((each) => /\bdef\s+(self\.)?perform\b/.test(each.node.text))
  )
    return undefined;
  const said = optionsOf(code, lineage.openings);
  const schedule = schedules.find(({ name }) => name === opening.name);
  const origin = originIn(opening.file, opening.node);
  const count = (value: number | undefined): Quantity | undefined =>
    value === undefined ? undefined : { value, unit: 'count', origin };
  // Sidekiq tries 25 times more when nothing is said.
  const attempts = count(said.attempts ?? (kind.startsWith('Sidekiq') ? 26 : undefined));
  const queue = said.queue ?? 'default';
  return {
    id: `${queue}/${opening.name}`,
    name: opening.name,
    kind: schedule === undefined ? 'queue' : 'schedule',
    queue,
    ...(schedule === undefined ? {} : { schedule: schedule.when }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(said.backoff === undefined ? {} : { backoff: said.backoff }),
    ...(said.unique === undefined ? {} : { unique: said.unique }),
    ...(kind.startsWith('Sidekiq') && said.attempts !== 1 ? { deadLetter: true } : {}),
    idempotent: 'unknown',
    origin,
  };
}

interface Said {
  queue?: string;
  attempts?: number;
  backoff?: string;
  unique?: string;
}

/** `sidekiq_options queue: …, retry: …`, `queue_as :x`, `retry_on Error, attempts: …, wait: …`; the nearest class says. */
function optionsOf(code: Code, openings: readonly Opening[]): Said {
  const said: Said = {};
  for (const opening of openings)
    for (const node of opening.statements) {
      const call = callOf(node);
      const scope = { code, namespace: opening.name };
      if (call === undefined) continue;
      if (/^(sidekiq_options|shoryuken_options)$/.test(call.name)) {
        const [queue, retry, lock] = [
          option(call, 'queue'),
          option(call, 'retry'),
          option(call, 'lock', 'unique', 'unique_for'),
        ];
        if (queue !== undefined) said.queue ??= textOf(queue, scope).text;
        if (retry !== undefined)
          said.attempts ??=
            retry.type === 'false' ? 1 : retry.type === 'integer' ? Number(retry.text) + 1 : 26;
        if (lock !== undefined) said.unique ??= lock.text.replace(/^:/, '');
      } else if (call.name === 'queue_as' && call.args[0] !== undefined)
        said.queue ??= textOf(call.args[0], scope).text;
      else if (call.name === 'retry_on') {
        const [attempts, wait] = [option(call, 'attempts'), option(call, 'wait')];
        if (attempts?.type !== 'simple_symbol')
          said.attempts ??= attempts === undefined ? 5 : Number(attempts.text) || 5;
        if (wait !== undefined) said.backoff ??= wait.text.replace(/^:/, '').slice(0, 60);
      } else if (call.name === 'limits_concurrency') {
        const key = option(call, 'key');
        if (key !== undefined) said.unique ??= key.text.slice(0, 60);
      }
    }
  return said;
}

const scheduled = ({ name, when, origin }: Schedule): Job => ({
  id: `schedule/${name}`,
  name,
  kind: 'schedule',
  schedule: when,
  idempotent: 'unknown',
  origin,
});
