import type { Job } from '../../../../model/processes.ts';
import type { Origin } from '../../../../model/origin.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax, originIn } from '../../languages/syntax.ts';
import { attributeNamed, attributesOf, named, positional } from '../attributes.ts';
import type { Code, TypeDeclaration } from '../code.ts';
import { attributesOfType, lineageOf, methodsOf } from '../code.ts';
import { calledIn, lastName, modifiers, nameOf, typeArguments } from '../syntax.ts';
import { textOf } from '../texts.ts';

const mentions =
  /\b(BackgroundService|IHostedService|RecurringJob|BackgroundJob|IBackgroundJobClient|IRecurringJobManager|IJob|WithCronSchedule|IConsumer<|IHandleMessages<|TimerTrigger|ServiceBusTrigger|QueueTrigger)/;

/** Hosted services, Hangfire, Quartz, consumers of message buses and functions with a timer or a queue. */
export function jobsOf(code: Code): readonly Job[] {
  const found = new Map<string, Job>();
  const add = (job: Job): void => void (found.has(job.id) ? undefined : found.set(job.id, job));
  for (const { path, text } of code.files) {
    if (!mentions.test(text)) continue;
    for (const type of code.typesIn(path)) {
      for (const job of typeJobs(code, type)) add(job);
      for (const { node } of methodsOf(code, type)) for (const job of triggered(code, type, node)) add(job);
    }
    if (/RecurringJob|BackgroundJob|WithCronSchedule/.test(text))
      for (const job of enqueued(code, path)) add(job);
  }
  return [...found.values()];
}

const job = (name: string, kind: Job['kind'], origin: Origin, more: Partial<Job> = {}): Job => ({
  id: more.queue === undefined ? name : `${more.queue}/${name}`,
  name,
  kind,
  idempotent: 'unknown',
  origin,
  ...more,
});

function typeJobs(code: Code, type: TypeDeclaration): readonly Job[] {
  if (type.node.type !== 'class_declaration' || modifiers(type.node).includes('abstract')) return [];
  const { outside } = lineageOf(code, type);
  const origin = originIn(type.file, type.node);
  const found: Job[] = [];
  for (const base of outside) {
    const name = lastName(base);
    if (name === 'BackgroundService' || name === 'IHostedService') {
      const every = interval(type.node.text);
      found.push(
        every === undefined
          ? job(type.name, 'relay', origin)
          : job(type.name, 'schedule', origin, { schedule: every }),
      );
    } else if (name === 'IConsumer' || name === 'IHandleMessages')
      found.push(job(type.name, 'queue', origin, { queue: lastName(typeArguments(base)[0]) }));
    else if (name === 'IJob' && /Quartz/.test(code.program.repository.files.get(type.file)?.text ?? '')) {
      const cron = cronFor(code, type.name);
      found.push(
        cron === undefined
          ? job(type.name, 'queue', origin)
          : job(type.name, 'schedule', origin, { schedule: cron }),
      );
    }
  }
  return found;
}

/** `PeriodicTimer(TimeSpan.FromMinutes(5))`, `Task.Delay(TimeSpan.FromSeconds(30), …)`. */
function interval(text: string): string | undefined {
  const found =
    /(?:PeriodicTimer|Task\.Delay|new\s+Timer)\s*\([^;]{0,120}?TimeSpan\.From(Seconds|Minutes|Hours|Days|Milliseconds)\(\s*([\d.]+)\s*\)/.exec(
      text,
    );
  return found?.[1] === undefined || found[2] === undefined
    ? undefined
    : `every ${found[2]} ${found[1].toLowerCase()}`;
}

/** The trigger of a job of Quartz, where it stands beside the name of the job. */
function cronFor(code: Code, name: string): string | undefined {
  for (const { text } of code.files) {
    if (!text.includes('WithCronSchedule') || !text.includes(name)) continue;
    const after = text.slice(text.indexOf(name));
    const found = /WithCronSchedule\(\s*"([^"\n]{1,60})"/.exec(after)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

function triggered(code: Code, type: TypeDeclaration, node: SyntaxNode): readonly Job[] {
  if (!/TimerTrigger|ServiceBusTrigger|QueueTrigger/.test(node.text.slice(0, 1500))) return [];
  const declared = attributeNamed(attributesOf(node), 'Function', 'FunctionName');
  const scope = { file: type.file, type };
  const name = declared === undefined ? nameOf(node) : textOf(code, positional(declared)[0], scope).text;
  const origin = originIn(type.file, node);
  return (inField(node, 'parameters')?.children ?? []).flatMap((parameter) =>
    attributesOf(parameter).flatMap((attribute): readonly Job[] => {
      const text = textOf(code, positional(attribute)[0], scope).text;
      if (attribute.name === 'TimerTrigger') return [job(name, 'schedule', origin, { schedule: text })];
      return /^(ServiceBusTrigger|QueueTrigger)$/.test(attribute.name)
        ? [job(name, 'queue', origin, { queue: text })]
        : [];
    }),
  );
}

/** `RecurringJob.AddOrUpdate<T>("id", x => x.Run(), Cron.Daily)`, `BackgroundJob.Enqueue<T>(x => x.Run())`. */
function enqueued(code: Code, path: string): readonly Job[] {
  const tree = code.tree(path);
  const found: Job[] = [];
  if (tree === undefined) return found;
  walkSyntax(tree, (node) => {
    const called = calledIn(node);
    if (
      called === undefined ||
      !/^(AddOrUpdate|Enqueue|Schedule)$/.test(called.name) ||
      !/job/i.test(called.receiver?.text ?? '')
    )
      return;
    const lambda = called.arguments.find(({ value }) => value.type === 'lambda_expression')?.value;
    const method = /\.(\w+)\s*\(/.exec(inField(lambda ?? node, 'body')?.text ?? '')?.[1];
    const type = lastName(called.generics[0]);
    const texts = called.arguments.flatMap(({ value }) =>
      value.type === 'string_literal' ? [textOf(code, value, { file: path }).text] : [],
    );
    const origin = originIn(path, node);
    const name =
      [type, method].filter((part) => part !== '' && part !== undefined).join('.') || (texts[0] ?? 'job');
    const more = hangfire(code, path, type);
    if (called.name !== 'AddOrUpdate') found.push(job(name, 'queue', origin, { queue: 'default', ...more }));
    else {
      const cron =
        texts.findLast((text) => /^[\d*/,\-?LW# ]+$/.test(text)) ??
        /Cron\.\w+(\([^)]{0,40}\))?/.exec(node.text)?.[0];
      found.push(
        job(name, 'schedule', origin, { ...(cron === undefined ? {} : { schedule: cron }), ...more }),
      );
    }
  });
  return found;
}

/** `[AutomaticRetry(Attempts = 3)]` and `[Queue("mail")]` of the class that runs. */
function hangfire(code: Code, path: string, name: string): Partial<Job> {
  const type = name === '' ? undefined : code.find(name, path);
  if (type === undefined) return {};
  const attributes = [
    ...attributesOfType(code, type),
    ...methodsOf(code, type).flatMap(({ node }) => attributesOf(node)),
  ];
  const [retry, queue] = [attributeNamed(attributes, 'AutomaticRetry'), attributeNamed(attributes, 'Queue')];
  const attempts = retry === undefined ? undefined : Number(named(retry, 'Attempts')?.text);
  const told =
    queue === undefined ? undefined : textOf(code, positional(queue)[0], { file: type.file, type }).text;
  return {
    ...(attempts === undefined || Number.isNaN(attempts)
      ? {}
      : { attempts: { value: attempts + 1, unit: 'count', origin: originIn(type.file, type.node) } }),
    ...(told === undefined ? {} : { queue: told }),
  };
}
