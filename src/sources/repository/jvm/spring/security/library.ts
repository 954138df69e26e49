import type { Code } from '../../code.ts';
import { dotted, lastName } from '../../code.ts';
import { run } from '../../run/calls.ts';
import { textIn } from '../../run/texts.ts';
import type { Given, Library, LibraryCall, Machine } from '../../run/machine.ts';
import type { Value } from '../../run/value.ts';
import { receiversOf, unknownValue } from '../../run/value.ts';
import type { HttpHost, Rule, Verdict, WebHost } from './chain.ts';
import { isHttp, isWeb } from './chain.ts';
import { configurersOf } from './configurers.ts';
import { matchersOf } from './matchers.ts';

const authorizing = /^authorize(HttpRequests|Requests|Exchange)$/;
const matching = /^((ant|mvc|regex|request|path)Matchers?|matchers)$/;
/** They set how the rules are asked, and the rules go on. */
const settingUp =
  /^(withObjectPostProcessor|addObjectPostProcessor|shouldFilterAllDispatcherTypes|filterSecurityInterceptorOncePerRequest|accessDecisionManager|accessDecisionVoters|expressionHandler|authorizationEventPublisher)$/;
const chainMatching =
  /^(securityMatchers?|antMatcher|mvcMatcher|regexMatcher|requestMatcher|requestMatchers)$/;

/** `HttpSecurity`, `ServerHttpSecurity` and `WebSecurity`, in Java and in the DSL of Kotlin. */
export const securityLibrary: Library = {
  call: (call, machine) => {
    const { on, frame, name } = call;
    if (isHttp(on)) return httpCall(machine, on, call);
    if (isWeb(on)) return webCall(machine, on, call);
    const handed = call.args.map(({ value }) => value).find(isHttp);
    if (handed !== undefined && (on?.kind === 'code' || on?.kind === 'unknown'))
      return configuredElsewhere(machine, handed, call);
    if (on !== undefined || frame.scope.file.language !== 'kotlin') return undefined;
    const receiver = receiversOf(frame).find(isHttp);
    if (receiver === undefined) return undefined;
    if (name === 'authorize') return kotlinRule(machine, receiver, call);
    return isDsl(name) ? httpCall(machine, receiver, call) : undefined;
  },
  assign: (on) => isHttp(on),
};

const isDsl = (name: string): boolean =>
  authorizing.test(name) ||
  chainMatching.test(name) ||
  /^(csrf|cors|headers|httpBasic|formLogin|logout|oauth2\w*|sessionManagement|exceptionHandling|addFilter\w*|anonymous|rememberMe|saml2\w*|x509|jwt|requestCache)$/.test(
    name,
  );

function httpCall(
  machine: Machine,
  on: Value & { readonly kind: 'host'; readonly host: HttpHost },
  call: LibraryCall,
): Value {
  const { name, args, line } = call;
  const { host } = on;
  const { chain } = host;
  if (authorizing.test(name)) {
    chain.authorizes = true;
    if (name !== 'authorizeRequests') chain.refusesRest = true;
    within(machine, on, 'authorize', args);
    return on;
  }
  if (host.context === 'authorize') {
    if (settingUp.test(name)) return on;
    if (matching.test(name)) {
      host.pending = [...host.pending, ...matchersOf(machine, args, name)];
      return on;
    }
    if (/^any(Request|Exchange)$/.test(name)) {
      host.pending = [{ kind: 'pattern', pattern: '/**' }];
      return on;
    }
    if (/^(dispatcherTypeMatchers|servletApi)$/.test(name)) {
      host.pending = [{ kind: 'none' }];
      return on;
    }
    const verdict = verdictOf(machine, name, args);
    if (host.pending.length > 0) {
      const said = verdict ?? { kind: 'custom', name };
      chain.rules.push({ matchers: host.pending, verdict: said, file: call.frame.scope.file.path, line });
      host.pending = [];
      return on;
    }
    if (verdict !== undefined) return on;
  }
  return rootCall(machine, on, call);
}

function rootCall(
  machine: Machine,
  on: Value & { readonly kind: 'host'; readonly host: HttpHost },
  { name, args }: LibraryCall,
): Value {
  const { host } = on;
  const closures = args.filter(({ value }) => value.kind === 'closure' || value.kind === 'method');
  if (name === 'and' || name === 'disable') host.context = 'root';
  else if (name === 'invoke') within(machine, on, 'root', closures);
  else if (chainMatching.test(name) && (host.context === 'root' || host.context === 'chain-matchers')) {
    if (closures.length > 0 && /^(securityMatchers|requestMatchers)$/.test(name))
      within(machine, on, 'chain-matchers', closures);
    else if (args.length === 0) host.context = 'chain-matchers';
    else host.chain.matchers.push(...matchersOf(machine, args, name));
  } else if (matching.test(name) && host.context === 'chain-matchers')
    host.chain.matchers.push(...matchersOf(machine, args, name));
  else if (/^(apply|with)$/.test(name)) return on;
  else if (name !== 'build') {
    // Without arguments it gives a part of the chain to set; with them it sets something and the chain goes on.
    if (args.length === 0) host.context = 'other';
    else within(machine, on, 'other', closures);
  }
  return on;
}

/**
 * `configurers.forEach(each -> each.configure(http))`: every bean that can be called so adds its part, by its order. A
 * part that is not seen may say anything.
 */
function configuredElsewhere(
  machine: Machine,
  handed: Value & { readonly kind: 'host'; readonly host: HttpHost },
  { name, frame, line }: LibraryCall,
): Value {
  const { host } = handed;
  const configurers = configurersOf(machine.world, name);
  for (const { of, method, makes } of configurers) {
    host.context = 'root';
    host.pending = [];
    const self: Value = { kind: 'instance', of, fields: new Map() };
    const callee: Value = { kind: 'method', method, owner: of, self };
    if (!makes) run(machine, callee, [handed]);
    else
      run(
        machine,
        run(
          machine,
          callee,
          method.parameters.map(() => unknownValue),
        ),
        [handed],
      );
  }
  if (configurers.length === 0)
    host.chain.rules.push({
      matchers: [{ kind: 'unknown', why: `${name} is not in the repository` }],
      verdict: { kind: 'custom', name },
      file: frame.scope.file.path,
      line,
    });
  return handed;
}

/** Runs what a part of the configuration was given, in its own context. */
function within(
  machine: Machine,
  on: Value & { readonly kind: 'host'; readonly host: HttpHost },
  context: HttpHost['context'],
  args: readonly Given[],
): void {
  const { host } = on;
  const before = host.context;
  host.context = context;
  host.pending = [];
  for (const { value } of args) run(machine, value, [on], on);
  if (args.length === 0 && context === 'authorize') return;
  host.context = before;
  host.pending = [];
}

function verdictOf(machine: Machine, name: string, args: readonly Given[]): Verdict | undefined {
  const texts = args.flatMap(({ value, code }) => {
    const items = value.kind === 'list' ? value.items : [value];
    return items.flatMap((item) => textIn(machine, item).text ?? lastName(dotted(code) ?? '?'));
  });
  switch (name) {
    case 'permitAll':
    case 'anonymous':
      return { kind: 'permit' };
    case 'denyAll':
      return { kind: 'deny' };
    case 'authenticated':
    case 'fullyAuthenticated':
    case 'rememberMe':
      return { kind: 'authenticated' };
    case 'access':
      return accessOf(texts[0] ?? '', args[0]?.code);
    case 'hasIpAddress':
      return { kind: 'custom', name };
    default:
      return /^has(Any|All)?(Role|Roles|Authority|Authorities|Scope|Scopes)$/.test(name)
        ? { kind: 'roles', roles: texts }
        : undefined;
  }
}

/** `access("hasRole('ADMIN')")`, or an object that decides. */
function accessOf(text: string, code: Code | undefined): Verdict {
  const made = code === undefined ? undefined : managerOf(code, 0);
  if (made !== undefined) return made;
  if (/^permitAll(\(\))?$/.test(text)) return { kind: 'permit' };
  if (/^(isAuthenticated|isFullyAuthenticated)\(\)$|^authenticated$/.test(text))
    return { kind: 'authenticated' };
  const roles = [...text.matchAll(/has(?:Any)?(?:Role|Authority)\(([^()]*)\)/g)].flatMap((match) =>
    (match[1] ?? '').split(',').map((part) => part.trim().replaceAll(/^'|'$/g, '')),
  );
  const lets = /permitAll|isAnonymous|hasIpAddress/.test(text);
  if (roles.length > 0 && !lets) return { kind: 'roles', roles };
  const called =
    code?.kind === 'call'
      ? code.name
      : code?.kind === 'new'
        ? lastName(code.type.name)
        : (dotted(code) ?? 'access');
  return { kind: 'custom', name: text === '' || text === '?' ? called : text };
}

/** `authorize("/admin/**", hasRole("ADMIN"))`; without a pattern it is for every request. */
function kotlinRule(
  machine: Machine,
  on: Value & { readonly kind: 'host'; readonly host: HttpHost },
  call: LibraryCall,
): Value {
  const { args, line } = call;
  const last = args.at(-1);
  const code = last?.code;
  const verdict =
    code?.kind === 'name'
      ? verdictOf(machine, code.name, [])
      : code?.kind === 'call'
        ? verdictOf(
            machine,
            code.name,
            code.args.map(({ value }): Given => ({
              value: { kind: 'code', code: value, frame: call.frame },
              code: value,
            })),
          )
        : undefined;
  const matchers = args.slice(0, -1);
  const isAny =
    matchers.length === 0 ||
    matchers.some(({ code: each }) => /^any(Request|Exchange)$/.test(lastName(dotted(each) ?? '')));
  const rule: Rule = {
    matchers: isAny ? [{ kind: 'pattern', pattern: '/**' }] : matchersOf(machine, matchers, 'authorize'),
    verdict: verdict ?? { kind: 'custom', name: 'authorize' },
    file: call.frame.scope.file.path,
    line,
  };
  on.host.chain.rules.push(rule);
  return on;
}

function webCall(
  machine: Machine,
  on: Value & { readonly kind: 'host'; readonly host: WebHost },
  { name, args }: LibraryCall,
): Value {
  if (matching.test(name)) on.host.ignored.push(...matchersOf(machine, args, name));
  for (const { value } of args) if (value.kind === 'closure') run(machine, value, [on], on);
  return on;
}

/** `allOf(fullyAuthenticated(), hasAuthority("x"))`: each of them asks for somebody. */
function managerOf(code: Code, depth: number): Verdict | undefined {
  if (code.kind !== 'call' || depth > 4) return undefined;
  if (/^(fullyAuthenticated|authenticated|rememberMe)$/.test(code.name)) return { kind: 'authenticated' };
  if (/^has(Any|All)?(Role|Roles|Authority|Authorities|Scope)$/.test(code.name)) {
    const roles = code.args.flatMap(({ value }) => (value.kind === 'text' ? [value.value] : []));
    return { kind: 'roles', roles };
  }
  const inner = code.args.map(({ value }) => managerOf(value, depth + 1));
  const asking = inner.filter((each) => each !== undefined);
  if (code.name === 'allOf') return asking.find(({ kind }) => kind === 'roles') ?? asking[0];
  return code.name === 'anyOf' && asking.length === inner.length ? asking[0] : undefined;
}
