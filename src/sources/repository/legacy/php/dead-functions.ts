import type { DeadCode } from '../../../../model/legacy-code.ts';
import { countLines } from '../../lines.ts';
import type { PhpClass, PhpFile, PhpMethod } from '../../php/classes.ts';
import { originAt } from '../../php/value.ts';
import type { Evidence } from './evidence.ts';
import { pieceOf } from '../mentions.ts';

/** Functions whose name stands nowhere but where they are declared (and in themselves). */
export function deadFunctions(files: readonly PhpFile[], evidence: Evidence): readonly DeadCode[] {
  const declared = files.flatMap(({ functions }) => [...functions.values()]);
  const times = new Map<string, number>();
  for (const { name } of declared) times.set(name.toLowerCase(), (times.get(name.toLowerCase()) ?? 0) + 1);
  return declared.flatMap((each): readonly DeadCode[] => {
    const name = short(each.name);
    if (times.get(each.name.toLowerCase()) !== 1 || evidence.isHook(each.file.path) || name.startsWith('__'))
      return [];
    if (evidence.mentions(name).all > 1 + inBody(each, name)) return [];
    if (pieceOf(evidence.pieces, name) !== undefined) return [];
    const [call] = evidence.dynamic.calls;
    const doubt =
      call?.kind === 'read'
        ? `; calls that get the name of a function when they run: ${evidence.dynamic.calls.length} (the first in ${call.file}:${call.line})`
        : '';
    return [
      told(
        'function',
        each,
        `its name stands nowhere else in ${evidence.searched} files${doubt}`,
        doubt === '',
      ),
    ];
  });
}

const short = (name: string): string => name.split('\\').at(-1) ?? name;

/** Calls of itself lead nobody to it. */
const inBody = ({ body }: PhpMethod, name: string): number =>
  (body?.text.toLowerCase().match(/[\w\u0080-\uffff]+/g) ?? []).filter((word) => word === name.toLowerCase())
    .length;

function told(kind: 'function' | 'method', method: PhpMethod, because: string, certain: boolean): DeadCode {
  return {
    kind,
    name: method.class === undefined ? `${method.name}()` : `${method.class.name}::${method.name}()`,
    lines: countLines(method.node.text),
    confidence: certain ? 'certain' : 'likely',
    because,
    origin: originAt(method.file, method.node),
  };
}

/** Ways by which a class calls its own methods without their names. */
const indirect =
  /->\s*\{?\$|::\s*\{?\$\w+\s*\(|\[\s*(\$this|self::class|static::class|__CLASS__)\s*,\s*[^'"\s]|\bcall_user_func|__call\b|->\{|array\(\s*(&\s*)?\$this\s*,\s*\$/;

/** Tags that only describe; any other may be read by a framework. */
const plainTags =
  /@(param|returns?|throws|var|see|deprecated|author|since|internal|todo|access|private|link|note|example|phpstan-\w+|psalm-\w+|inheritdoc|noinspection)\b/gi;

/** Private methods that their own class never names: nobody else may call them. */
export const deadMethods = (files: readonly PhpFile[]): readonly DeadCode[] =>
  files.flatMap((file) => [...file.classes.values()].flatMap(deadMethodsOf));

function deadMethodsOf(owner: PhpClass): readonly DeadCode[] {
  const { methods, node } = owner;
  if (owner.kind !== 'class' || owner.traits.length > 0) return [];
  const candidates = [...methods.values()].filter(
    ({ visibility, name, attributes, doc = '' }) =>
      visibility === 'private' &&
      !name.startsWith('__') &&
      attributes.length === 0 &&
      !doc.replaceAll(plainTags, '').includes('@'),
  );
  if (candidates.length === 0 || indirect.test(node.text)) return [];
  const words = node.text.toLowerCase().match(/[\w\u0080-\uffff]+/g) ?? [];
  return candidates.flatMap((method): readonly DeadCode[] => {
    const named = words.filter((word) => word === method.name.toLowerCase()).length;
    if (named > 1 + inBody(method, method.name)) return [];
    return [told('method', method, 'it is private, and its class names it nowhere', true)];
  });
}
