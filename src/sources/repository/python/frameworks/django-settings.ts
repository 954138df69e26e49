import type { TextFile } from '../../gather.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../evaluator/machine.ts';
import { importedValue, nameInModule, runModule } from '../evaluator/modules.ts';
import type { Module } from '../evaluator/scope.ts';
import type { Place, Value } from '../evaluator/value.ts';
import { entry, itemsOf } from '../evaluator/value.ts';
import { judgeCheck, nameOf } from '../reading/judge.ts';
import { textOf } from '../reading/texts.ts';

/** One Django project: where its URLs start, and what holds for every request. */
export interface Project {
  readonly machine: Machine;
  readonly settings: Module | undefined;
  readonly root: Module;
  readonly middlewares: readonly JudgedGuard[];
  /** What DRF asks for where a view says nothing. */
  readonly permissions: readonly Value[];
}

/** Projects by their settings; without any, URL modules that no other one includes are roots. */
export function djangoProjects(machine: Machine, files: readonly TextFile[]): readonly Project[] {
  const found = new Map<string, Project>();
  for (const { path, text } of files) {
    if (!/\bROOT_URLCONF\s*=/.test(text)) continue;
    const settings = runModule(machine, path);
    const root = moduleOf(machine, path, nameInModule(machine, settings, 'ROOT_URLCONF'));
    if (root === undefined) continue;
    const known = found.get(root.path);
    if (known !== undefined && (known.middlewares.length > 0 || known.permissions.length > 0)) continue;
    found.set(root.path, projectOf(machine, settings, root));
  }
  return [...found.values()];
}

export function moduleOf(machine: Machine, from: string, value: Value | undefined): Module | undefined {
  if (value?.kind === 'module') return value.module;
  const name = textOf(value);
  if (name === undefined) return undefined;
  const target = dottedValue(machine, from, name);
  return target?.kind === 'module' ? target.module : undefined;
}

/** What a dotted text of the settings stands for. */
export function dottedValue(machine: Machine, from: string, name: string): Value | undefined {
  const target = machine.packages.dotted(from, name);
  return importedValue(machine, target);
}

function projectOf(machine: Machine, settings: Module, root: Module): Project {
  const place: Place = { module: settings, node: settings.tree ?? nowhere };
  const named = (value: Value | undefined): readonly Value[] =>
    itemsOf(value).map((each) => {
      const text = textOf(each);
      return (text === undefined ? undefined : dottedValue(machine, settings.path, text)) ?? each;
    });
  const middlewares = named(
    nameInModule(machine, settings, 'MIDDLEWARE') ?? nameInModule(machine, settings, 'MIDDLEWARE_CLASSES'),
  )
    .map((value) => middlewareGuard(machine, value, place))
    .filter(({ passes, guard }) => !passes && guard.kind !== 'other');
  const drf = nameInModule(machine, settings, 'REST_FRAMEWORK');
  return {
    machine,
    settings,
    root,
    middlewares,
    permissions: named(entry(drf, 'DEFAULT_PERMISSION_CLASSES')),
  };
}

/** A middleware of the target that can refuse a request does so depending on what it asks for, as far as can be seen. */
function middlewareGuard(machine: Machine, value: Value, place: Place): JudgedGuard {
  const judged = judgeCheck(machine, { value, name: nameOf(value), place, general: true });
  if (value.kind === 'library') return judged.resolved ? judged : { ...judged, passes: true };
  return judged;
}

const nowhere = { type: 'module', text: '', start: 0, line: 1, children: [] };
