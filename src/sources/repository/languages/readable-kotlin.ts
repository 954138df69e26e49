/**
 * What the grammar of Kotlin does not know becomes other signs for it; places stay, and nodes keep the written text:
 * `$$"…"`, where one dollar sign is plain text, a dollar sign at the end of a raw string, and a comma behind the last of
 * the type arguments.
 */
export const readableKotlin = (text: string): string =>
  text
    .replaceAll(
      /(?<![\w$"])(\${2,})("""[\s\S]*?"{3,}|"(?:[^"\\\n]|\\.)*")/g,
      (whole, sign: string, literal: string) =>
        // What is interpolated there stays, and the file is a told gap.
        literal.includes(sign) ? whole : `${' '.repeat(sign.length)}${literal.replaceAll('$', '_')}`,
    )
    .replaceAll(/\$(?="""(?!"))/g, '_')
    .replaceAll(/,(?=\s*>)/g, ' ');
