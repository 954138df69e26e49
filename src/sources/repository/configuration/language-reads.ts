import type { Origin } from '../../../model/origin.ts';
import type { Repository, TextFile } from '../gather.ts';
import { isTestFile } from '../javascript/tests.ts';
import { lineCounter } from '../lines.ts';
import type { KeyMention, ValueType } from './keys.ts';
import { typeOfValue } from './keys.ts';

/** How code of a language asks for a setting: the groups `key`, `fallback` and `type` where it tells them. */
interface Read {
  readonly files: RegExp;
  /** Cheap sign that a file has any. */
  readonly sign: RegExp;
  readonly pattern: RegExp;
  /** What the key stands under: `ConnectionStrings:` of .NET. */
  readonly prefix?: string;
}

const text = String.raw`(?:["'](?<fallback>[^"'\n]{0,200})["']|(?<plain>-?\d[\d_.]*|[Tt]rue|[Ff]alse))`;
const key = String.raw`["'](?<key>[A-Za-z][\w.:-]{1,80})["']`;
const envKey = String.raw`["'](?<key>[A-Z][A-Z0-9_]{1,80})["']`;

const reads: readonly Read[] = [
  {
    files: /\.php$/,
    sign: /env\(|\$_ENV/i,
    pattern: new RegExp(
      String.raw`(?<![\w>:$])(?:env|getenv)\(\s*${envKey}(?:\s*,\s*${text})?|\$_ENV\[${envKey.replace('<key>', '<other>')}\](?:\s*\?[?:]\s*["'](?<else>[^"'\n]{0,200})["'])?`,
      'g',
    ),
  },
  {
    files: /\.py$/,
    sign: /environ|getenv|\benv\b|decouple/,
    pattern: new RegExp(
      String.raw`\b(?:os\.)?(?:environ(?:\.get\(|\[)|getenv\(|env(?:\.(?<type>str|int|bool|float|url|list|json))?\()\s*${envKey}(?:\s*,\s*(?:default\s*=\s*)?${text})?`,
      'g',
    ),
  },
  {
    files: /\.py$/,
    sign: /\bdecouple\b|starlette\.config/,
    pattern: new RegExp(
      String.raw`(?<![\w.])config\(\s*${envKey}(?:\s*,\s*(?:default\s*=\s*)?${text})?(?:\s*,\s*cast\s*=\s*(?<type>\w+))?`,
      'g',
    ),
  },
  {
    files: /\.(java|kt|kts)$/,
    sign: /System\.getenv|@Value/,
    pattern: new RegExp(
      String.raw`System\.getenv\(\s*${envKey}\s*\)(?:\s*\?:\s*${text})?|@Value\(\s*"[$\\]*\{(?<other>[\w.-]{2,80})(?::(?<else>[^}"\n]{0,200}))?\}`,
      'g',
    ),
  },
  {
    files: /(^|\/)(application|bootstrap)[\w.-]*\.(properties|ya?ml)$/,
    sign: /\$\{/,
    pattern: /\$\{(?<key>[A-Z][A-Z0-9_]{1,80})(?::(?<fallback>[^}\n]{0,200}))?\}/g,
  },
  {
    files: /\.go$/,
    sign: /os\.(Getenv|LookupEnv)|env(config)?:"|EnvVars/,
    pattern: new RegExp(
      String.raw`(?:\bos\.(?:Getenv|LookupEnv)\(|\bEnvVars(?:\(|:\s*\[\]string\{))\s*${envKey}|\b(?:env|envconfig):"(?<other>[A-Z][A-Z0-9_]{1,80})[",](?:[^\x60\n]*?\b(?:envDefault|default|env-default):"(?<else>[^"\n]{0,200})")?`,
      'g',
    ),
  },
  {
    files: /\.(rb|ru|rake|ya?ml|erb)$/,
    sign: /\bENV\b/,
    pattern: new RegExp(
      String.raw`\bENV(?:\.fetch\(\s*|\[\s*|\.key\?\(\s*)${envKey}(?:\s*[\])]\s*\|\|\s*|\s*,\s*)?${text}?`,
      'g',
    ),
  },
  {
    files: /\.cs$/,
    sign: /GetEnvironmentVariable|onfiguration/,
    pattern: new RegExp(
      String.raw`Environment\.GetEnvironmentVariable\(\s*${key}\s*\)(?:\s*\?\?\s*"(?<fallback>[^"\n]{0,200})")?|\b_?[cC]onfig(?:uration)?(?:\[|\.GetValue<(?<type>\w+)>\(|\.GetSection\()"(?<other>[A-Za-z][\w:.-]{1,80})"\]?(?:\s*(?:\?\?|,)\s*(?:"(?<else>[^"\n]{0,200})"|(?<plain>-?\d+|true|false)))?`,
      'g',
    ),
  },
  {
    files: /\.cs$/,
    sign: /GetConnectionString/,
    pattern: /\.GetConnectionString\(\s*"(?<key>[\w.-]{1,80})"/g,
    prefix: 'ConnectionStrings:',
  },
];

/** Settings that code in other languages than JavaScript reads, with constants that stand in. */
export function languageReads(repository: Repository): readonly KeyMention[] {
  return [...repository.files.values()].flatMap((file) => {
    const own = reads.filter(({ files, sign }) => files.test(file.path) && sign.test(file.text));
    if (own.length === 0 || isTestFile(file.path, []) || testName.test(file.path)) return [];
    return own.flatMap((read) => mentionsIn(file, read));
  });
}

const testName =
  /(^|\/)(vendor|node_modules)\/|_test\.go$|(Tests?|Spec)\.(java|kt|cs|php)$|_spec\.rb$|(^|\/)(test_[^/]*|conftest)\.py$/;

function mentionsIn({ path, text: code }: TextFile, { pattern, prefix = '' }: Read): readonly KeyMention[] {
  const lineOf = lineCounter(code);
  return [...code.matchAll(pattern)].flatMap((match) => {
    const groups: Readonly<Record<string, string | undefined>> = match.groups ?? {};
    const name = groups['key'] ?? groups['other'];
    if (name === undefined || isInComment(code, match.index)) return [];
    const fallback = groups['fallback'] ?? groups['else'] ?? groups['plain'];
    const type = typeNamed(groups['type']) ?? (fallback === undefined ? undefined : typeOfValue(fallback));
    const origin: Origin = { kind: 'read', file: path, line: lineOf(match.index) };
    return [
      {
        key: `${prefix}${name}`,
        ...(type === undefined ? {} : { type }),
        ...(fallback === undefined || fallback === '' ? {} : { fallback: fallback.slice(0, 80) }),
        origin,
      },
    ];
  });
}

/** The line begins as a comment does in any of these languages. */
function isInComment(code: string, index: number): boolean {
  const start = code.lastIndexOf('\n', index) + 1;
  return /^\s*(\/\/|#(?!\[)|\*|\/\*)/.test(code.slice(start, index));
}

function typeNamed(name: string | undefined): ValueType | undefined {
  if (name === undefined) return undefined;
  if (/^(int|long|float|double|Int32|Int64)$/.test(name)) return 'number';
  if (/^(bool|Boolean)$/.test(name)) return 'boolean';
  return name === 'url' ? 'url' : name === 'TimeSpan' ? 'duration' : undefined;
}
