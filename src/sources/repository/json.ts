/** Read access to JSON of unknown shape; nothing is there when the text is no JSON. */
export interface JsonView {
  readonly at: (key: string) => JsonView;
  readonly text: () => string | undefined;
  readonly number: () => number | undefined;
  readonly flag: () => boolean | undefined;
  readonly items: () => readonly JsonView[];
  readonly entries: () => readonly (readonly [string, JsonView])[];
  readonly exists: boolean;
}

export function jsonView(value: unknown): JsonView {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return {
    exists: value !== undefined && value !== null,
    at: (key) => jsonView(isRecord ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined),
    text: () => (typeof value === 'string' ? value : undefined),
    number: () => (typeof value === 'number' ? value : undefined),
    flag: () => (typeof value === 'boolean' ? value : undefined),
    items: () => (Array.isArray(value) ? value.map(jsonView) : []),
    entries: () =>
      isRecord ? Object.entries(value).map(([key, part]) => [key, jsonView(part)] as const) : [],
  };
}

/** JSON, also with comments and trailing commas as tsconfig files have them. */
export function parseJson(text: string): JsonView {
  for (const attempt of [text, withoutComments(text)]) {
    try {
      const value: unknown = JSON.parse(attempt);
      return jsonView(value);
    } catch {
      continue;
    }
  }
  return jsonView(undefined);
}

const withoutComments = (text: string): string =>
  text
    .replaceAll(
      /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
      (_, string: string | undefined) => string ?? '',
    )
    .replaceAll(/,(\s*[}\]])/g, '$1');
