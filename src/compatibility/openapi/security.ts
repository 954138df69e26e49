import type { Change } from '../change.ts';
import { changed } from '../check.ts';
import type { FixedCheck, Places as ChangePlaces } from '../check.ts';
import { child, elements, isRecord, members, rawChild, text } from '../located.ts';
import type { Located } from '../located.ts';
import { openApiChecks as checks } from './checks.ts';
import type { Context } from './context.ts';

/** Schemes that are all needed, each with its scopes; nothing needed is an empty one. */
export type Requirement = ReadonlyMap<string, ReadonlySet<string>>;

export interface Credentials {
  readonly alternatives: readonly Requirement[];
  readonly pointer: string;
}

const nothing: Requirement = new Map();

/** What an operation asks for; what the document asks for where it says nothing itself. */
export function credentialsOf(operation: Located, document: Located): Credentials {
  const list = rawChild(operation, 'security') ?? rawChild(document, 'security');
  const alternatives = elements(list).map(
    ({ value }): Requirement =>
      new Map(
        isRecord(value)
          ? Object.entries(value).map(([name, scopes]) => [
              name,
              new Set(Array.isArray(scopes) ? scopes.map(String) : []),
            ])
          : [],
      ),
  );
  return {
    alternatives: alternatives.length === 0 ? [nothing] : alternatives,
    pointer: list?.pointer ?? operation.pointer,
  };
}

const covers = (held: Requirement, asked: Requirement): boolean =>
  [...asked].every(([name, scopes]) => {
    const granted = held.get(name);
    return granted !== undefined && [...scopes].every((scope) => granted.has(scope));
  });

const named = (requirement: Requirement): string =>
  requirement.size === 0
    ? 'no credentials'
    : [...requirement]
        .map(([name, scopes]) => (scopes.size === 0 ? name : `${name} (${[...scopes].join(', ')})`))
        .join(' and ');

const sameSchemes = (a: Requirement, b: Requirement): boolean =>
  a.size === b.size && [...a.keys()].every((name) => b.has(name));

export function credentialChanges(
  old: Credentials,
  next: Credentials,
  where: readonly string[],
): readonly Change[] {
  const places = { old: old.pointer, new: next.pointer, where };
  const refused = old.alternatives.filter((held) => !next.alternatives.some((asked) => covers(held, asked)));
  const opened = next.alternatives.filter((asked) => !old.alternatives.some((held) => covers(asked, held)));
  return [
    ...refused.map((held) => refusedChange(held, next.alternatives, places)),
    ...opened.map((asked) => openedChange(asked, old.alternatives, places)),
  ];
}

type Places = Pick<Context, 'where'> & { readonly old: string; readonly new: string };

function refusedChange(held: Requirement, asked: readonly Requirement[], places: Places): Change {
  if (held.size === 0)
    return changed(checks.securityAdded, `${asked.map(named).join(' or ')} must be given now.`, places);
  const same = asked.find((each) => sameSchemes(each, held));
  if (same !== undefined) {
    const scopes = [...same].flatMap(([name, list]) =>
      [...list].filter((scope) => held.get(name)?.has(scope) !== true),
    );
    return changed(checks.scopeAdded, `The scope ${scopes.join(', ')} is needed as well.`, places);
  }
  const more = asked.find((each) => [...held.keys()].every((name) => each.has(name)));
  if (more !== undefined)
    return changed(checks.securitySchemeAdded, `${named(held)} is no longer enough: ${named(more)}.`, places);
  return changed(checks.securityAlternativeRemoved, `${named(held)} is no longer accepted.`, places);
}

function openedChange(asked: Requirement, held: readonly Requirement[], places: Places): Change {
  if (asked.size === 0) return changed(checks.securityRemoved, 'No credentials are needed now.', places);
  const same = held.find((each) => sameSchemes(each, asked) && covers(each, asked));
  if (same !== undefined)
    return changed(checks.scopeRemoved, `${named(asked)} is enough; it was ${named(same)}.`, places);
  return changed(checks.securityAlternativeAdded, `${named(asked)} is accepted.`, places);
}

/** Definitions of schemes, which every operation that names them shares. */
export function schemeChanges({ old, next }: Pick<Context, 'old' | 'next'>): readonly Change[] {
  const schemes = (root: Located) =>
    new Map(members(child(child(root, 'components') ?? root, 'securitySchemes')));
  const [before, after] = [schemes(old), schemes(next)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) =>
    definitionChanges(name, before.get(name), after.get(name)),
  );
}

function definitionChanges(
  name: string,
  old: Located | undefined,
  next: Located | undefined,
): readonly Change[] {
  const places = { old: old?.pointer, new: next?.pointer, where: [] };
  if (old === undefined) return [changed(checks.schemeAdded, `The scheme \`${name}\` is new.`, places)];
  if (next === undefined) return [changed(checks.schemeRemoved, `The scheme \`${name}\` is gone.`, places)];
  const told = (keys: readonly string[], at: Located): string =>
    keys
      .map((key) => (text(at, key) ?? '').toLowerCase())
      .join(' ')
      .trim();
  const kinds = ['type', 'in', 'name', 'scheme'];
  if (told(kinds, old) !== told(kinds, next))
    return [
      changed(
        checks.schemeChanged,
        `\`${name}\` is ${told(kinds, next)} instead of ${told(kinds, old)}.`,
        places,
      ),
    ];
  return [...urlChanges(name, old, next, ['openIdConnectUrl']), ...flowChanges(name, old, next)];
}

function urlChanges(name: string, old: Located, next: Located, keys: readonly string[]): readonly Change[] {
  return keys.flatMap((key) => {
    const [before, after] = [rawChild(old, key), rawChild(next, key)];
    if (before === undefined || after === undefined || before.value === after.value) return [];
    const what = `The ${key} of \`${name}\` is ${String(after.value)} instead of ${String(before.value)}.`;
    return [changed(checks.oauthUrlChanged, what, { old: before.pointer, new: after.pointer, where: [] })];
  });
}

function flowChanges(name: string, old: Located, next: Located): readonly Change[] {
  const flows = (at: Located) => new Map(members(child(at, 'flows')));
  const [before, after] = [flows(old), flows(next)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((flow) => {
    const [one, other] = [before.get(flow), after.get(flow)];
    const places = { old: one?.pointer, new: other?.pointer, where: [] };
    if (one === undefined)
      return [changed(checks.flowAdded, `\`${name}\` offers the grant ${flow}.`, places)];
    if (other === undefined)
      return [changed(checks.flowRemoved, `\`${name}\` no longer offers the grant ${flow}.`, places)];
    const scopes = (at: Located) => members(child(at, 'scopes')).map(([scope]) => scope);
    const [had, has] = [scopes(one), scopes(other)];
    return [
      ...urlChanges(name, one, other, ['authorizationUrl', 'tokenUrl', 'refreshUrl']),
      ...scopeChanges(
        checks.flowScopeRemoved,
        had,
        has,
        `of \`${name}\` (${flow}) can no longer be asked for`,
        places,
      ),
      ...scopeChanges(checks.flowScopeAdded, has, had, `of \`${name}\` (${flow}) can be asked for`, places),
    ];
  });
}

/** Scopes of one list that the other lacks, told together. */
function scopeChanges(
  check: FixedCheck,
  list: readonly string[],
  other: readonly string[],
  words: string,
  places: ChangePlaces,
): readonly Change[] {
  const only = list.filter((scope) => !other.includes(scope));
  const noun = only.length === 1 ? 'The scope' : 'The scopes';
  return only.length === 0 ? [] : [changed(check, `${noun} ${only.join(', ')} ${words}.`, places)];
}
