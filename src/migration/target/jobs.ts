import type { Workload } from '../../model/brief.ts';
import type { Backend } from '../../model/backend.ts';
import type { Quantity } from '../../model/origin.ts';
import { compareText } from '../../model/text.ts';
import { kebabCase } from '../../artifacts/words.ts';
import { actsOf } from './acts.ts';
import type { Act } from './acts.ts';
import type { Landing } from './landing.ts';
import { actionName } from './operations.ts';
import type { Statement } from './statements.ts';
import { ownStatements } from './uses.ts';

type Job = Backend['processes']['jobs'][number];

/** What a job of the legacy system becomes. */
export interface JobMove {
  readonly job: Job;
  /** Done by an operation of the target: on a schedule, or taken out of a queue. */
  readonly act?: Act;
  readonly every?: Quantity;
  /** Rows of these entities are removed after so many seconds. */
  readonly retention: readonly { readonly entity: string; readonly keep: Quantity }[];
  readonly stays?: string;
}

/** The role in which the target runs what nobody asks for. */
export const scheduler = 'scheduler';

export function jobMoves(
  { processes, api }: Pick<Backend, 'processes' | 'api'>,
  statements: readonly Statement[],
  landings: ReadonlyMap<string, Landing>,
): readonly JobMove[] {
  const names = new Set<string>();
  return [...new Map(processes.jobs.map((job) => [job.id, job])).values()]
    .toSorted((a, b) => compareText(a.id, b.id))
    .map((job) => {
      const own = ownStatements(job.id, undefined, statements, api);
      const retention = own.flatMap((statement) => keptFor(statement, landings));
      const rest = own.filter((statement) => keptFor(statement, landings).length === 0);
      const { reads, writes } = actsOf(rest, landings);
      const [main] = [...writes, ...reads.filter(({ verb }) => verb !== 'read'), ...reads];
      if (main === undefined)
        return retention.length > 0
          ? { job, retention }
          : {
              job,
              retention,
              stays:
                'no statement of it was read: what it does outside of the database (files, mail, calls) was not understood, so it keeps running where it is',
            };
      const action = uniqueAction(actionName(job.name), main.entity, names);
      const every = everyOf(job);
      return {
        job,
        retention,
        act: {
          verb: 'process',
          entity: main.entity,
          action,
          by: [],
          along: [...new Set([...writes.slice(1).map(({ entity }) => entity), ...main.along])].filter(
            (entity) => entity !== main.entity,
          ),
        },
        ...(every !== undefined && { every }),
      };
    });
}

function uniqueAction(action: string, entity: string, names: Set<string>): string {
  let name = /^(list|read|create|update|delete|search|import|export|process)$/.test(action)
    ? `run-${action}`
    : action;
  for (let next = 2; names.has(`${entity} ${name}`) || names.has(name); next += 1) name = `${action}-${next}`;
  names.add(`${entity} ${name}`);
  names.add(name);
  return name;
}

const units: Readonly<Record<string, number>> = {
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
  year: 31_536_000,
};

/** `delete … where at < now() - interval 90 day` says how long rows are kept. */
function keptFor(
  { query, does, table }: Statement,
  landings: ReadonlyMap<string, Landing>,
): JobMove['retention'] {
  const entity = landings.get(table)?.entity.name;
  const match = /<\s*[\s\S]{0,60}\binterval\s+'?(\d{1,5})\s*(hour|day|week|month|year)s?/i.exec(query.sql);
  const unit = units[(match?.[2] ?? '').toLowerCase()];
  if (does !== 'delete' || entity === undefined || unit === undefined || /\bor\b/i.test(query.sql)) return [];
  return [{ entity, keep: { value: Number(match?.[1]) * unit, unit: 's', origin: query.origin } }];
}

const words: Readonly<Record<string, number>> = {
  minute: 60,
  hour: 3600,
  dai: 86_400,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
  quarter: 7_776_000,
  year: 31_536_000,
};

/** Seconds between two runs by the schedule, as a crontab or a framework writes it. */
export function everyOf({ schedule, origin }: Pick<Job, 'schedule' | 'origin'>): Quantity | undefined {
  const value = schedule === undefined ? undefined : (cronSeconds(schedule) ?? wordSeconds(schedule));
  return value === undefined ? undefined : { value, unit: 's', origin };
}

function cronSeconds(schedule: string): number | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...more] = schedule.trim().split(/\s+/);
  if (weekday === '' || more.length > 0) return undefined;
  const step = (field: string, unit: number): number | undefined => {
    if (field === '*') return unit;
    const every = /^\*\/(\d{1,3})$/.exec(field)?.[1];
    return every === undefined || Number(every) === 0 ? undefined : Number(every) * unit;
  };
  if (step(minute, 60) !== undefined) return step(minute, 60);
  if (step(hour, 3600) !== undefined) return step(hour, 3600);
  if (day === '*') return /^\d$|^[a-z]{3}$/i.test(weekday) ? 604_800 : 86_400;
  if (step(day, 86_400) !== undefined) return step(day, 86_400);
  return month === '*' ? 2_592_000 : 31_536_000;
}

function wordSeconds(schedule: string): number | undefined {
  const said = /every\s*(\d{0,5})\s*(second|minute|min|hour|day|week|month|year)/i.exec(
    schedule.replaceAll(/([a-z])([A-Z])/g, '$1 $2'),
  );
  if (said !== null) {
    const unit = said[2]?.toLowerCase() === 'min' ? 60 : (words[said[2]?.toLowerCase() ?? ''] ?? 1);
    return Math.max(1, Number(said[1] === '' ? '1' : said[1])) * unit;
  }
  const adverb = /\b(minute|hour|dai|week|month|quarter|year)ly\b/i.exec(schedule)?.[1]?.toLowerCase();
  return adverb === undefined ? undefined : words[adverb];
}

/** The workload by which the target runs a job. */
export function batchOf({ job, act, every }: JobMove): Workload | undefined {
  if (act?.action === undefined || every === undefined) return undefined;
  return {
    id: act.action,
    actor: scheduler,
    operation: `process ${act.entity} ${act.action}`,
    every,
    by: [],
    steps: [],
    origin: job.origin,
  };
}

/** Ids of the jobs of the target that do what it did; `work` where it is taken out of a queue. */
export const jobIds = ({ act, every, retention }: JobMove): readonly string[] => [
  ...(act?.action === undefined
    ? []
    : [
        every === undefined
          ? `work-${kebabCase(`process ${act.entity} ${act.action}`)}`
          : `batch-${kebabCase(act.action)}`,
      ]),
  ...retention.map(({ entity }) => `retention-${kebabCase(entity)}`),
];
