import type { Question } from '../../model/brief.ts';
import type { Entity } from '../../model/domain.ts';
import type { Grant } from './access.ts';
import { askedIfOpen, askedIfShared, callerUnknown } from './access-questions.ts';
import type { Evidence } from './evidence.ts';
import type { Roles } from './roles.ts';

/** Who may use an operation of the target, as far as the endpoints that it takes over tell. */
export interface Standing {
  /** Nobody has to be signed in. */
  readonly isOpen: boolean;
  /** All that people ask it for are their own rows. */
  readonly isOwn: boolean;
  readonly grants: readonly Grant[];
  readonly questions: readonly Question[];
}

export interface OpennessGround {
  readonly evidence: readonly Evidence[];
  readonly entities: readonly Entity[];
  /** Entities whose rows no stranger may see. */
  readonly closed: ReadonlySet<string>;
  /** Entities of which only statements tell what they hold. */
  readonly unseen: ReadonlySet<string>;
  /** Entities of which some statement asks for the rows of one person. */
  readonly filtered: ReadonlySet<string>;
  /** Entities that run the system, move money or prove who somebody is: no stranger gets at them by inference. */
  readonly vital: ReadonlySet<string>;
  /** Those of them that run the system: those who run it change them. */
  readonly settings: ReadonlySet<string>;
  readonly roles: Roles;
  /** The people of the system are those who run it. */
  readonly onlyStaff?: true;
}

const isRead = ({ act }: Evidence): boolean => ['list', 'read', 'search'].includes(act.verb);
const isAccount = ({ account }: Evidence): boolean => account === 'sign-in' || account === 'register';
const isOpen = ({ caller }: Evidence): boolean => caller.kind === 'anyone';
const isGuarded = ({ caller }: Evidence): boolean => !['anyone', 'unknown'].includes(caller.kind);

/**
 * The standing of each operation. It is as open as the strictest of its endpoints: a stranger reads what pages for
 * strangers show whole, and writes what no endpoint guards. All else is for those whom guards let in, and what the open
 * endpoint did is a question.
 */
export function standingsOf(ground: OpennessGround): ReadonlyMap<string, Standing> {
  const groups = new Map<string, readonly Evidence[]>();
  for (const each of ground.evidence)
    groups.set(each.operation, [...(groups.get(each.operation) ?? []), each]);
  return new Map([...groups].map(([id, all]) => [id, standingOf(id, all, ground)]));
}

function standingOf(id: string, all: readonly Evidence[], ground: OpennessGround): Standing {
  const { closed, unseen, vital, settings, roles } = ground;
  const bound = (each: Evidence): boolean => isBound(each, ground);
  const [first] = all;
  const guarded = all.filter(isGuarded);
  const people = guarded.filter(({ caller }) => caller.kind === 'person');
  const isOwn = people.length > 0 && (people.every(bound) || isKeyOfOwn(first, ground));
  if (first === undefined || all.some(isAccount))
    return { isOpen: all.some(isAccount), isOwn, grants: [], questions: [] };
  const { entity } = first.act;
  const strangers = all.filter(isOpen);
  const mayBeOpen = strangers.length > 0 && !unseen.has(entity) && !vital.has(entity);
  const opens = isRead(first)
    ? mayBeOpen && !closed.has(entity) && isShownWhole(entity, ground)
    : mayBeOpen && first.act.verb === 'create' && strangers.length === all.length;
  if (opens) return { isOpen: true, isOwn: false, grants: [], questions: [] };
  const isOwned = ground.entities.some(({ name, owner }) => name === entity && owner !== undefined);
  const grants = guardedBy(all, ground);
  const ofPeople = grants.some(({ role }) => role === roles.person);
  // Rows of people that nothing tells the owner of, and settings: a sign-in alone is not enough.
  const isShared =
    ofPeople &&
    ((settings.has(entity) && !isRead(first)) ||
      (closed.has(entity) && !isOwned && ground.onlyStaff !== true));
  const kept = isShared
    ? grants.map((grant) => (grant.role === roles.person ? { ...grant, role: roles.staff } : grant))
    : grants;
  const mayOnlyOwn = isOwned && (isOwn || !isRead(first) || closed.has(entity));
  const who = [...new Set(kept.map(({ role }) => role))].map((role) =>
    mayOnlyOwn && role === roles.person ? `${role} (own rows)` : role,
  );
  return {
    isOpen: false,
    isOwn,
    grants: kept,
    questions:
      strangers.length > 0
        ? [askedIfOpen(id, all, who)]
        : all.some(({ caller }) => caller.kind === 'unknown')
          ? [callerUnknown(id, all, who)]
          : isShared
            ? [askedIfShared(id, all, who)]
            : [],
  };
}

const isBound = (each: Evidence, { filtered }: OpennessGround): boolean =>
  each.isOwn ?? (isRead(each) && filtered.has(each.act.entity));

/** Where people list their own rows only, a single row that they name is one of these. */
function isKeyOfOwn(first: Evidence | undefined, ground: OpennessGround): boolean {
  if (first?.act.verb !== 'read') return false;
  const lists = ground.evidence.filter(
    ({ act, caller }) =>
      act.entity === first.act.entity &&
      (act.verb === 'list' || act.verb === 'search') &&
      (caller.kind === 'person' || caller.kind === 'anyone'),
  );
  return lists.length > 0 && lists.every((each) => isBound(each, ground));
}

/** Those whom its own guards let in; where none was read those of the same table; else what is usual. */
function guardedBy(all: readonly Evidence[], { evidence, roles }: OpennessGround): readonly Grant[] {
  const grantsOf = (from: readonly Evidence[]): readonly Grant[] =>
    from.flatMap(({ caller, act, operation, endpoint }) =>
      roles.of(caller, act).map((role) => ({ role, operation, origin: endpoint.origin })),
    );
  const own = all.filter((each) => isGuarded(each) || each.caller.isInside === true);
  const [first] = all;
  if (all.some(isGuarded) || first === undefined) return grantsOf(own);
  const inside = all.filter(({ caller }) => caller.isInside === true);
  if (inside.length > 0) return grantsOf([...inside, ...all.filter(isOpen)]);
  const near = evidence.filter(
    (each) => isGuarded(each) && each.act.entity === first.act.entity && isRead(each) === isRead(first),
  );
  const { operation, endpoint } = first;
  const roleNames = new Set(grantsOf(near).map(({ role }) => role));
  return roleNames.size > 0
    ? [...roleNames].map((role) => ({ role, operation, origin: endpoint.origin }))
    : grantsOf(all);
}

/** Pages for strangers show every row and every column of it: an operation that anybody may call shows no more. */
function isShownWhole(name: string, { evidence, entities }: OpennessGround): boolean {
  const entity = entities.find((each) => each.name === name);
  const shown = evidence
    .filter((each) => isOpen(each) && each.act.entity === name)
    .flatMap((each) => each.shown);
  if (entity === undefined || !shown.some(({ rows }) => rows === 'all')) return false;
  const seen = new Set(shown.flatMap(({ fields }) => [...fields]));
  return entity.fields.every(
    ({ name: field, type }) => seen.has(field) || type.kind === 'ref' || field.startsWith('legacy_'),
  );
}
