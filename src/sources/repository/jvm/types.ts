import type { TypeName } from './code.ts';
import { lastName } from './code.ts';

const wrappers =
  /^(Mono|Flux|Optional|List|Set|Collection|Iterable|Flow|Uni|Multi|Single|Maybe|Publisher|CompletableFuture|CompletionStage|ResponseEntity|HttpEntity|RequestEntity|HttpRequest|MutableList|MutableSet|MutableCollection|HashSet|LinkedHashSet|ArrayList|Array|\[\]|Deferred|Provider|JsonNullable|Page|Slice)$/;

/** The type inside of lists, optionals and reactive wrappers. */
export function innerType(type: TypeName, depth = 0): TypeName {
  const [only] = type.args;
  return depth < 6 && only !== undefined && type.args.length === 1 && wrappers.test(lastName(type.name))
    ? innerType(only, depth + 1)
    : type;
}

export function printType(type: TypeName): string {
  const name = lastName(type.name);
  if (name === '[]') return `${printType(type.args[0] ?? { name: '?', args: [] })}[]`;
  return type.args.length === 0 ? name : `${name}<${type.args.map(printType).join(', ')}>`;
}

const simpleTypes =
  /^(String|CharSequence|int|long|short|byte|boolean|double|float|char|Int|Integer|Long|Short|Byte|Boolean|Double|Float|Character|Char|BigDecimal|BigInteger|UUID|Date|LocalDate|LocalDateTime|LocalTime|OffsetDateTime|ZonedDateTime|Instant|Duration|Locale|URI|URL|Number|Year|YearMonth|Currency|TimeZone|ZoneId|Enum|Any|Object)$/;

/** One value of a request fills it. */
export const isSimple = (type: TypeName | undefined): boolean =>
  type !== undefined && simpleTypes.test(lastName(innerType(type).name));
