import type { Job } from '../../../../model/processes.ts';
import type { Origin, Quantity, Unit } from '../../../../model/origin.ts';
import type { TextFile } from '../../gather.ts';
import type { CallEvent, Machine } from '../evaluator/machine.ts';
import { nameInModule } from '../evaluator/modules.ts';
import { isCallOf, libraryPath } from '../evaluator/paths.ts';
import type { Arguments, FunctionValue, Value } from '../evaluator/value.ts';
import { argument, entry, itemsOf, numberOf, stringOf } from '../evaluator/value.ts';
import { keywordsOf } from '../data/django-state.ts';
import { originAt } from '../reading/judge.ts';
import { textOf } from '../reading/texts.ts';
import { lineAt } from '../../lines.ts';
import { withProducers } from './producers.ts';

const tasks =
  /^(celery\.(\w+\.)*shared_task|celery\.(\w+\.)*Celery\(\)\.task|dramatiq\.(\w+\.)*actor|rq\.(\w+\.)*job|django_rq\.(\w+\.)*job|huey\..*\.(task|periodic_task|db_task|db_periodic_task)|taskiq.*\.task|procrastinate\..*\.task|apscheduler\..*\.scheduled_job|django_tasks?\.task)(\(\))?$/;

/** Tasks of Celery, Dramatiq, RQ, Huey and their like, and what runs by the clock. */
export function pythonJobs(machine: Machine, files: readonly TextFile[]): readonly Job[] {
  const jobs = new Map<string, Job>();
  for (const event of machine.events) {
    const job = taskOf(machine, event) ?? scheduled(machine, event);
    if (job !== undefined && !jobs.has(job.id)) jobs.set(job.id, job);
  }
  for (const [name, row] of beatRows(machine, files)) {
    const task =
      textOf(entry(row.value, 'task')) ?? nameOfFunction(machine, entry(row.value, 'task')) ?? name;
    const schedule = scheduleText(entry(row.value, 'schedule'));
    // A task named in a folder that is not the root of the imports ends in the same name.
    const own =
      [...jobs.keys()].find((id) => id === task || id.endsWith(`.${task}`) || task.endsWith(`.${id}`)) ??
      task;
    const known = jobs.get(own);
    const base: Job = known ?? {
      id: task,
      name: task,
      kind: 'schedule',
      idempotent: 'unknown',
      origin: row.origin,
    };
    jobs.set(own, { ...base, kind: 'schedule', ...(schedule === undefined ? {} : { schedule }) });
  }
  return withProducers(machine, files, [...jobs.values()]);
}

function taskOf(machine: Machine, { callee, args }: CallEvent): Job | undefined {
  const [given] = args.positional;
  const path = libraryPath(callee) ?? '';
  if (given?.kind !== 'function' || !tasks.test(path)) return undefined;
  const target = wrappedBy(given);
  const options = callee.kind === 'result' ? callee.args : args;
  const name =
    textOf(options?.keywords.get('name')) ??
    textOf(options?.keywords.get('actor_name')) ??
    nameOfFunction(machine, target) ??
    target.name;
  const origin = originAt(target);
  const isPeriodic = /periodic_task|scheduled_job/.test(path);
  const schedule =
    isPeriodic && options !== undefined
      ? /scheduled_job/.test(path)
        ? trigger(options)
        : scheduleText(options.positional[0])
      : undefined;
  return {
    id: name,
    name,
    kind: isPeriodic ? 'schedule' : 'queue',
    ...limits(options, origin),
    ...(schedule === undefined ? {} : { schedule }),
    idempotent: 'unknown',
    origin,
  };
}

/** A decorator of the target that hands on a function of its own: the one around which that is put is the task. */
function wrappedBy(given: FunctionValue): FunctionValue {
  const { text } = given.node;
  for (let scope = given.scope; scope.parent !== undefined; scope = scope.parent)
    for (const [name, value] of scope.names)
      if (
        value.kind === 'function' &&
        value !== given &&
        new RegExp(`\\b${name}\\(`).test(text.slice(text.indexOf(':')))
      )
        return value;
  return given;
}

const nameOfFunction = (machine: Machine, value: Value | undefined): string | undefined => {
  const found = value?.kind === 'member' && value.name === 'name' ? value.object : value;
  if (found?.kind !== 'function') return undefined;
  const of: FunctionValue = found;
  return `${machine.packages.nameOf(of.module.path)}.${of.name}`;
};

const quantity = (value: number, unit: Unit, origin: Origin): Quantity => ({ value, unit, origin });

function limits(options: Arguments | undefined, origin: Origin): Partial<Job> {
  if (options === undefined) return {};
  const number = (...names: readonly string[]): number | undefined =>
    names.map((name) => numberOf(options.keywords.get(name))).find((each) => each !== undefined);
  const queue =
    textOf(options.keywords.get('queue')) ??
    textOf(options.keywords.get('queue_name')) ??
    stringOf(options.positional[0]);
  const retries =
    number('max_retries', 'retries') ?? numberOf(entry(options.keywords.get('retry_kwargs'), 'max_retries'));
  const limit = number('time_limit', 'soft_time_limit');
  const backoff = options.keywords.get('retry_backoff');
  return {
    ...(queue === undefined ? {} : { queue }),
    ...(retries === undefined ? {} : { attempts: quantity(retries + 1, 'count', origin) }),
    ...(limit === undefined ? {} : { timeout: quantity(limit, 's', origin) }),
    ...(backoff?.kind === 'constant' && backoff.value !== false ? { backoff: 'exponential' } : {}),
  };
}

/** `scheduler.add_job(work, 'interval', minutes=5)`, `sender.add_periodic_task(30, work.s())`. */
function scheduled(machine: Machine, { callee, args, place }: CallEvent): Job | undefined {
  if (callee.kind !== 'member' || !/^(add_job|add_periodic_task)$/.test(callee.name)) return undefined;
  const isPeriodic = callee.name === 'add_periodic_task';
  const work = argument(args, isPeriodic ? 1 : 0, isPeriodic ? 'sig' : 'func');
  const inner = work?.kind === 'result' && work.callee.kind === 'member' ? work.callee.object : work;
  const name = nameOfFunction(machine, inner) ?? textOf(work);
  const schedule = isPeriodic
    ? scheduleText(args.positional[0])
    : trigger({ ...args, positional: args.positional.slice(1) });
  if (name === undefined || schedule === undefined) return undefined;
  return { id: name, name, kind: 'schedule', schedule, idempotent: 'unknown', origin: originAt(place) };
}

function trigger(args: Arguments): string | undefined {
  const kind = stringOf(argument(args, 0, 'trigger'));
  const given = kind === undefined ? argument(args, 0, 'trigger') : undefined;
  if (given !== undefined) return scheduleText(given);
  const fields = [...args.keywords].flatMap(([name, value]) =>
    value.kind === 'constant' &&
    /^(weeks|days|hours?|minutes?|seconds?|day|month|day_of_week|week|year)$/.test(name)
      ? [`${name}=${String(value.value)}`]
      : [],
  );
  return kind === undefined
    ? undefined
    : kind === 'interval'
      ? `every ${fields.join(' ')}`
      : kind === 'cron'
        ? cronOf(args)
        : kind;
}

/** `crontab(minute=0)`, `timedelta(hours=1)`, a number of seconds. */
function scheduleText(value: Value | undefined): string | undefined {
  const seconds = numberOf(value);
  if (seconds !== undefined) return `every ${seconds} s`;
  const args = keywordsOf(value);
  if (args === undefined) return undefined;
  if (isCallOf(value, 'crontab') || isCallOf(value, 'CronTrigger')) return cronOf(args);
  if (isCallOf(value, 'timedelta') || isCallOf(value, 'IntervalTrigger')) {
    const factors: Readonly<Record<string, number>> = {
      weeks: 604_800,
      days: 86_400,
      hours: 3_600,
      minutes: 60,
      seconds: 1,
    };
    const total = [...args.keywords].reduce(
      (sum, [name, each]) => sum + (numberOf(each) ?? 0) * (factors[name] ?? 0),
      (numberOf(args.positional[0]) ?? 0) * 86_400,
    );
    return total > 0 ? `every ${total} s` : undefined;
  }
  return isCallOf(value, 'schedule') ? scheduleText(argument(args, 0, 'run_every')) : undefined;
}

/** Minute, hour, day of the month, month, day of the week. */
function cronOf(args: Arguments): string {
  const part = (at: number, ...names: readonly string[]): string => {
    const found = argument(args, at, ...names);
    return found?.kind === 'constant' ? String(found.value) : '*';
  };
  return [
    part(0, 'minute'),
    part(1, 'hour'),
    part(-1, 'day_of_month', 'day'),
    part(-1, 'month_of_year', 'month'),
    part(2, 'day_of_week'),
  ].join(' ');
}

interface Row {
  readonly value: Value;
  readonly origin: Origin;
}

/** A table of what runs when, by whatever name: rows with a task and its schedule. */
const beatTable = /^(\w+)(?:\s*:[^=\n]+)?\s*=\s*\{(?=[^{}]*\{[^{}]*["'](?:task|schedule)["']\s*:)/gm;
const namesTasks = /["']task["']\s*:/;

/**
 * The schedule of Celery beat: in the settings of Django, on the configuration of an application, or a table of another
 * name that the settings or a command hand on.
 */
function beatRows(machine: Machine, files: readonly TextFile[]): readonly (readonly [string, Row])[] {
  const found: (readonly [string, Row])[] = [];
  const take = (table: Value | undefined, origin: Origin): void => {
    if (table?.kind === 'dict')
      for (const [name, value] of table.entries)
        if (entry(value, 'schedule') !== undefined || value.kind !== 'dict')
          found.push([textOf(name) ?? '', { value, origin }]);
  };
  for (const { path, text } of files) {
    const module = machine.modules.get(path);
    if (module === undefined) continue;
    const said = /^(CELERY_?BEAT_SCHEDULE|CELERYBEAT_SCHEDULE|beat_schedule)\b/m.exec(text);
    const tables = namesTasks.test(text) ? [...text.matchAll(beatTable)] : [];
    for (const at of said === null || tables.some(({ index }) => index === said.index)
      ? tables
      : [said, ...tables])
      take(nameInModule(machine, module, at[1] ?? ''), {
        kind: 'read',
        file: path,
        line: lineAt(text, at.index),
      });
  }
  for (const { result } of machine.events) {
    if (!/^celery\.(\w+\.)*Celery\(\)$/.test(libraryPath(result) ?? '')) continue;
    take(result.attributes.get('conf.beat_schedule'), originAt(result.place));
  }
  for (const { callee, args, place } of machine.events)
    if (
      callee.kind === 'member' &&
      callee.name === 'update' &&
      libraryPath(callee.object)?.endsWith('Celery().conf') === true
    )
      take(args.keywords.get('beat_schedule'), originAt(place));
  return found.map(([name, row]) => [name, { ...row, value: withItems(row.value) }]);
}

const withItems = (value: Value): Value => (value.kind === 'list' ? (itemsOf(value)[0] ?? value) : value);
