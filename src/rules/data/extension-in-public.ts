import { seenAt } from '../places.ts';
import type { Rule } from '../rule.ts';
import { isOfApiPlatform } from './api-platform.ts';
import { dialectOf } from './dialect.ts';

export const extensionInPublic: Rule = {
  id: 'extension-in-public',
  summary: 'Extensions put their functions among those of the application.',
  severity: 'advice',
  standards: ['splinter/0014'],
  remedy: {
    title: 'Keep extensions in a schema of their own',
    impact: 1,
    effort: { low: 0.1, high: 0.5 },
    risk: 'medium',
    rollback: 'alter extension … set schema public',
  },
  check: ({ data }) => {
    if (dialectOf(data) !== 'postgresql') return [];
    const found = (data.installed ?? []).filter(
      ({ name, schema = 'public' }) => schema === 'public' && !fixed.has(name),
    );
    if (found.length === 0) return [];
    const names = found.map(({ name }) => name).join(', ');
    const exposed = isOfApiPlatform(data);
    return [
      {
        subject: 'extensions',
        confidence: exposed ? 'likely' : 'possible',
        what: `${found.length === 1 ? 'The extension' : 'The extensions'} ${names} ${found.length === 1 ? 'is' : 'are'} installed in public.`,
        why: `Its functions and operators mix with the application's${exposed ? ', and the API offers them to every caller' : ''}; dropping or moving public takes them along, and a restore needs them before the tables.`,
        next: `create schema extensions; alter extension ${found[0]?.name ?? ''} set schema extensions; and put extensions into the search_path of the roles that use them.`,
        evidence: seenAt(found),
      },
    ];
  },
};

/** Extensions that bring a schema of their own, whatever is asked for. */
const fixed: ReadonlySet<string> = new Set([
  'plpgsql',
  'pg_cron',
  'pgsodium',
  'pg_net',
  'pg_graphql',
  'timescaledb',
  'supabase_vault',
  'pgmq',
  'postgis_topology',
  'postgis_tiger_geocoder',
]);
