import { can, everything } from './marks.ts';

/**
 * What of a request the one who sends it decides. Names are those of Express, Koa, Fastify, Hapi, Hono, restify, Next
 * and the platform together: what one of them does not have is not read there.
 */
const patterns: readonly (readonly [RegExp, string, number])[] = [
  [/^@req#(?:query|searchParams)(?:\(\))?(?:\.([^.()*]+))?/, 'query parameter', everything],
  [/^@req#params(?:\.([^.()*]+))?/, 'path parameter', everything & ~can.object],
  [/^@req#(?:body|payload|rawBody|fields)(?:\.([^.()*]+))?/, 'body field', everything],
  [
    /^@req#(?:json|text|formData|arrayBuffer|blob|bodyBlob|parseBody|readBody)\(\)(?:\.([^.()*]+))?/,
    'body field',
    everything,
  ],
  [
    /^@req#(?:headers|header|rawHeaders)(?:\.(?!get\b|entries\b)([^.()*]+))?/,
    'header',
    everything & ~(can.object | can.linked | can.line),
  ],
  [/^@req#cookies(?:\.([^.()*]+))?/, 'cookie', everything & ~(can.object | can.linked)],
  [/^@req#nextUrl\.searchParams\b/, 'address of the request', everything & ~(can.object | can.host)],
  [/^@req#nextUrl\b/, 'address of the request', (everything & ~(can.object | can.host)) | can.encoded],
  [
    /^@req#(?:url|originalUrl|path)$/,
    'address of the request',
    (everything & ~can.object) | can.slashed | can.encoded,
  ],
  [
    /^@req#(?:url|originalUrl|path|pathname|nextUrl|href|search|querystring|raw\.url)\b/,
    'address of the request',
    (everything & ~can.object) | can.encoded,
  ],
  [
    /^@req#(?:hostname|host|origin|subdomains)\b/,
    'host of the request',
    everything & ~(can.object | can.linked | can.line),
  ],
  [
    /^@req#(?:get|getHeader)\(\)(?:\.([^.()*]+))?/,
    'header',
    everything & ~(can.object | can.linked | can.line),
  ],
  [
    /^@req#(?:files?|data)\b.*\.(?:buffer|data)\b|^@upload#/,
    'content of an uploaded file',
    everything & ~can.object,
  ],
  [
    /^@req#(?:files?|data)\b.*\.(?:originalname|originalFilename|name|mimetype)\b|^@req#files?\(\).*\.filename\b|^@name#/,
    'name of an uploaded file',
    everything & ~can.object,
  ],
  [/^@req#(?:param|query|queries|accepts)\(\)/, 'request parameter', everything & ~can.object],
  [
    /^@entry#(?:path|fileName|filename|entryName|name|linkname|rawEntryName)\b/,
    'name of an archive entry',
    everything & ~(can.object | can.absolute),
  ],
  [/^@input#([^.()*]*)/, 'input', everything],
  [/^@message#([^.()*]*)/, 'message', everything],
];

const words: Readonly<Record<string, string>> = {
  'query parameter': 'the query',
  'path parameter': 'the path parameters',
  'body field': 'the body',
  header: 'the headers',
  cookie: 'the cookies',
  input: 'the input',
  message: 'a message',
};

/** What comes in there, in words; undefined where it is not from outside. */
export function sourceName(name: string): string | undefined {
  for (const [pattern, what] of patterns) {
    const match = pattern.exec(name);
    if (match === null) continue;
    const part = match[1];
    return part === undefined || part === '' || part === 'get' ? (words[what] ?? what) : `${what} ${part}`;
  }
  return undefined;
}

export const sourceMarks = (name: string): number =>
  patterns.find(([pattern]) => pattern.test(name))?.[2] ?? 0;

/** Objects of frameworks that lead to the request. */
const aliases: readonly (readonly [RegExp, string])[] = [
  [/^@ctx#(?:req|request|req\.raw)$/, '@req#'],
  [/^@ctx#(?:res|response|reply)$/, '@res#'],
  [
    /^@ctx#(query|params|headers|header|url|originalUrl|path|host|hostname|href|search|querystring|cookies|body|get\(\)|param\(\))$/,
    '@req#$1',
  ],
  [/^@ctx#(redirect|render|attachment|send|html)$/, '@res#$1'],
  [/^@event#(?:request|node\.req)$/, '@req#'],
  [/^@event#(params|url|cookies)$/, '@req#$1'],
  [/^@event#queryStringParameters|^@event#multiValueQueryStringParameters/, '@req#query'],
  [/^@event#pathParameters/, '@req#params'],
  [/^@event#(body|headers)/, '@req#$1'],
  [/^@req#(?:req|request|raw)$/, '@req#'],
  [/^@req#(?:res|response)$/, '@res#'],
  [/^@res#(?:req|request)$/, '@req#'],
  [/^@res#raw$/, '@res#'],
  [/^@req#req\.(.*)$/, '@req#$1'],
];

/** Answers of libraries that are known by a shorter name. */
const libraries: readonly (readonly [RegExp, string])[] = [
  [/^adm-zip#\(\)\.getEntries\(\)$/, '@entry#'],
  [/^unzipper#Open\.\w+\(\)\.files$/, '@entry#'],
];

export const shortName = (name: string): string =>
  libraries.find(([pattern]) => pattern.test(name))?.[1] ?? name;

/** The name under which something of a request is known. */
export function canonical(name: string): string {
  if (!name.startsWith('@')) return name;
  for (const [pattern, to] of aliases) if (pattern.test(name)) return name.replace(pattern, to);
  return name;
}
