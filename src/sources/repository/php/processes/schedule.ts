import type { Job } from '../../../../model/processes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { callMethod, callValue, createMachine, runFile } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { shortName } from '../names.ts';
import type { Arguments, Host, PhpValue, Site } from '../value.ts';
import { originAt, textOf } from '../value.ts';

interface Planned {
  readonly name: string;
  schedule: string | undefined;
  readonly site: Site;
}

/** What the scheduler of Laravel runs: `schedule()` of the console kernel, `withSchedule`, `routes/console.php`. */
export function scheduledJobs(codebase: PhpCodebase): readonly Job[] {
  const files = codebase.sources.filter(({ text }) =>
    /Console\\Scheduling\\Schedule|Facades\\Schedule\b|withSchedule\(/.test(text),
  );
  const planned: Planned[] = [];
  for (const { path } of files) {
    const machine: Machine = createMachine(codebase, {
      staticCall: (name, method, args, site) => {
        if (name.endsWith('Facades\\Schedule')) return plan(planned, method, args, site);
        return name.endsWith('\\Application') && method === 'configure'
          ? starter(machine, planned)
          : undefined;
      },
      inject: (type) => (/(^|\\)Schedule$/.test(type) ? scheduler(planned) : undefined),
    });
    runFile(machine, path);
    for (const declared of codebase.file(path)?.classes.values() ?? []) {
      const method = declared.methods.get('schedule');
      if (method !== undefined)
        callMethod(machine, method, [], {
          kind: 'object',
          className: declared.name,
          args: [],
          properties: new Map(),
        });
    }
  }
  const seen = new Set<string>();
  return planned.flatMap(({ name, schedule, site }): readonly Job[] => {
    const origin = originAt(site.scope.file, site.node);
    const key = `${name} ${origin.file}:${origin.line}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      {
        id: `schedule/${name}`,
        name,
        kind: 'schedule',
        ...(schedule === undefined ? {} : { schedule }),
        idempotent: 'unknown',
        origin,
      },
    ];
  });
}

function starter(machine: Machine, planned: Planned[]): PhpValue {
  const host: Host = {
    className: 'Illuminate\\Foundation\\Configuration\\ApplicationBuilder',
    call: (method, args) => {
      if (method === 'withschedule' && args[0] !== undefined)
        callValue(machine, args[0].value, [{ value: scheduler(planned), node: args[0].node }]);
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

const scheduler = (planned: Planned[]): PhpValue => ({
  kind: 'host',
  host: {
    className: 'Illuminate\\Console\\Scheduling\\Schedule',
    call: (method, args, site) => plan(planned, method, args, site),
  },
});

function plan(planned: Planned[], method: string, args: Arguments, site: Site): PhpValue | undefined {
  if (!/^(command|job|call|exec)$/.test(method)) return undefined;
  const [first] = args;
  const value = first?.value;
  const written = value?.kind === 'object' ? value.className : textOf(value);
  const name =
    written === undefined
      ? method === 'call'
        ? `call at ${site.scope.file.path}:${site.node.line}`
        : 'unknown'
      : method === 'exec' || written.includes(' ')
        ? written
        : shortName(written);
  const entry: Planned = { name, schedule: undefined, site };
  planned.push(entry);
  const host: Host = {
    className: 'Illuminate\\Console\\Scheduling\\Event',
    call: (called, more) => {
      entry.schedule = scheduleOf(entry.schedule, called, more);
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

const fixed: Readonly<Record<string, string>> = {
  everyminute: '* * * * *',
  everytwominutes: '*/2 * * * *',
  everythreeminutes: '*/3 * * * *',
  everyfourminutes: '*/4 * * * *',
  everyfiveminutes: '*/5 * * * *',
  everytenminutes: '*/10 * * * *',
  everyfifteenminutes: '*/15 * * * *',
  everythirtyminutes: '0,30 * * * *',
  hourly: '0 * * * *',
  everytwohours: '0 */2 * * *',
  everythreehours: '0 */3 * * *',
  everyfourhours: '0 */4 * * *',
  everysixhours: '0 */6 * * *',
  daily: '0 0 * * *',
  weekly: '0 0 * * 0',
  monthly: '0 0 1 * *',
  quarterly: '0 0 1 1-12/3 *',
  yearly: '0 0 1 1 *',
};

function scheduleOf(before: string | undefined, method: string, args: Arguments): string | undefined {
  const known = fixed[method];
  if (known !== undefined) return known;
  const texts = args.map(({ value }) => textOf(value));
  const [hour = '0', minute = '0'] = (texts[0] ?? '').split(':');
  const at = (time: string | undefined): string => {
    const [h = '0', m = '0'] = (time ?? '0:0').split(':');
    return `${Number(m)} ${Number(h)}`;
  };
  switch (method) {
    case 'cron':
      return texts[0];
    case 'dailyat':
    case 'at':
      return before === undefined || method === 'dailyat'
        ? `${Number(minute)} ${Number(hour)} * * *`
        : `${Number(minute)} ${Number(hour)} ${before.split(' ').slice(2).join(' ')}`;
    case 'hourlyat':
      return `${texts[0] ?? '0'} * * * *`;
    case 'twicedaily':
      return `0 ${texts[0] ?? '1'},${texts[1] ?? '13'} * * *`;
    case 'weeklyon':
      return `${at(texts[1])} * * ${texts[0] ?? '0'}`;
    case 'monthlyon':
      return `${at(texts[1])} ${texts[0] ?? '1'} * *`;
    default:
      return before;
  }
}
