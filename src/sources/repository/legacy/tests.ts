import type { TestSigns } from '../../../model/legacy-code.ts';
import type { TextFile } from '../gather.ts';
import { isTestFile } from '../javascript/tests.ts';
import { countLines, lineAt } from '../lines.ts';
import { compareText } from '../../order.ts';

const source = /\.(php|phtml|py|rb|java|kt|cs|go|[cm]?[jt]sx?|feature)$/;

/** Names that the runners of the languages look for, beside those of JavaScript. */
const named =
  /(Test|TestCase|Spec|Cest|Cept|IT)\.(php|java|kt|cs)$|(^|\/)(test_[^/]*|[^/]*_test)\.(py|go|rb)$|_spec\.rb$|(^|\/)tests?\/.*\.phpt?$|\.feature$/;

/** What a test begins with in each of the usual frameworks. */
const cases =
  /\bfunction\s+test\w*\s*\(|@test\b|#\[(?:\\?[\w\\]*\\)?Test\b|(?:^|[^\w.$>])(?:it|test|scenario)\s*\(\s*['"`]|@Test\b|\[(?:Fact|Theory|Test|TestMethod)\b|^\s*def\s+test_|^func\s+Test\w*\(|^\s*Scenario(?: Outline)?:|->tryTo\w*\(/gm;

const manifests =
  /(^|\/)(composer|package)\.json$|(^|\/)(phpunit(\.dist)?\.xml(\.dist)?|phpunit[\w.-]*\.xml|codeception\.ya?ml|behat\.ya?ml|phpspec\.ya?ml|pytest\.ini|requirements[\w.-]*\.txt|Gemfile|pom\.xml|build\.gradle(\.kts)?)$/;

const frameworks: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['PHPUnit', /"phpunit\/phpunit"|<phpunit\b/],
  ['Pest', /"pestphp\/pest"/],
  ['Codeception', /"codeception\/codeception"|^actor(_suffix)?:/m],
  ['Behat', /"behat\/behat"/],
  ['phpspec', /"phpspec\/phpspec"/],
  ['SimpleTest', /"simpletest\/simpletest"|simpletest\/autorun/],
  ['Jest', /"jest"\s*:/],
  ['Vitest', /"vitest"\s*:/],
  ['Mocha', /"mocha"\s*:/],
  ['Cypress', /"cypress"\s*:/],
  ['Playwright', /"@playwright\/test"\s*:/],
  ['pytest', /\[pytest\]|^pytest\b/m],
  ['RSpec', /\brspec/],
  ['JUnit', /<artifactId>junit|org\.junit|junit:junit|junit-jupiter/],
];

const coverage =
  /<coverage\b|<filter>\s*<whitelist|"(?:nyc|c8|@vitest\/coverage-\w+)"|codecov|coveralls|--coverage\b/;
const coverageFile =
  /(^|\/)(phpunit[\w.-]*\.xml(\.dist)?|package\.json|\.?codecov\.ya?ml|\.coveralls\.ya?ml|[\w.-]*\.ya?ml)$/;

/** Tests that are there, what they are written with, and whether anybody measures what they reach. */
export function testSigns(texts: readonly TextFile[]): TestSigns {
  const files = texts
    .filter(({ path }) => source.test(path) && (isTestFile(path, []) || named.test(path)))
    .map(({ path, text }) => ({ path, lines: countLines(text), cases: [...text.matchAll(cases)].length }))
    .filter(({ path, cases: own }) => own > 0 || named.test(path));
  const found = frameworks.flatMap(([name, pattern]) => {
    const file = texts.find(({ path, text }) => manifests.test(path) && pattern.test(text));
    if (file === undefined) return [];
    const line = lineAt(file.text, Math.max(file.text.search(pattern), 0));
    return [{ name, origin: { kind: 'read', file: file.path, line } as const }];
  });
  return {
    files: files.toSorted((a, b) => compareText(a.path, b.path)),
    frameworks: found,
    coverage: texts.flatMap(({ path, text }) => {
      const at = coverageFile.test(path) ? text.search(coverage) : -1;
      return at < 0 ? [] : [{ kind: 'read', file: path, line: lineAt(text, at) } as const];
    }),
  };
}
