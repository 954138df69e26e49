import { kindByName } from '../../http/guards.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { propertyOf } from '../codebase.ts';
import { evaluate } from '../evaluate.ts';
import { judgeClass, judged } from '../guards.ts';
import type { Machine } from '../machine.ts';
import { entryOf, originAt, textOf, textsOf } from '../value.ts';
import type { PhpValue, Site } from '../value.ts';
import type { Context } from './routes.ts';

export interface Filters {
  readonly aliases: ReadonlyMap<string, string>;
  readonly global: readonly string[];
  readonly byPath: readonly (readonly [name: string, patterns: readonly string[]])[];
  readonly exceptions: ReadonlyMap<string, readonly string[]>;
}

export function readFilters(machine: Machine): Filters {
  const source = machine.codebase.sources.find(({ path }) => /(^|\/)Config\/Filters\.php$/.test(path));
  const declared =
    source === undefined ? undefined : [...(machine.codebase.file(source.path)?.classes.values() ?? [])][0];
  const list = (name: string): PhpValue | undefined => {
    const node = declared === undefined ? undefined : propertyOf(machine.codebase, declared, name)?.default;
    return node === undefined || declared === undefined
      ? undefined
      : evaluate(machine, node, { file: declared.file, class: declared, variables: new Map() });
  };
  const entries = (value: PhpValue | undefined): readonly (readonly [string, PhpValue])[] =>
    value?.kind === 'array'
      ? value.entries.map((entry) => [entry.key ?? textOf(entry.value) ?? '', entry.value] as const)
      : [];
  const global = entries(entryOf(list('globals'), 'before'));
  return {
    aliases: new Map(
      entries(list('aliases')).flatMap(([name, value]) =>
        textsOf(value)[0] === undefined ? [] : [[name, textsOf(value)[0] ?? ''] as const],
      ),
    ),
    global: global.map(([name]) => name),
    exceptions: new Map(global.map(([name, value]) => [name, textsOf(entryOf(value, 'except'))])),
    byPath: entries(list('filters')).map(
      ([name, value]) => [name, textsOf(entryOf(value, 'before'))] as const,
    ),
  };
}

export const known = (name: string): ReturnType<typeof kindByName> | 'passes' =>
  /^CodeIgniter\\(Filters\\(CSRF|DebugToolbar|Honeypot|InvalidChars|SecureHeaders|Cors|ForceHTTPS|PageCache|PerformanceMetrics)|Shield\\Filters\\ForcePasswordReset)/.test(
    name,
  )
    ? 'passes'
    : /Shield\\Filters\\(Session|Token|Hmac|Chain|JWT)/.test(name)
      ? 'authentication'
      : /Shield\\Filters\\(Group|Permission)/.test(name)
        ? 'authorisation'
        : undefined;

export function filterGuards(
  context: Context,
  path: string,
  own: readonly string[],
  site: Site,
): readonly JudgedGuard[] {
  const { filters, machine } = context;
  const plain = path.replace(/^\//, '');
  const fits = (pattern: string): boolean => {
    const [start = '', ...more] = pattern.replace(/^\//, '').split('*');
    return more.length === 0
      ? plain === start.replace(/\/$/, '')
      : plain.startsWith(start) || plain === start.replace(/\/$/, '');
  };
  const names = [
    ...filters.global.filter((name) => !(filters.exceptions.get(name) ?? []).some(fits)),
    ...filters.byPath.flatMap(([name, patterns]) => (patterns.some(fits) ? [name] : [])),
    ...own,
  ];
  const origin = originAt(site.scope.file, site.node);
  return [...new Set(names)].map((name) => {
    const [base = '', args = ''] = name.split(':');
    const target = filters.aliases.get(base) ?? base;
    const found = judgeClass(machine.codebase, target, known, ['before']);
    const named =
      /^(csrf|toolbar|honeypot|invalidchars|secureheaders|cors|forcehttps|pagecache|performance)$/.test(base)
        ? 'passes'
        : kindByName(base);
    const verdict = found.resolved ? found.verdict : (named ?? 'other');
    const requires = args.split(',').filter((arg) => arg !== '' && verdict === 'authorisation');
    return judged(name, verdict, found.origin ?? origin, {
      requires,
      resolved: found.resolved || named !== undefined,
    });
  });
}
