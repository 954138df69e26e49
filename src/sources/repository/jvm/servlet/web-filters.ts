import type { JudgedGuard } from '../../http/routing.ts';
import { attribute, expand } from '../annotations.ts';
import { rejectionOf } from '../checks.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { kindByName } from '../../http/guards.ts';
import type { Code } from '../code.ts';
import { walkCode } from '../code.ts';
import { fits } from '../filters.ts';
import { methodOf, scopeOf } from '../names.ts';
import { textsOf } from '../values.ts';
import { checkBefore } from '../before-handlers.ts';
import type { AskedPath } from '../anonymous/path-questions.ts';
import { filterAt } from './filter-runs.ts';
import { isUnknown, unread } from '../packages.ts';
import type { WebXml } from '../web-xml.ts';
import type { World } from '../world.ts';

/** Filters of `@WebFilter` and of the descriptor that turn callers away, for a path. */
export function filterGuards(
  world: World,
  descriptors: readonly WebXml[],
): (path: string) => readonly JudgedGuard[] {
  const annotated = world
    .filesWith(/@WebFilter\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => {
      const found = expand(world, of.annotations, scopeOf(of)).find(({ name }) => name === 'WebFilter');
      const patterns =
        found === undefined
          ? []
          : ['urlPatterns', 'value']
              .flatMap((key) => textsOf(world, attribute(found, key), found.scope))
              .flatMap(({ text }) => text ?? []);
      return patterns.map((pattern) => ({ of, pattern }));
    });
  const described = descriptors.flatMap(({ path, filters, filterMappings }) =>
    filterMappings.flatMap(({ servlet, pattern }) => {
      const of = world.qualified(filters.get(servlet) ?? '', path);
      return of === undefined ? [] : [{ of, pattern }];
    }),
  );
  const outside = descriptors.flatMap(({ path, filters, filterMappings }) =>
    filterMappings.flatMap(({ servlet, pattern, line }) => {
      const name = filters.get(servlet) ?? '';
      if (!isUnknown(name) || world.qualified(name, path) !== undefined) return [];
      return [
        {
          pattern: pattern.replace(/\/\*$/, '/**'),
          guard: unread(name.slice(name.lastIndexOf('.') + 1), path, line),
        },
      ];
    }),
  );
  const judged = [...annotated, ...described].flatMap(({ of, pattern }) => {
    const guard = judge(world, of);
    return guard === undefined ? [] : [{ pattern: pattern.replace(/\/\*$/, '/**'), guard }];
  });
  return (path) =>
    [...judged, ...outside].flatMap(({ pattern, guard }) => {
      const fit = fits(pattern, path);
      return fit === 'no' ? [] : [fit === 'yes' ? guard : { ...guard, conditional: true }];
    });
}

const pathMethods =
  /^(getRequestURI|getServletPath|getRequestURL|getPathInfo|startsWith|endsWith|matches|antMatch|match|shouldNotFilter)$/;
/** What such filters refuse says nothing of who is calling. */
const beside =
  /csrf|xsrf|cors|xss|\bip\b|Ip(Filter|White|Black|Address)|rate|limit|throttl|header|encoding|size/i;
const switches =
  /enabled|disabled|config|propert|setting|feature|skip|ignore|exclude|whitelist|allowlist|bypass/i;

/** The same for one path, where that is known and the filter is one whose run can be followed. */
export function judgeAt(
  world: World,
  of: ClassDeclaration,
  names: readonly string[],
): { readonly guard: JudgedGuard; readonly at: (path: AskedPath) => JudgedGuard | undefined } | undefined {
  const guard = judge(world, of, names);
  const found = names.flatMap((name) => methodOf(world, of, name) ?? [])[0];
  if (guard === undefined || found === undefined) return undefined;
  return { guard, at: filterAt(world, of, found, guard) };
}

/** What a filter does with callers it does not know; undefined where it turns away nobody for that. */
export function judge(
  world: World,
  of: ClassDeclaration,
  names: readonly string[] = ['doFilter', 'doFilterInternal'],
): JudgedGuard | undefined {
  const found = names.flatMap((name) => methodOf(world, of, name) ?? [])[0];
  const body = found?.method.body?.();
  if (found === undefined || body === undefined) return undefined;
  const { unknown, forbidden } = rejectionOf(world, {
    place: { file: of.file.path, line: of.line },
    parameters: [],
    body,
    scope: scopeOf(found.owner),
    owner: of,
  });
  const looks = looksOf(body);
  const named = kindByName(of.name);
  const isNamed = named === 'authentication' || named === 'authorisation';
  const kind = unknown
    ? 'authentication'
    : forbidden && !beside.test(of.name)
      ? 'authorisation'
      : looks.redirects && isNamed
        ? named
        : undefined;
  if (kind === undefined) return beside.test(of.name) ? undefined : checkBefore(world, found, of.name);
  const origin = { kind: 'read', file: of.file.path, line: found.method.line } as const;
  return {
    guard: { name: of.name, kind, requires: [], origin },
    resolved: true,
    conditional:
      looks.choosesPath ||
      looks.switched ||
      looks.handsOn > 1 ||
      methodOf(world, of, 'shouldNotFilter') !== undefined,
    passes: false,
  };
}

const aboutCaller =
  /token|auth|user|session|header|principal|valid|check|signature|login|credential|jwt|verif|logged|permi|admin|role|cookie|bearer|account|member/i;

/** What refuses stands below a condition that asks for something else than the caller: `if (hasSecrets) …`. */
function isNested(body: readonly Code[]): boolean {
  let nested = false;
  walkCode(body, (code) => {
    if (nested) return false;
    if (code.kind !== 'branch') return true;
    const tests = [
      ...(code.test === undefined ? [] : [code.test]),
      ...code.cases.flatMap((each) => each.tests),
    ];
    const inner = code.cases.flatMap((each) => each.body);
    const about = namesIn(tests).some((name) => aboutCaller.test(name));
    nested = !about && namesIn(inner).some((name) => refusing.test(name));
    return !nested;
  });
  return nested;
}

const refusing =
  /^(SC_UNAUTHORIZED|UNAUTHORIZED|SC_FORBIDDEN|FORBIDDEN|doCheck|authenticate|checkToken|validateToken|unauthorized\w*)$/i;

function namesIn(codes: readonly Code[]): readonly string[] {
  const found: string[] = [];
  walkCode(codes, (code) => {
    if (code.kind === 'name' || code.kind === 'member' || code.kind === 'call') found.push(code.name);
  });
  return found;
}

interface Looks {
  readonly redirects: boolean;
  readonly choosesPath: boolean;
  /** A setting may switch it off. */
  readonly switched: boolean;
  /** In how many places it hands the request on. */
  readonly handsOn: number;
}

function looksOf(body: readonly Code[]): Looks {
  let [redirects, choosesPath, switched, handsOn] = [false, false, isNested(body), 0];
  walkCode(body, (code) => {
    if (code.kind === 'name' || code.kind === 'member') switched ||= switches.test(code.name);
    if (code.kind !== 'call') return;
    redirects ||= /^(sendRedirect|forward)$/.test(code.name);
    choosesPath ||= pathMethods.test(code.name);
    switched ||= switches.test(code.name);
    if (/^(doFilter|proceed)$/.test(code.name)) handsOn += 1;
  });
  return { redirects, choosesPath, switched, handsOn };
}
