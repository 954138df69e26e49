import { parse } from 'yaml';
import type { Code } from '../code.ts';
import type { Schedule } from './code-schedules.ts';
import { codeSchedules } from './code-schedules.ts';

const files =
  /(^|\/)config\/(schedule|sidekiq|sidekiq_cron|sidekiq_schedule|recurring|resque_schedule|cron|scheduled_jobs)\.ya?ml$/;

/** Schedules of sidekiq-cron, sidekiq-scheduler, Solid Queue and resque-scheduler files, and those that code makes. */
export function schedulesOf(code: Code): readonly Schedule[] {
  const found: Schedule[] = [];
  for (const { path, text } of code.program.repository.files.values()) {
    if (!files.test(path)) continue;
    try {
      // Templates in the file are no YAML; what they leave out is left out here.
      visit(parse(text.replaceAll(/<%.*?%>/gs, ''), { logLevel: 'silent' }), path, text, found, 0);
    } catch {
      continue;
    }
  }
  const named = new Map(found.map((each) => [`${each.name} ${each.when}`, each]));
  return [...named.values(), ...codeSchedules(code)];
}

function visit(value: unknown, path: string, text: string, found: Schedule[], depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 6) return;
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry !== 'object' || entry === null) continue;
    const when = ['cron', 'schedule', 'every', ':cron', ':every']
      .map((name) => field(entry, name))
      .find((each) => each !== undefined);
    const worker = field(entry, 'class') ?? field(entry, ':class') ?? field(entry, 'command');
    if (when !== undefined && worker !== undefined) {
      const line = text.slice(0, Math.max(text.indexOf(key), 0)).split('\n').length;
      found.push({ name: worker, when, origin: { kind: 'read', file: path, line } });
    } else visit(entry, path, text, found, depth + 1);
  }
}

function field(entry: object, name: string): string | undefined {
  const value: unknown = Object.hasOwn(entry, name)
    ? Object.entries(entry).find(([key]) => key === name)?.[1]
    : undefined;
  if (typeof value === 'string') return value;
  return Array.isArray(value) && typeof value[0] === 'string' ? value[0] : undefined;
}
