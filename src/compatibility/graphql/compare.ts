import type { Change, ChangeSeverity } from '../change.ts';
import { changeTypes } from './change-types.ts';
import { adviceOn, checkId } from './checks.ts';

const severities: Readonly<Record<string, ChangeSeverity>> = {
  BREAKING: 'breaking',
  DANGEROUS: 'dangerous',
  NON_BREAKING: 'compatible',
};

const isTold = (type: string): boolean => changeTypes.some((each) => each === type);

/** Two schemas as text, judged by GraphQL Inspector. @throws GraphQLError when one is no schema */
export async function compareGraphql(old: string, next: string): Promise<readonly Change[]> {
  const [{ buildSchema }, { diff }] = await Promise.all([
    import('graphql'),
    import('@graphql-inspector/core'),
  ]);
  const changes = await diff(buildSchema(old), buildSchema(next));
  const newTypes = changes.flatMap(({ type, path }) =>
    String(type) === 'TYPE_ADDED' && path !== undefined ? [path] : [],
  );
  const isOfNewType = (path: string): boolean => newTypes.some((type) => path.startsWith(`${type}.`));
  return changes.flatMap((change) => {
    const type = String(change.type);
    if (!isTold(type) || isOfNewType(change.path ?? '')) return [];
    const severity = severities[change.criticality.level] ?? 'dangerous';
    const { who, instead } = adviceOn(type);
    const place = pointerOf(change.path ?? '');
    return [
      {
        id: checkId(type),
        severity,
        ...(!type.endsWith('_ADDED') && { old: place }),
        ...(!type.endsWith('_REMOVED') && { new: place }),
        where: change.path === undefined ? [] : [change.path],
        what: `${change.message.replace(/\.$/, '').replaceAll("'", '`')}.`,
        who:
          severity === 'compatible'
            ? 'Nobody who keeps to the old schema.'
            : reasonOf(change.criticality.reason, who),
        instead: severity === 'compatible' ? 'Nothing.' : instead,
      },
    ];
  });
}

/** `Query.order.id` as a pointer into the type system. */
const pointerOf = (path: string): string => (path === '' ? '#' : `#/${path.split('.').join('/')}`);

const reasonOf = (reason: string | undefined, who: string): string =>
  reason === undefined || reason === '' ? who : `${who} ${reason}`;
