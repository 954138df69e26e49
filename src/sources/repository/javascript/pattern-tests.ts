import type { NativeValue, PatternValue, Value } from './value.ts';
import { native, primitive, unknown } from './value.ts';

/** Texts that are tested are paths; longer ones are not. */
const longest = 400;

/** `pattern.test(text)`; of a text that is partly known it can be told that its beginning already fits. */
export const patternTest = ({ source }: PatternValue): NativeValue =>
  native('test', ([text]) => (text === undefined ? undefined : tested(source, text)) ?? undecided);

const undecided = unknown('whether a pattern fits');

function tested(source: string, text: Value): Value | undefined {
  const pattern = harmless(source);
  if (pattern === undefined) return undefined;
  if (text.kind === 'primitive' && typeof text.value === 'string')
    return text.value.length > longest ? undefined : primitive(pattern.test(text.value));
  if (text.kind !== 'text') return undefined;
  const [first] = text.parts;
  const isFit = typeof first === 'string' && first.length <= longest && looksAhead(source) === false;
  return isFit && pattern.test(first) ? primitive(true) : undefined;
}

/** What stands behind the place where it fits decides as well. */
const looksAhead = (source: string): boolean => /\$|\\b|\\B|\(\?[!=]/i.test(source);

/** The target's pattern where trying it takes no time: few repetitions, none of a group, and nothing that is kept between two tries. */
function harmless(source: string): RegExp | undefined {
  const end = source.lastIndexOf('/');
  const [body, flags] = [source.slice(1, end), source.slice(end + 1)];
  const repeats = body.replaceAll(/\\./g, 'x').match(/[*+{]/g) ?? [];
  if (repeats.length > 2 || /\)[*+{]|\\[1-9k]|\(\?<[=!]/.test(body) || !/^[iu]*$/.test(flags))
    return undefined;
  try {
    return new RegExp(body, flags);
  } catch {
    return undefined;
  }
}
