import type { TextFile } from '../../gather.ts';
import { lineAt } from '../../lines.ts';
import type { Dependency, Ecosystem } from './dependency.ts';

const maven = /(^|\/)pom\.xml$/;
const gradle = /\.gradle(\.kts)?$|(^|\/)libs\.versions\.toml$|(^|\/)gradle\.properties$/;

/** pom.xml, Gradle builds and version catalogues. Properties and variables of the same file are put in. */
export const jvm: Ecosystem = {
  runtime: 'Java',
  image:
    /^(openjdk|eclipse-temurin|amazoncorretto|azul\/zulu-openjdk|ibm-semeru-runtimes|liberica-openjdk\S*|java)$/,
  dependencies: (files) =>
    files.flatMap((file) => {
      if (maven.test(file.path)) return mavenDependencies(file);
      return gradle.test(file.path) ? gradleDependencies(file) : [];
    }),
  runtimeVersions: (files) =>
    files.flatMap(({ path, text }) => {
      const match = maven.test(path)
        ? /<(?:java\.version|maven\.compiler\.(?:release|source|target)|release)>\s*(\d[\d.]*)\s*</.exec(text)
        : gradle.test(path)
          ? /(?:JavaLanguageVersion\.of\(|jvmToolchain\(|JavaVersion\.VERSION_|(?:source|target)Compatibility\s*=\s*['"]?|jvmTarget\s*=\s*['"])(\d+(?:[._]\d+)?)/.exec(
              text,
            )
          : null;
      return match === null
        ? []
        : [
            {
              version: (match[1] ?? '').replace(/^1[._](?=\d)/, ''),
              file: path,
              line: lineAt(text, match.index),
            },
          ];
    }),
};

function mavenDependencies({ path, text }: TextFile): readonly Dependency[] {
  const properties = new Map(
    [...text.matchAll(/<([\w.-]+)>\s*([^<>\s]{1,100})\s*<\/\1>/g)].map((match) => [
      match[1] ?? '',
      match[2] ?? '',
    ]),
  );
  const found: Dependency[] = [];
  for (const match of text.matchAll(/<(dependency|parent)>([\s\S]{0,3000}?)<\/\1>/g)) {
    const tag = (name: string): string | undefined =>
      new RegExp(`<${name}>\\s*([^<]{1,200}?)\\s*</${name}>`).exec(match[2] ?? '')?.[1];
    if (tag('scope') === 'test') continue;
    const version = tag('version')?.replaceAll(
      /\$\{([^}]+)\}/g,
      (whole, name: string) => properties.get(name) ?? whole,
    );
    found.push({
      name: `${tag('groupId') ?? ''}:${tag('artifactId') ?? ''}`,
      ...(version === undefined || version.includes('${') ? {} : { version }),
      file: path,
      line: lineAt(text, match.index),
    });
  }
  return found;
}

function gradleDependencies({ path, text }: TextFile): readonly Dependency[] {
  const found: Dependency[] = [];
  const add = (name: string, version: string | undefined, index: number): void => {
    const known = version !== undefined && /^\d[\w.+-]*$/.test(version);
    found.push({ name, ...(known ? { version } : {}), file: path, line: lineAt(text, index) });
  };
  if (path.endsWith('.toml')) {
    const versions = new Map(
      [...text.matchAll(/^([\w-]+)\s*=\s*"([^"\n]+)"/gm)].map((match) => [match[1] ?? '', match[2] ?? '']),
    );
    const entry =
      /\b(?:module|id)\s*=\s*"([\w.:-]+)"(?:\s*,\s*version(\.ref)?\s*=\s*"([^"\n]+)")?|"([\w.-]+:[\w.-]+):([\w.+-]+)"/g;
    for (const match of text.matchAll(entry)) {
      const [, module, isReference, version, short, exact] = match;
      const told = isReference === undefined ? (version ?? exact) : versions.get(version ?? '');
      add(module ?? short ?? '', told, match.index);
    }
    return found;
  }
  const line =
    /^[ \t]*(?!test|androidTest)\w*(?:[iI]mplementation|api|compile|runtimeOnly|compileOnly|classpath)\w*[ (]+(?:platform\()?["']([\w.-]+:[\w.-]+)(?::([^"':]+))?["']|\bid[ (]+["']([\w.-]+)["']\)?(?:\s+version\s+["']([^"']+)["'])?/gm;
  for (const match of text.matchAll(line)) add(match[1] ?? match[3] ?? '', match[2] ?? match[4], match.index);
  return found;
}
