import type { DeclaredRoute } from '../../http/declared.ts';
import type { PhpCodebase } from '../codebase.ts';
import { mergedArrays } from '../built-in.ts';
import { createMachine } from '../machine.ts';
import { actionsOf, declare } from './actions.ts';
import { ruleRoutes } from './rules.ts';

/** Routes of Yii: controllers by their names, and the rules of `urlManager`. */
export function yiiRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  const files = codebase.sources.filter(
    ({ path, text }) =>
      path.endsWith('Controller.php') &&
      /yii\\(web|rest)\\|extends\s+(CController|Controller)\b/.test(text) &&
      /function\s+action[A-Z]|rest\\(Active)?Controller|ActiveController/.test(text),
  );
  const isYii = codebase.sources.some(({ text }) => /\byii\\(web|rest|base)\\|\bYii::/.test(text));
  if (!isYii || files.length === 0) return [];
  const machine = createMachine(codebase, {
    staticCall: (name, method, args) => {
      if (method === 'behaviors' && codebase.class(name) === undefined)
        return { kind: 'array', entries: [], open: false };
      return name.endsWith('ArrayHelper') && method === 'merge' ? mergedArrays(args) : undefined;
    },
  });
  const actions = files.flatMap(({ path }) =>
    [...(codebase.file(path)?.classes.values() ?? [])].flatMap((declared) =>
      actionsOf(machine, declared, path),
    ),
  );
  const direct = actions.flatMap((action) =>
    declare(codebase, action, `/${action.route}`, action.methods, undefined),
  );
  return [...direct, ...ruleRoutes(machine, actions)];
}
