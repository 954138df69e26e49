/** A value in an annotation of a comment: `@Route("/x", methods={"GET"})`. */
export type AnnotationValue = string | readonly AnnotationValue[];

export interface Annotation {
  readonly positional: readonly AnnotationValue[];
  readonly named: ReadonlyMap<string, AnnotationValue>;
}

/** What stands in the parentheses after an annotation's name. */
export function parseAnnotation(rest: string): Annotation {
  const named = new Map<string, AnnotationValue>();
  const positional: AnnotationValue[] = [];
  const start = /^\s*\(/.exec(rest);
  if (start === null) return { positional, named };
  const reader = { text: rest.slice(0, 4_000), at: start[0].length };
  readList(
    reader,
    ')',
    (key, value) => {
      if (key === undefined) positional.push(value);
      else named.set(key, value);
    },
    0,
  );
  return { positional, named };
}

interface Reader {
  readonly text: string;
  at: number;
}

function readList(
  reader: Reader,
  end: string,
  add: (key: string | undefined, value: AnnotationValue) => void,
  depth: number,
): void {
  while (reader.at < reader.text.length) {
    skip(reader);
    if (reader.text.charAt(reader.at) === end) {
      reader.at += 1;
      return;
    }
    const before = reader.at;
    const first = readValue(reader, depth);
    skip(reader);
    if (/^[=:]/.test(reader.text.charAt(reader.at))) {
      reader.at += 1;
      skip(reader);
      add(typeof first === 'string' ? first : undefined, readValue(reader, depth));
    } else if (first !== undefined) add(undefined, first);
    if (reader.at === before) reader.at += 1;
  }
}

function skip(reader: Reader): void {
  while (/[\s,]/.test(reader.text.charAt(reader.at))) reader.at += 1;
}

function readValue(reader: Reader, depth: number): AnnotationValue {
  const { text } = reader;
  const letter = text.charAt(reader.at);
  if (letter === '"' || letter === "'") return readQuoted(reader, letter);
  if ((letter === '{' || letter === '[') && depth < 8) {
    reader.at += 1;
    const items: AnnotationValue[] = [];
    readList(reader, letter === '{' ? '}' : ']', (_, value) => items.push(value), depth + 1);
    return items;
  }
  const word = /^[^\s,=(){}[\]"':]*(?:::[\w]+)?/.exec(text.slice(reader.at, reader.at + 200))?.[0] ?? '';
  reader.at += word.length;
  if (text.charAt(reader.at) === '(' && depth < 8) {
    reader.at += 1;
    readList(reader, ')', () => undefined, depth + 1);
  }
  return word;
}

function readQuoted(reader: Reader, quote: string): string {
  let made = '';
  reader.at += 1;
  while (reader.at < reader.text.length) {
    const letter = reader.text.charAt(reader.at);
    reader.at += 1;
    if (letter === quote) {
      if (reader.text.charAt(reader.at) !== quote) break;
      reader.at += 1;
    }
    made += letter;
  }
  return made;
}

export const textsOfAnnotation = (value: AnnotationValue | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value.flatMap(textsOfAnnotation);
