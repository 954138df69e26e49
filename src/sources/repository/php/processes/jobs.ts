import type { Job } from '../../../../model/processes.ts';
import type { Quantity, Unit } from '../../../../model/origin.ts';
import { argumentValues } from '../calls.ts';
import type { PhpClass } from '../classes.ts';
import { kindNames, propertyOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { createMachine } from '../machine.ts';
import { shortName } from '../names.ts';
import type { JobOfClass } from './producers.ts';
import { withProducers } from './producers.ts';
import { plainString, writtenArguments, memberName } from '../syntax.ts';
import { walkBody } from '../signs.ts';
import { originAt, textOf } from '../value.ts';
import type { ReadOrigin } from '../value.ts';

/** Jobs, queued listeners and handlers of messages: classes that a worker runs. */
export function queuedJobs(codebase: PhpCodebase): readonly Job[] {
  const files = codebase.sources.filter(({ text }) =>
    /ShouldQueue\b|AsMessageHandler|MessageHandlerInterface|AsCronTask|AsPeriodicTask/.test(text),
  );
  const jobs = files.flatMap(({ path }) =>
    [...(codebase.file(path)?.classes.values() ?? [])].flatMap((declared): readonly JobOfClass[] => {
      if (declared.kind !== 'class' || declared.isAbstract) return [];
      return [...laravelJob(codebase, declared), ...messengerJobs(codebase, declared)].map((job) => ({
        job,
        declared,
      }));
    }),
  );
  return withProducers(codebase, jobs);
}

function laravelJob(codebase: PhpCodebase, declared: PhpClass): readonly Job[] {
  const names = kindNames(codebase, declared);
  if (!names.some((name) => /(^|\\)ShouldQueue(AfterCommit)?$/.test(name))) return [];
  const origin = originAt(declared.file, declared.node);
  const text = (name: string): string | undefined => {
    const node = propertyOf(codebase, declared, name)?.default;
    return plainString(node) ?? (node?.type === 'integer' ? node.text : undefined);
  };
  const count = (name: string, unit: Unit): Quantity | undefined => quantity(text(name), unit, origin);
  const queue = text('queue') ?? chosenQueue(declared);
  const [attempts, timeout, backoff] = [count('tries', 'count'), count('timeout', 's'), text('backoff')];
  const name = shortName(declared.name);
  const unique = names.some((each) => /ShouldBeUnique/.test(each));
  return [
    {
      id: queue === undefined ? name : `${queue}/${name}`,
      name,
      kind: 'queue',
      ...(queue === undefined ? {} : { queue }),
      ...(attempts === undefined ? {} : { attempts }),
      ...(timeout === undefined ? {} : { timeout }),
      ...(backoff === undefined ? {} : { backoff: `${backoff} s` }),
      ...(unique ? { unique: 'the framework lets one of its kind stand in the queue' } : {}),
      ...(declared.methods.has('failed') ? { deadLetter: true } : {}),
      idempotent: 'unknown',
      origin,
    },
  ];
}

const quantity = (text: string | undefined, unit: Unit, origin: ReadOrigin): Quantity | undefined =>
  text === undefined || !/^\d+$/.test(text) ? undefined : { value: Number(text), unit, origin };

/** `$this->onQueue('mails')` where the job is made. */
function chosenQueue(declared: PhpClass): string | undefined {
  let found: string | undefined;
  const body = declared.methods.get('__construct')?.body;
  if (body !== undefined)
    walkBody(body, (node) => {
      if (memberName(node) === 'onQueue') found ??= plainString(writtenArguments(node)[0]?.node);
    });
  return found;
}

function messengerJobs(codebase: PhpCodebase, declared: PhpClass): readonly Job[] {
  const origin = originAt(declared.file, declared.node);
  const name = shortName(declared.name);
  const handles =
    declared.attributes.some((attribute) => attribute.name.endsWith('AsMessageHandler')) ||
    [...declared.methods.values()].some(({ attributes }) =>
      attributes.some((attribute) => attribute.name.endsWith('AsMessageHandler')),
    ) ||
    kindNames(codebase, declared).some((each) => each.endsWith('MessageHandlerInterface'));
  const machine = createMachine(codebase, {});
  const scheduled = [
    ...declared.attributes,
    ...[...declared.methods.values()].flatMap(({ attributes }) => attributes),
  ].flatMap((attribute): readonly Job[] => {
    if (!/As(Cron|Periodic)Task$/.test(attribute.name)) return [];
    const args = argumentValues(machine, attribute.node, {
      file: declared.file,
      class: declared,
      variables: new Map(),
    });
    const schedule = textOf(args[0]?.value);
    return [
      {
        id: `schedule/${name}`,
        name,
        kind: 'schedule',
        ...(schedule === undefined ? {} : { schedule }),
        idempotent: 'unknown',
        origin: originAt(declared.file, attribute.node),
      },
    ];
  });
  return handles
    ? [{ id: name, name, kind: 'queue', idempotent: 'unknown', origin }, ...scheduled]
    : scheduled;
}
