import type { Origin } from '../../../model/origin.ts';
import type { Job } from '../../../model/processes.ts';
import type { TextFile } from '../gather.ts';

/** `crontab`, `crontab.txt`, `shop.cron`, `cron.d/shop`: a table of cron by its name and by what its lines say. */
export const isCrontab = ({ path, text }: TextFile): boolean =>
  /(^|\/)([\w-]*crontab([.-][\w-]+)*|[\w.-]+\.cron(tab)?|cron\.d\/[\w.-]+)$/i.test(path) && line.test(text);

const field = String.raw`[\d*,/\-A-Za-z?]+`;
const line = new RegExp(String.raw`^[ \t]*(@\w+|(?:${field}[ \t]+){4}${field})[ \t]+(\S.*)$`, 'm');
const nicknames = /^@(reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

/** Each line is a job; where it runs a script of the repository, that is where its work is done. */
export function readCrontab(file: TextFile, paths: readonly string[]): readonly Job[] {
  const jobs = file.text.split('\n').flatMap((text, index): readonly Job[] => {
    const [, schedule, command] = line.exec(text) ?? [];
    if (schedule === undefined || command === undefined || !isSchedule(schedule)) return [];
    const origin: Origin = { kind: 'read', file: file.path, line: index + 1 };
    const script = scriptOf(command, paths);
    const name = script ?? programOf(command);
    return [
      {
        id: `schedule/${name}`,
        name,
        kind: 'schedule',
        schedule: schedule.replaceAll(/\s+/g, ' '),
        idempotent: 'unknown',
        ...(script !== undefined && { consumers: [{ kind: 'read', file: script, line: 1 } as const] }),
        origin,
      },
    ];
  });
  return [...new Map(jobs.map((job) => [`${job.id} ${job.schedule ?? ''}`, job])).values()];
}

/** A setting such as `MAILTO=…` or a sentence is none. */
const isSchedule = (text: string): boolean =>
  nicknames.test(text) ||
  text
    .split(/\s+/)
    .every((part) => /^(\*|\d|[A-Z]{3}\b|\?)/i.test(part) && /[\d*]|^[a-z]{3}(-[a-z]{3})?$/i.test(part));

/** The longest path of the repository that ends a path in the command, on the disk or in an address. */
function scriptOf(command: string, paths: readonly string[]): string | undefined {
  const named = [...command.matchAll(/[\w./-]+\.\w+/g)].map(([word]) => word);
  return paths
    .filter((path) => named.some((word) => word === path || word.endsWith(`/${path}`)))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** What is run, without what is handed to it: that may be secret. */
const programOf = (command: string): string =>
  command
    .split(/\s+/)
    .find((word) => !/^[A-Z_]+=|^(root|www-data|nobody)$/.test(word))
    ?.split('/')
    .at(-1) ?? 'command';
