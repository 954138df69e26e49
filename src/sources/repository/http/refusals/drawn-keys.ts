import { dottedName } from '../../javascript/syntax.ts';
import type { Codebase } from '../../javascript/codebase.ts';
import type { Fact } from './fact.ts';
import { isPart } from './fact.ts';
import type { Guess } from './secrets.ts';
import type { Unresolved } from './unresolved.ts';
import type { Walk } from './walk.ts';

const given = /^(share|sharing|invite|invitation)s?$/i;
const drawing = /random|nanoid/i;

/**
 * A share or an invitation that is looked up by a text which the code draws at random: whatever its column is called,
 * only whoever was sent it knows it. A name that somebody gives is known to anybody, and so is an identifier.
 */
export function drawnKey(walk: Walk, { node, args }: Unresolved): Guess | undefined {
  const model = dottedName(node.callee)?.split('.').at(-2);
  if (model === undefined || !given.test(model)) return undefined;
  const key = args
    .flatMap((fact) => keysSought(fact))
    .find((each) => isDrawn(walk.machine.codebase, model, each));
  if (key === undefined) return undefined;
  walk.secrets.add(key);
  return walk.guessing ? { kind: 'guess', name: key } : undefined;
}

/** Columns that have to hold a part of the request: `{ where: { slug } }`. */
function keysSought(fact: Fact): readonly string[] {
  const where = fact.kind === 'record' ? fact.fields.get('where') : undefined;
  if (where?.kind !== 'record') return [];
  return [...where.fields].flatMap(([key, each]) =>
    isPart(each) && /^\w+$/.test(key) && !/id$/i.test(key) ? [key] : [],
  );
}

const known = new WeakMap<Codebase, Map<string, boolean>>();

/** Whether some file that makes such rows fills the column with what is drawn at random. */
function isDrawn(codebase: Codebase, model: string, key: string): boolean {
  const answers = known.get(codebase) ?? new Map<string, boolean>();
  known.set(codebase, answers);
  const name = `${model}.${key}`;
  const answer = answers.get(name) ?? looked(codebase, model, key);
  answers.set(name, answer);
  return answer;
}

function looked({ repository, files }: Codebase, model: string, key: string): boolean {
  const made = new RegExp(`\\bcreate${model}\\w*\\(|\\b${model}\\.create\\w*\\(`, 'i');
  const filled = new RegExp(`\\b${key}\\s*[:=][^;,\\n]{0,80}?\\b(\\w{0,40}random\\w{0,40}|nanoid)\\(`, 'i');
  for (const path of files.keys()) {
    const text = repository.files.get(path)?.text ?? '';
    if (drawing.test(text) && made.test(text) && filled.test(text)) return true;
  }
  return false;
}
