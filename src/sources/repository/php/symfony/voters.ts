import { isFalse } from '../../anonymous/flow.ts';
import { answersNobody } from '../../anonymous/run.ts';
import { statementsOfBody } from '../anonymous.ts';
import { bodyOfMethod } from '../body.ts';
import { parseYaml } from '../../yaml.ts';
import type { YamlView } from '../../yaml.ts';
import type { PhpBody } from '../body.ts';
import type { PhpClass } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { kindNames, methodOf } from '../codebase.ts';
import type { Machine } from '../machine.ts';
import type { Granting } from './granted.ts';
import { voterLanguage } from './voter-language.ts';
import type { Asked } from './voter-language.ts';

const voting = /^Symfony\\Component\\Security\\Core\\Authorization\\Voter\\(\w*Voter|\w*VoterInterface)$/;
const everybody = /\b(PUBLIC_ACCESS|IS_AUTHENTICATED_ANONYMOUSLY|IS_ANONYMOUS)\b/;
const toEverybody = /^(PUBLIC_ACCESS|IS_AUTHENTICATED_ANONYMOUSLY|IS_ANONYMOUS)$/;
/** The framework itself decides over these: nobody has a role, or has signed in. */
const toNobody = /^(ROLE_|IS_)/;

/**
 * Whatever no voter grants is refused. Each voter of the application is run with a token that has no user: one that does
 * not say no for certain may let somebody through who has not signed in.
 */
export function readVoters(machine: Machine, inside: (path: string) => boolean): Granting {
  const { codebase } = machine;
  const voters = codebase.sources.flatMap(({ path, text }) =>
    inside(path) && /Authorization\\Voter\\|\bVoter\b/.test(text)
      ? [...(codebase.file(path)?.classes.values() ?? [])].filter(
          (each) => !each.isAbstract && kindNames(codebase, each).some((name) => voting.test(name)),
        )
      : [],
  );
  const known = new Map<string | undefined, boolean>();
  const mayGrant = (attribute: string | undefined): boolean => {
    if (attribute !== undefined && toEverybody.test(attribute)) return true;
    if (attribute !== undefined && toNobody.test(attribute)) return false;
    const before = known.get(attribute);
    if (before !== undefined) return before;
    // A voter that asks for the same again grants nothing by that.
    known.set(attribute, false);
    const setOpen = (): boolean => isSetOpen(codebase, inside, attribute);
    const told = voters.some((voter) => mayVoteFor(machine, voter, { attribute, mayGrant, setOpen }));
    known.set(attribute, told);
    return told;
  };
  return { mayGrant };
}

/** `posts.read: [PUBLIC_ACCESS]` in a file of settings; of an attribute that is not known, any such line may tell. */
function isSetOpen(
  codebase: PhpCodebase,
  inside: (path: string) => boolean,
  attribute: string | undefined,
): boolean {
  const granted = (view: YamlView, isOf: boolean, depth: number): boolean => {
    const one = view.text();
    if (one !== undefined) return isOf && toEverybody.test(one);
    if (depth === 0) return false;
    return (
      view.items().some((item) => granted(item, isOf, depth - 1)) ||
      view
        .entries()
        .some(([key, each]) => granted(each, isOf || attribute === undefined || key === attribute, depth - 1))
    );
  };
  return [...codebase.repository.files.values()].some(
    ({ path, text }) =>
      /\.ya?ml$/.test(path) &&
      inside(path) &&
      // Rules for paths say whom they let in, and grant nothing.
      !/(^|\/)security\.ya?ml$/.test(path) &&
      (attribute === undefined || text.includes(attribute)) &&
      everybody.test(text) &&
      parseYaml(text).documents.some((document) => granted(document, false, 6)),
  );
}

function mayVoteFor(machine: Machine, voter: PhpClass, asked: Asked): boolean {
  const method = (name: string): PhpBody | undefined =>
    bodyOfMethod(methodOf(machine.codebase, voter, name), voter);
  const answersNo = (body: PhpBody | undefined): boolean => {
    if (body === undefined) return false;
    const answers = answersNobody(
      voterLanguage(machine, body, asked),
      statementsOfBody(body),
      undefined,
      false,
    );
    return answers !== undefined && answers.every(isFalse);
  };
  if (answersNo(method('supports')) || answersNo(method('supportsAttribute'))) return false;
  return !answersNo(method('voteOnAttribute') ?? method('vote'));
}
