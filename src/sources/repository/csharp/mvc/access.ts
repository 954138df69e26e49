import type { JudgedGuard } from '../../http/routing.ts';
import { opensToAnonymous } from '../anonymous/filters.ts';
import type { Application } from '../applications.ts';
import { meaningOf } from '../judging.ts';
import type { Types } from '../statements/types.ts';
import type { Action, Controller } from './controllers.ts';
import { inheritedChecks } from './inherited.ts';

interface Access {
  readonly guards: readonly JudgedGuard[];
}

/** Global checks, then those of the class from its base down, then those of the method. */
export function accessOf(
  types: Types,
  controller: Controller,
  action: Action,
  application: Application | undefined,
  mapped: readonly JudgedGuard[],
): Access {
  const { code } = types;
  const inherited = inheritedChecks(types, controller);
  const meanings = [
    ...controller.attributes
      .toReversed()
      .map(({ attribute, type }) => meaningOf(code, attribute, { file: type.file, type })),
    ...action.attributes.map((attribute) =>
      meaningOf(code, attribute, { file: action.type.file, type: action.type }),
    ),
  ];
  const lifting = meanings.flatMap((meaning) => (meaning.kind === 'anonymous' ? [meaning] : []));
  const anonymous = lifting.length > 0;
  const own = meanings.flatMap((meaning) => (meaning.kind === 'guard' ? [meaning] : []));
  const kept = own.filter(({ policy }) => !anonymous || !policy).map(({ guard }) => guard);
  if (anonymous) {
    const isNamed = [...controller.attributes.map(({ attribute }) => attribute), ...action.attributes].some(
      ({ name }) => name === 'AllowAnonymous',
    );
    const asking = lifting.flatMap(({ guard }) => guard ?? []);
    return { guards: [...onOpenAction(types, application, isNamed), ...asking, ...inherited, ...kept] };
  }
  const fallback = application?.fallback;
  const needsFallback = fallback !== undefined && mapped.length === 0 && !own.some(({ policy }) => policy);
  return {
    guards: [
      ...(application?.guards ?? []),
      ...mapped,
      ...(needsFallback ? [fallback] : []),
      ...inherited,
      ...kept,
    ],
  };
}

/**
 * What is asked for all actions, and of one that anybody may call as well. A filter that asks for AllowAnonymous itself
 * does not find an attribute of the target (`isNamed` = not one of those).
 */
function onOpenAction(
  types: Types,
  application: Application | undefined,
  isNamed: boolean,
): readonly JudgedGuard[] {
  const lifted = (application?.filters ?? []).filter(
    ({ type }) => (isNamed || type.node.text.includes('IAllowAnonymous')) && opensToAnonymous(types, type),
  );
  return (application?.guards ?? []).filter(
    (each) =>
      !/^Authorize(Filter|Attribute)$/.test(each.guard.name) &&
      !lifted.some(({ judged }) => judged.guard === each.guard),
  );
}
