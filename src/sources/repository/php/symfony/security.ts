import { judged } from '../guards.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { lineAt } from '../../lines.ts';
import { parseYaml } from '../../yaml.ts';
import type { YamlView } from '../../yaml.ts';
import type { PhpCodebase } from '../codebase.ts';
import type { ReadOrigin } from '../value.ts';
import { parameterNamed, references } from './container-parameters.ts';
import type { ContainerParameters } from './container-parameters.ts';
import { expressionGuard, roleGuard } from './granted.ts';
import type { Granting } from './granted.ts';

interface Pattern {
  readonly source: RegExp;
  /** A parameter in it has no value, or it is not read: it may match less. */
  readonly wide: boolean;
}

const anything: Pattern = { source: /(?:)/, wide: true };

interface Rule {
  readonly path: Pattern | undefined;
  readonly roles: readonly string[];
  readonly methods: readonly string[];
  readonly route: string | undefined;
  /** `allow_if`: an expression that lets in whoever it holds for. */
  readonly allows: string | undefined;
  /** It looks at more than path and method: an address, a host. */
  readonly partial: boolean;
  readonly origin: ReadOrigin;
}

export interface Security {
  readonly rules: readonly Rule[];
  /** Rules that are written in a language which is not read: whom they let in is not known. */
  readonly unread: readonly JudgedGuard[];
  /** Patterns of firewalls that are switched off. */
  readonly off: readonly Pattern[];
  readonly granting: Granting;
}

/** `access_control` and firewalls of the application. */
export function readSecurity(
  codebase: PhpCodebase,
  folder: string,
  parameters: ContainerParameters,
  granting: Granting,
): Security {
  const pattern = (written: string | undefined): Pattern | undefined => {
    let wide = false;
    const filled = written
      ?.replaceAll(/\{[A-Za-z_]\w*\}/g, '[^/]+')
      .replaceAll(references, (_, name: string) => {
        const value = parameterNamed(parameters, name);
        wide ||= value === undefined;
        return value ?? '.*';
      });
    if (filled === undefined) return undefined;
    const source = wide && /\(\?<?!/.test(filled) ? undefined : patternOf(filled.replaceAll(']++', ']+'));
    return source === undefined ? anything : { source, wide };
  };
  const found = [...codebase.repository.files.values()].flatMap(({ path, text }) => {
    if (!/(^|\/)(security)\.ya?ml$/.test(path) || !path.startsWith(folder === '' ? '' : `${folder}/`))
      return [];
    const security = parseYaml(text).documents[0]?.at('security');
    return security?.exists === true ? [{ path, security }] : [];
  });
  return {
    granting,
    unread: [...codebase.repository.files.values()].flatMap(({ path, text }) => {
      const inside = path.startsWith(folder === '' ? '' : `${folder}/`);
      if (!inside || !/(^|\/)config\/(packages\/)?(\w+\/)?security\.(php|xml)$/.test(path)) return [];
      const at = /accessControl\(|['"]access_control['"]|<rule\b/.exec(text);
      if (at === null) return [];
      return [
        judged(
          'access_control',
          'authorisation',
          { kind: 'read', file: path, line: lineAt(text, at.index) },
          { conditional: true },
        ),
      ];
    }),
    rules: found.flatMap(({ path, security }) =>
      security
        .at('access_control')
        .items()
        .map((item) => ruleOf(path, item, pattern)),
    ),
    off: found.flatMap(({ security }) =>
      security
        .at('firewalls')
        .entries()
        .flatMap(([, wall]) =>
          wall.at('security').flag() === false ? (pattern(wall.at('pattern').text()) ?? []) : [],
        ),
    ),
  };
}

function ruleOf(file: string, item: YamlView, pattern: (written: string) => Pattern | undefined): Rule {
  const written = item.at('path').text();
  const path = written === undefined ? undefined : pattern(written);
  const roles = [...textsOf(item.at('roles')), ...textsOf(item.at('role'))];
  const attributes = item.at('attributes');
  // `attributes: { _route: name }` names a route as `route: name` does.
  const routed = attributes.entries().every(([key]) => key === '_route') && attributes.at('_route').exists;
  const asks =
    ['ip', 'ips', 'host', 'port'].some((key) => item.at(key).exists) || (attributes.exists && !routed);
  return {
    path,
    roles,
    methods: textsOf(item.at('methods')).map((method) => method.toUpperCase()),
    route: item.at('route').text() ?? (routed ? attributes.at('_route').text() : undefined),
    allows: item.at('allow_if').text(),
    partial: asks,
    origin: { kind: 'read', file, line: item.line },
  };
}

const textsOf = (view: YamlView): readonly string[] => {
  const one = view.text();
  return one === undefined
    ? view.items().flatMap((item) => item.text() ?? [])
    : one.split(',').map((part) => part.trim());
};

/** A pattern of the target, when it is short and cannot take long. */
function patternOf(source: string): RegExp | undefined {
  if (source.length > 300 || /[+*}]\)?[+*]|\([^()]*[+*][^()]*\)[+*{]/.test(source)) return undefined;
  try {
    return new RegExp(source.replaceAll('\\-', '-'), 'u');
  } catch {
    return undefined;
  }
}

/** Values that a parameter of a path may have. */
const samples = ['1', 'abc', 'a-b'];

function matches({ source, wide }: Pattern, template: string): 'yes' | 'perhaps' | 'no' {
  const results = samples.map((sample) =>
    source.test(template.replaceAll('{_locale}', 'en').replaceAll(/\{[^{}]*\}/g, sample)),
  );
  if (results.every(Boolean) && !wide) return 'yes';
  return results.some(Boolean) ? 'perhaps' : 'no';
}

/** The first rule that fits decides, as the framework does it. */
export function accessRules(
  security: Security,
  path: string,
  method: string,
  name: string | undefined,
): readonly JudgedGuard[] {
  if (security.off.some((each) => matches(each, path) === 'yes')) return [];
  const guards: JudgedGuard[] = [...security.unread];
  let opened = false;
  for (const rule of security.rules) {
    const fits =
      rule.path === undefined
        ? rule.partial && rule.route === undefined
          ? 'perhaps'
          : 'yes'
        : matches(rule.path, path);
    if (fits === 'no' || (rule.route !== undefined && rule.route !== name)) continue;
    const limited = rule.methods.length > 0 && !rule.methods.includes(method);
    if (limited && method !== 'ANY') continue;
    const certain = fits === 'yes' && !rule.partial && !limited;
    const told = guardsOf(rule, security.granting, !certain);
    guards.push(...told.map((each) => ({ ...each, conditional: each.conditional || opened })));
    // It may well be the rule that decides, and lets everybody in.
    opened ||= told.length === 0 && rule.path?.wide === true;
    if (certain) return guards;
  }
  return guards;
}

/** Either of roles and expression lets somebody in, where there are both. */
function guardsOf(
  { roles, allows, partial, origin }: Rule,
  granting: Granting,
  conditional: boolean,
): readonly JudgedGuard[] {
  const told = allows === undefined ? [] : expressionGuard('access_control', allows, origin, granting);
  const asked = roles.length === 0 ? [] : roleGuard('access_control', roles, origin, granting, conditional);
  if (allows !== undefined && roles.length > 0)
    return told.length === 0 || asked.length === 0
      ? []
      : asked.map((each) => ({
          ...each,
          conditional: each.conditional || told.some((one) => one.conditional),
        }));
  if (allows !== undefined)
    return told.map((each) => ({ ...each, conditional: each.conditional || conditional }));
  if (roles.length > 0) return asked;
  return partial ? [judged('access_control', 'authorisation', origin, { conditional: true })] : [];
}
