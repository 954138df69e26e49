import type { Method } from '../../../../model/api.ts';
import type { Decoration } from '../../javascript/decorators.ts';
import type { Value } from '../../javascript/value.ts';
import { textOf } from '../../javascript/value.ts';
import { joinPaths, pathsOf, rootPath } from '../paths.ts';
import type { RoutePath } from '../paths.ts';
import type { Application, Versioning } from './application.ts';

/** What the path of a handler is made from. */
export interface PathParts {
  readonly controller: Value | undefined;
  readonly method: Value | undefined;
  /** Versions of the handler, else of its controller; undefined when neither names one. */
  readonly versions: readonly Value[] | undefined;
  readonly modulePrefix: string;
  readonly verb: Method;
}

/** Global prefix, version, prefix of the module, controller and handler, in this order. */
export function handlerPaths(application: Application | undefined, parts: PathParts): readonly RoutePath[] {
  const settings = application?.settings;
  const own = pathsOrRoot(parts.controller).flatMap((controller) =>
    pathsOrRoot(parts.method).map((method) =>
      joinPaths(joinPaths({ text: parts.modulePrefix, resolved: true }, controller), method),
    ),
  );
  const versions = versionSegments(application === undefined ? likely : settings?.versioning, parts.versions);
  return own.flatMap((path) => {
    const excluded = (settings?.exclude ?? []).some((rule) => isExcluded(rule, path.text, parts.verb));
    const prefix = excluded ? rootPath : (settings?.prefix ?? rootPath);
    return versions.map((version) =>
      joinPaths(prefix, version === '' ? path : joinPaths(versionPath(version), path)),
    );
  });
}

/** A version that a controller names is most likely part of the path when its application is not known. */
const likely: Versioning = { uri: true, prefix: 'v', defaults: [] };

const versionPath = (version: string): RoutePath => ({ text: `/${version}`, resolved: true });

const pathsOrRoot = (value: Value | undefined): readonly RoutePath[] => {
  if (value === undefined || (value.kind === 'primitive' && value.value === undefined)) return [rootPath];
  const paths = pathsOf(value);
  return paths.length === 0 ? [rootPath] : paths;
};

function versionSegments(
  versioning: Versioning | undefined,
  versions: readonly Value[] | undefined,
): readonly string[] {
  if (versioning?.uri !== true) return [''];
  const chosen = versions ?? versioning.defaults;
  if (chosen.length === 0) return [''];
  return chosen.map((version) => {
    const text = textOf(version);
    return text === undefined ? '' : versioning.prefix + text;
  });
}

/** `exclude` of the global prefix: a path, also with wildcards and parameters, or a path with a method. */
function isExcluded(rule: Value, path: string, verb: Method): boolean {
  const text = textOf(rule);
  if (text !== undefined) return matches(text, path);
  if (rule.kind !== 'object') return false;
  const wanted = textOf(rule.fields.get('path') ?? rule);
  const method = rule.fields.get('method');
  const name = method?.kind === 'library' ? method.path.split('.').at(-1) : 'ALL';
  return wanted !== undefined && matches(wanted, path) && (name === 'ALL' || name === verb);
}

/** Segment by segment; a parameter fits one segment, a wildcard the rest. */
export function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/').filter((part) => part !== '');
  const given = path.split('/').filter((part) => part !== '');
  for (const [at, part] of wanted.entries()) {
    if (/^(\{?\*.*|\(\.\*\))$/.test(part)) return true;
    const other = given[at];
    if (other === undefined) return false;
    if (!part.startsWith(':') && part !== other) return false;
  }
  return wanted.length === given.length;
}

/** `version` of `@Controller({ version })` or `@Version(…)`. */
export function versionsOf(decorations: readonly Decoration[]): readonly Value[] | undefined {
  const named = decorations.findLast((each) => each.name === 'Version')?.args[0];
  const options = decorations.find((each) => each.name === 'Controller')?.args[0];
  const value = named ?? (options?.kind === 'object' ? options.fields.get('version') : undefined);
  if (value === undefined) return undefined;
  return value.kind === 'array' ? value.items : [value];
}
