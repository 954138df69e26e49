import type { Change } from '../change.ts';
import { changed } from '../check.ts';
import { child, fixedMembers, flag, members, rawChild } from '../located.ts';
import type { Located } from '../located.ts';
import { mediaChanges } from './bodies.ts';
import { openApiChecks as checks } from './checks.ts';
import { schemaChanges } from './context.ts';
import type { Context } from './context.ts';
import { pairBy } from '../pairing.ts';

interface Response {
  readonly status: string;
  readonly at: Located;
}

const responsesOf = (operation: Located): readonly Response[] =>
  fixedMembers(child(operation, 'responses')).map(([status, at]) => ({ status: status.toUpperCase(), at }));

/** What is not described as an error is a success: 1xx to 3xx. */
const isSuccess = (status: string): boolean => /^[123]/.test(status);

/** The answer described for a status: its own, that of its class, that of everything else. */
const describing = (status: string, list: readonly Response[]): Response | undefined =>
  list.find((each) => each.status === `${status[0]}XX`) ??
  list.find((each) => each.status === 'DEFAULT' && !isSuccess(status));

export function responseChanges(old: Located, next: Located, context: Context): readonly Change[] {
  const [before, after] = [responsesOf(old), responsesOf(next)];
  const { pairs, gone, come } = pairBy(before, after, ({ status }) => status);
  const { where } = context;
  return [
    ...pairs.flatMap(([one, other]) => answerChanges(one.at, other.at, context)),
    ...gone.flatMap(({ status, at }) => {
      const general = status === 'DEFAULT' ? undefined : describing(status, after);
      if (general !== undefined) return answerChanges(at, general.at, context);
      const check = isSuccess(status) ? checks.successStatusRemoved : checks.errorStatusRemoved;
      return [changed(check, `${statusName(status)} is no longer answered.`, { old: at.pointer, where })];
    }),
    ...come.flatMap(({ status, at }) => {
      const general = status === 'DEFAULT' ? undefined : describing(status, before);
      if (general !== undefined) return answerChanges(general.at, at, context);
      const check = isSuccess(status) ? checks.successStatusAdded : checks.errorStatusAdded;
      return [changed(check, `${statusName(status)} may be answered.`, { new: at.pointer, where })];
    }),
  ];
}

const statusName = (status: string): string =>
  status === 'DEFAULT' ? 'Any other status' : `Status ${status}`;

function answerChanges(old: Located, next: Located, context: Context): readonly Change[] {
  return [
    ...mediaChanges('responseBody', old, next, context),
    ...headerChanges(old, next, context),
    ...linkChanges(old, next, context),
  ];
}

function headerChanges(old: Located, next: Located, context: Context): readonly Change[] {
  const headers = (at: Located) =>
    members(child(at, 'headers'))
      .map(([name, header]) => ({ name, at: header }))
      .filter(({ name }) => name.toLowerCase() !== 'content-type');
  const { pairs, gone, come } = pairBy(headers(old), headers(next), ({ name }) => name.toLowerCase());
  const { where } = context;
  return [
    ...gone.map(({ name, at }) =>
      changed(checks.responseHeaderRemoved, `The header \`${name}\` is gone.`, { old: at.pointer, where }),
    ),
    ...come.map(({ name, at }) =>
      changed(checks.responseHeaderAdded, `The header \`${name}\` is new.`, { new: at.pointer, where }),
    ),
    ...pairs.flatMap(([before, after]) => [
      ...presenceChanges(before.at, after.at, after.name, where),
      ...schemaChanges(
        'responseHeader',
        rawChild(before.at, 'schema'),
        rawChild(after.at, 'schema'),
        context,
      ),
    ]),
  ];
}

function presenceChanges(
  old: Located,
  next: Located,
  name: string,
  where: readonly string[],
): readonly Change[] {
  const [before, after] = [flag(old, 'required'), flag(next, 'required')];
  if (before === after) return [];
  const check = after ? checks.responseHeaderBecameRequired : checks.responseHeaderBecameOptional;
  return [
    changed(check, `The header \`${name}\` ${after ? 'is always there' : 'may be absent'} now.`, {
      old: old.pointer,
      new: next.pointer,
      where,
    }),
  ];
}

function linkChanges(old: Located, next: Located, { where }: Context): readonly Change[] {
  const names = new Set(members(child(next, 'links')).map(([name]) => name));
  return members(child(old, 'links'))
    .filter(([name]) => !names.has(name))
    .map(([name, at]) =>
      changed(checks.linkRemoved, `The link \`${name}\` is gone.`, {
        old: at.pointer,
        new: next.pointer,
        where,
      }),
    );
}
