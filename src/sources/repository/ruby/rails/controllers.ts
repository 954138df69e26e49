import { absentCaller, absentCondition } from '../anonymous/words.ts';
import type { Code, Lineage, Method, Opening } from '../code.ts';
import { lineageOf, methodsIn } from '../code.ts';
import { comparable } from '../inflections.ts';

export interface Controller {
  readonly name: string;
  readonly lineage: Lineage;
  /** Everything above it is in the repository or is Rails' own. */
  readonly whole: boolean;
}

export interface Controllers {
  /** The controller a route names, the nearest to the routes file where two applications have it. */
  readonly of: (path: string, routesFile: string) => Controller | undefined;
}

const ownOfRails =
  /^(::)?(ActionController::(Base|API|Metal|\w+(::\w+)*)|ApplicationController|AbstractController::\w+|ActionView::\w+(::\w+)*|Rails::\w+|ActiveSupport::\w+|Pundit(::\w+)?|Pagy(::\w+)*|CanCan::\w+|Devise::Controllers::\w+|Singleton|Enumerable|Kernel)$/;

export function readControllers(code: Code): Controllers {
  const byName = new Map<string, Opening[]>();
  for (const { path, text } of code.files) {
    if (!/class\s+\S*Controller\b/.test(text)) continue;
    for (const opening of code.openingsIn(path)) {
      if (opening.kind !== 'class' || !opening.name.endsWith('Controller')) continue;
      const key = comparable(opening.name);
      byName.set(key, [...(byName.get(key) ?? []), opening]);
    }
  }
  const known = new Map<string, Controller | undefined>();
  const of: Controllers['of'] = (path, routesFile) => {
    const key = comparable(`${path}_controller`);
    const openings = byName.get(key) ?? [];
    const files = new Set(openings.map(({ file }) => file));
    const nearest = files.size < 2 ? openings : near(openings, routesFile);
    const [first] = nearest;
    if (first === undefined) return undefined;
    const id = `${key} ${first.file}`;
    if (!known.has(id)) known.set(id, controllerOf(code, nearest));
    return known.get(id);
  };
  return { of };
}

function controllerOf(code: Code, openings: readonly Opening[]): Controller {
  const lineage = lineageOf(code, openings);
  const whole =
    lineage.outside.every((name) => ownOfRails.test(name)) &&
    // Methods made in a loop, or by a word of their own, have names that are not seen.
    !lineage.openings.some(({ node }) => /\bdefine_method[ (]+(?!:\w+\b)/.test(node.text)) &&
    !openings.some(({ statements }) =>
      statements.some(({ text }) =>
        /^(inherit_resources|resource_controller|active_scaffold|actions\b|load_resource)/.test(text),
      ),
    );
  return { name: openings[0]?.name ?? '', lineage, whole };
}

/** Those below the same folder as the routes file; all where none is. */
function near(openings: readonly Opening[], routesFile: string): readonly Opening[] {
  const root = routesFile.replace(/(^|\/)config\/.*$/, '$1');
  const same = openings.filter(({ file }) => file.startsWith(root === '' ? 'app/' : root));
  return same.length > 0 ? same : openings;
}

/** The public method that answers. Private methods answer nothing. */
export function actionOf({ lineage }: Controller, name: string): Method | undefined {
  for (const opening of lineage.openings) {
    const found = methodsIn(opening).find((method) => method.name === name);
    if (found !== undefined) return found.visible ? found : undefined;
  }
  return undefined;
}

const callersByController = new WeakMap<Controller, readonly string[]>();

/** Methods that find out who is calling refuse nobody; the walk through an action has followed them. */
export function callersIn(controller: Controller): readonly string[] {
  const known =
    callersByController.get(controller) ??
    controller.lineage.openings
      .flatMap((opening) => methodsIn(opening).map(({ name }) => name))
      .filter((name) => absentCaller.test(name) || absentCondition.test(name));
  callersByController.set(controller, known);
  return known;
}
