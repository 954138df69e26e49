import type { SyntaxNode } from '../../languages/syntax.ts';
import { classConstant as knownClassConstant, constantValue } from '../constants.ts';
import { createMachine } from '../machine.ts';
import type { Machine as Evaluation } from '../machine.ts';
import type { PhpValue, Scope } from '../value.ts';
import type { Frame, Machine } from './machine.ts';
import type { Value } from './value.ts';
import { arrayOf, nothing, written } from './value.ts';

/** Constants of PHP itself go by their names. */
const builtIn = /^\\?(CURLOPT|FILTER|LIBXML|ENT|PATHINFO|PHP_URL|INPUT|EXTR|JSON|PREG|PHP_VERSION|LOCK)_/;

const evaluations = new WeakMap<Machine, Evaluation>();

function evaluation(machine: Machine): Evaluation {
  const known = evaluations.get(machine) ?? createMachine(machine.codebase, {});
  known.steps = 20_000;
  evaluations.set(machine, known);
  return known;
}

/** `NAME`, as the script defined it, or as it is defined anywhere. */
export function constant(machine: Machine, name: string, frame: Frame): Value {
  if (builtIn.test(name)) return written(name.replace(/^\\/, ''));
  const short = name.split('\\').at(-1) ?? name;
  const defined = machine.constants.get(short);
  if (defined !== undefined) return defined;
  const isMagic = /^__\w+__$/.test(short);
  const value = toValue(constantValue(evaluation(machine), name, scopeOf(frame)));
  if (!isMagic) machine.constants.set(short, value);
  return value;
}

/** `Foo::NAME`. */
export function classConstant(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const key = `${frame.class?.name ?? frame.file.path} ${node.text}`;
  const known = machine.constants.get(key);
  if (known !== undefined) return known;
  const made = toValue(knownClassConstant(evaluation(machine), node, scopeOf(frame)));
  // The names of PHP's own class constants tell what is asked: `PDO::PARAM_INT`.
  const value = made === nothing ? written(node.text) : made;
  machine.constants.set(key, value);
  return value;
}

const scopeOf = (frame: Frame): Scope => ({
  file: frame.file,
  ...(frame.class === undefined ? {} : { class: frame.class }),
  variables: new Map(),
});

function toValue(value: PhpValue): Value {
  switch (value.kind) {
    case 'text':
      return value.hole === undefined ? written(value.text) : nothing;
    case 'number':
      return written(String(value.value));
    case 'array':
      return arrayOf(
        new Map(value.entries.map((entry, at) => [entry.key ?? String(at), toValue(entry.value)])),
      );
    case 'object': {
      const inner = value.properties.get('value');
      return inner === undefined ? nothing : toValue(inner);
    }
    default:
      return nothing;
  }
}
