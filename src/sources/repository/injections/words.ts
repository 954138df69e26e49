/** Words by which code of Python, Java and Go hands text on or takes its harm away; from knowledge. */

/** Calls whose answer is the text they are called on or given, or nearly. */
const keeping =
  /^(strip|lstrip|rstrip|lower|upper|title|encode|decode|unquote|unquote_plus|urlparse|urlsplit|b64decode|str|bytes|unicode|toString|valueOf|String|trim|toLowerCase|toUpperCase|concat|substring|getBytes|get|orElse|orElseThrow|orElseGet|getOrDefault|nonNull|requireNonNull|ofNullable|TrimSpace|Trim|TrimLeft|TrimRight|TrimPrefix|TrimSuffix|ToLower|ToUpper|Replace|ReplaceAll|replace|removeprefix|removesuffix|QueryUnescape|PathUnescape|StringIO|BytesIO|URI|URL|create|Of|Parse|geturl|read|split|copy|pop|getvalue|toUri|toURL|mark_safe)$/;

export const keepsText = (name: string): boolean => keeping.test(name);

/** Of these, those whose answer is made of their first argument. */
const ofArgument =
  /^(unquote\w*|urlparse|urlsplit|b64decode|str|bytes|unicode|valueOf|String|nonNull|requireNonNull|ofNullable|Trim\w*|To(Lower|Upper)|Replace(All)?|\w+Unescape|StringIO|BytesIO|UR[IL]|create|Of|Parse|mark_safe)$/;

export const readsArgument = (name: string): boolean => ofArgument.test(name);

/** Calls of whose answer nothing is said, but which by their names may take the harm away. */
const cleaning = /saniti[sz]e|clean|escape|normali[sz]e|valid|safe|filter_|whitelist|allow/i;

export const mayClean = (name: string): boolean => cleaning.test(name);

/** Calls that join paths. */
const joining = /^(join|Join|joinpath|safe_?join|resolve|Path|PurePath|File|get|of|resolveSibling)$/;

/** `os.path.join(a, b)`, `Paths.get(a, b)`, `new File(a, b)`, `filepath.Join(a, b)`. */
export const joinsPaths = (callee: string, name: string): boolean =>
  joining.test(name) &&
  /^(os\.path\.join|path\.join|osp\.join|join|Path|pathlib\.Path|PurePath|Paths\.get|Path\.of|File|filepath\.Join|path\.Join|.*\.(joinpath|resolve))$/.test(
    callee,
  );

/** Calls that refuse what is no number, no UUID or no address. */
const parsing =
  /^(int|float|bool|Decimal|UUID|ip_address|ip_network|IPv4Address|IPv6Address|fromisoformat|strptime|parseInt|parseLong|parseDouble|fromString|Atoi|ParseInt|ParseUint|ParseFloat|ParseBool|ParseIP|ParseUUID|ObjectIDFromHex|ObjectId|parse_obj_as|MustParse)$/;

export const refusesText = (name: string): boolean => parsing.test(name);

/** What a request carries, by types that are no free text. */
const typed =
  /^(\w+\.)*(u?int\w*|u?integer|long|short|byte|float\d*|double|number|bool(ean)?|uuid\w*|datetime|date|time|timedelta|decimal|bigdecimal|biginteger|localdate(time)?|instant|emailstr|literal.*|enum.*|\w*enum|ipv[46]\w*|ipvany\w*|conint.*|positiveint|nonnegativeint|objectid|pydanticobjectid)$/i;

const free =
  /^(str|string|any|object|bytes|charsequence|anyurl|httpurl|anyhttpurl|url|uri|text|constr.*|securestr|json|dict|map|list|interface\{\}|id)$/i;

/** Whether a value of a declared type can hold any text; undefined where its type is not known. */
export function holdsText(type: string | undefined): boolean | undefined {
  if (type === undefined || type === '') return undefined;
  const inner = type
    .replaceAll(/\s|^Annotated\[|^Optional\[|^Mapped\[|\|\s*None|None\s*\||["']/g, '')
    .replace(/[,\]].*$/, '')
    .replace(/^(?:list|List|Sequence|set|Set|Collection|Iterable|\[\]|Optional)[[<]/, '')
    .replace(/[>\]?*]+$|\[\]$/g, '')
    .replace(/^(\[\]|\*)+/, '');
  if (free.test(inner)) return true;
  return typed.test(inner) ? false : undefined;
}
