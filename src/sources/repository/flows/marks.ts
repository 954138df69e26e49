/**
 * What somebody who controls a text may still do with it, as bits. Whatever ends one of them leaves the others: a
 * number can do nothing any more, a text without `..` may still be a statement.
 */
export const can = {
  /** Leave a value of an SQL statement. */
  sql: 1,
  /** Be an object where a text is expected. */
  object: 2,
  /** Leave an argument of a command line. */
  command: 4,
  /** Be a program or a template. */
  code: 8,
  /** Be a path from the root; what is resolved is one, wherever it leads. */
  absolute: 16,
  /** Climb to the folder above at its beginning. */
  climb: 32,
  /** Climb behind other folders (`a/../..`): a normalised path does not. */
  hidden: 64,
  /** Begin as an option of a program. */
  option: 128,
  /** Name the host of a URL. */
  host: 256,
  /** Change the path of a URL. */
  reach: 512,
  /** Leave a value of an LDAP filter. */
  filter: 1024,
  /** Come here unseen: gone after a check that could not be understood, and behind a type that nobody enforces. */
  unseen: 2048,
  /** Come with a link that somebody is led to follow; headers and cookies of a visitor do not. */
  linked: 4096,
  /** Begin with a slash for sure: behind a host it stays a path. */
  slashed: 8192,
  /** Begin an element of a page. */
  markup: 16_384,
  /** Hold a line break. */
  line: 32_768,
  /** Be the name under which an object has its prototype. */
  proto: 65_536,
  /** Be that prototype: what is read under such a name. */
  prototype: 131_072,
  /** Be a pattern with repetitions. */
  pattern: 262_144,
  /** Stand percent-encoded for sure, as a browser sends an address. */
  encoded: 524_288,
  /** Name a record: a number still does. */
  refer: 1 << 20,
  /** Be a record that was looked up by what a request names. */
  record: 1 << 21,
  /** Say who is calling: nothing from outside, but what was proven of the one who sends the request. */
  caller: 1 << 22,
  /** Begin as an option that nobody asked for: gone where a test asks for the dash. */
  unasked: 1 << 23,
  /** Be of a few dozen signs that repeat each other. */
  slow: 1 << 24,
  /** Be as long as a request may be. */
  long: 1 << 25,
  /**
   * Begin an element of a page, or be a program, where whoever wrote the record it was read from could put that in. PHP
   * has the bits between.
   */
  storedMarkup: 1 << 29,
  storedCode: 1 << 30,
} as const;

/** What no change of form takes away. */
export const lasting = can.refer | can.record | can.caller | can.unseen | can.linked | can.unasked | can.long;

export const everything: number =
  Object.values(can).reduce((all: number, bit) => all | bit, 0) &
  ~(can.slashed | can.prototype | can.encoded | can.record | can.caller | can.storedMarkup | can.storedCode);

/** What a record holds may do. */
export const ofStored = can.storedMarkup | can.storedCode;

export const anyPath = can.absolute | can.climb | can.hidden;
export const anyMarkup = can.markup | can.storedMarkup;
export const anyUrl = can.host | can.reach;

/** What the beginning of a text decides. */
export const ofBeginning = can.absolute | can.climb | can.host | can.option;

/** How something came, not what it can do. */
const beside = can.unseen | can.linked | can.slashed | can.encoded | can.unasked | can.long;

/** Whether nothing can be done any more, not even say which record or who. */
export const isHarmless = (marks: number): boolean => (marks & ~beside) === 0;

/** Whether it can do harm by what it says, not only by what it names, and was not stored before. */
export const isUntrusted = (marks: number): boolean => (marks & ~(beside | lasting | ofStored)) !== 0;

/** Whether nothing is in it but what a record holds. */
export const isOnlyStored = (marks: number): boolean => (marks & ~(beside | ofStored)) === 0;

interface Attack {
  readonly bit: number;
  readonly text: string;
  readonly works: RegExp;
}

/** Signs of a text that repeats itself: as many as make a pattern slow, and few enough to try it. */
const many = 36;

/** Texts that do what a bit says, and how it is seen in what became of them that they still do. */
const attacks: readonly Attack[] = [
  { bit: can.sql, text: "x' or sleep(9); --", works: /(^|[^\\'])'([^']|$)/ },
  { bit: can.command, text: ';id', works: /(^|[^\\]);/ },
  { bit: can.command, text: '$(id)', works: /(^|[^\\])\$\(/ },
  { bit: can.command, text: 'a|id', works: /(^|[^\\])\|/ },
  { bit: can.command, text: 'a&id', works: /(^|[^\\])&/ },
  { bit: can.command, text: '`id`', works: /(^|[^\\])`/ },
  ...['process.exit(1)', "${f()}'+f()+'"].flatMap((text) => [
    { bit: can.code, text, works: /[()]/ },
    { bit: can.storedCode, text, works: /[()]/ },
  ]),
  { bit: can.absolute, text: '/etc/passwd', works: /^[\\/]/ },
  { bit: can.climb, text: '../../x', works: /(^|[\\/])\.\.([\\/]|$)/ },
  { bit: can.hidden, text: 'a/../../x', works: /(^|[\\/])\.\.([\\/]|$)/ },
  { bit: can.option, text: '--upload-pack=x', works: /^-/ },
  { bit: can.host, text: 'https://evil.example/x', works: /^[a-z]+:\/\/evil|^\/\/evil/i },
  { bit: can.host, text: '//evil.example/x', works: /^\/\/|^\/\\/ },
  { bit: can.host, text: '/\\evil.example/x', works: /^\/\/|^\/\\/ },
  { bit: can.reach, text: '../../x', works: /(^|[\\/])\.\.([\\/]|$)/ },
  { bit: can.reach, text: 'a/../../x?y=1', works: /[/?]/ },
  { bit: can.filter, text: '*)(uid=*', works: /[*()]/ },
  ...['<script>f()</script>', '<img/src=x/onerror=f()>', '<scr<script>ipt>f()</script>'].flatMap((text) => [
    { bit: can.markup, text, works: /<[a-z]/i },
    { bit: can.storedMarkup, text, works: /<[a-z]/i },
  ]),
  { bit: can.line, text: 'a\r\nb', works: /[\r\n]/ },
  { bit: can.line, text: 'a\nb', works: /[\r\n]/ },
  { bit: can.proto, text: '__proto__', works: /^__proto__$/ },
  { bit: can.proto, text: '___proto__', works: /^__proto__$/ },
  { bit: can.proto, text: '__pro__proto__to__', works: /^__proto__$/ },
  { bit: can.pattern, text: '(a+)+$', works: /(^|[^\\])[+*{]/ },
  ...['x', '1', ' ', '-', '.', 'a,', 'a@a.'].map((part) => ({
    bit: can.slow,
    text: part.repeat(many),
    works: /(.{1,4})\1{9}/,
  })),
];

/** Bits for which an attack is still among the texts that pass a test. `object` needs no text. */
export function passing(test: (text: string) => boolean): number {
  let left: number = can.object | can.prototype | beside | lasting;
  for (const { bit, text, works } of attacks)
    if ((left & bit) === 0 && works.test(text) && test(text)) left |= bit;
  return left;
}

/** Bits for which an attack still works after a text was changed. What changes a text makes a text of it. */
export function surviving(change: (text: string) => string): number {
  let left: number = beside | lasting;
  for (const { bit, text, works } of attacks) if ((left & bit) === 0 && works.test(change(text))) left |= bit;
  return left;
}

/** A path after it was normalised: whatever climbs does so at its beginning. */
export const normalised = (marks: number): number =>
  (marks & can.hidden) === 0 ? marks : (marks & ~can.hidden) | can.climb;
