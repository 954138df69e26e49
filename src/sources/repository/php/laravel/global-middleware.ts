import type { TextFile } from '../../gather.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { PhpCodebase } from '../codebase.ts';
import { judged } from '../guards.ts';
import type { Machine } from '../machine.ts';
import { className } from '../names.ts';
import type { AskedRoute } from '../route-questions.ts';
import { originAt } from '../value.ts';
import type { MiddlewareTable, Named } from './middleware.ts';
import { judgeNamed, knownClass, opened } from './middleware.ts';

/** What stands before every route, whatever its groups say. */
export const globalMiddleware = (
  table: MiddlewareTable,
  codebase: PhpCodebase,
  route: AskedRoute,
): readonly JudgedGuard[] =>
  table.global.flatMap((name) =>
    opened(table, name).flatMap((one) => {
      const declared = codebase.class(one.class);
      if (declared === undefined) return unreadGlobal(codebase, one);
      return [
        judgeNamed(codebase, one, originAt(declared.file, declared.node), {
          conditional: false,
          route,
        }),
      ];
    }),
  );

/** Middleware of packages that turns nobody away for who is calling, by the names it goes by. */
const harmlessNames =
  /SecureHeaders|PageSpeed|Https|Clockwork|Debugbar|GeoIP|Minif|Log|RequestId|Prometheus|Local|Trust|Cors|Csrf|Compress|Gzip|Cache|Honeypot|Csp|Proxies|Trim|Convert|Size|Maintenance|Encrypt|Session|Cookie|Language|Inertia|Metric|Trace|Timing|Profil/i;

/** One of a package that stands before every route: known, or not understood. */
function unreadGlobal(codebase: PhpCodebase, one: Named): readonly JudgedGuard[] {
  const verdict = knownClass(one.class);
  const short = one.class.split('\\').at(-1) ?? one.class;
  if (verdict === 'passes' || harmlessNames.test(short) || !one.class.includes('\\')) return [];
  const file = codebase.sources.find(
    ({ path, text }) => /Kernel\.php$|bootstrap\/app\.php$|Provider\.php$/.test(path) && text.includes(short),
  );
  const origin = { kind: 'read', file: file?.path ?? 'bootstrap/app.php', line: 1 } as const;
  return [judged(short, verdict ?? 'other', origin, { resolved: verdict !== undefined })];
}

const pushed = /->\s*(?:push|prepend)Middleware\s*\(\s*\\?([\w\\]+)::class/g;

/** `$kernel->pushMiddleware(X::class)` of a service provider. */
export function readPushed(machine: Machine, files: readonly TextFile[], table: MiddlewareTable): void {
  for (const { path, text } of files)
    for (const [, name = ''] of text.includes('Middleware(') ? text.matchAll(pushed) : []) {
      const names = machine.codebase.file(path)?.names;
      table.global.push(names === undefined ? name : className(names, name));
    }
}
