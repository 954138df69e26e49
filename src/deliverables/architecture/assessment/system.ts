import type { Assessment } from '../../../migration/assessment/assessment.ts';
import type { Size } from '../../../migration/assessment/size.ts';
import type { TestFigures } from '../../../migration/assessment/code.ts';
import { names, paragraph, section, source, table } from '../../blocks.ts';
import { cappedTable } from '../../capped.ts';
import type { Block, Section } from '../../deliverable.ts';
import { counted as amount } from '../../../migration/assessment/risks/risk.ts';
import { assessmentPath, counted, line, share, told } from './told-blocks.ts';

/** How large the system is, of what it is made and how long that gets fixes. */
export function systemSections(assessment: Assessment): readonly (Section | undefined)[] {
  const { size, modules, technologies, tests } = assessment;
  return [
    section({ id: 'legacy-size', title: 'Size' }, ...told('Size', size, sizeBlocks)),
    section(
      { id: 'legacy-modules', title: 'Modules' },
      ...told('Modules', modules, (all) =>
        cappedTable(
          ['folder', 'files', 'lines', 'leans on', 'used by'],
          all.map(({ module, files, lines, uses, usedBy }) => [
            module,
            counted(files, `files of ${module}`),
            counted(lines, `lines of ${module}`),
            uses.length > 6 ? `${names(uses.slice(0, 6))} and ${uses.length - 6} more` : names(uses),
            counted(usedBy, `modules that use ${module}`),
          ]),
          assessmentPath,
          25,
        ),
      ),
    ),
    section(
      { id: 'legacy-support', title: 'Versions and their support' },
      ...told('Versions', technologies, (all) => [
        ...cappedTable(
          ['technology', 'version', 'supported', 'kept in the repository', 'source'],
          all.map(({ name, version, words, copied, origin }) => [
            name,
            version ?? 'not told',
            words,
            copied ? 'yes' : '–',
            source(origin),
          ]),
          assessmentPath,
          30,
        ),
        paragraph(
          'Nothing here asks for today: an end of support is a day, and what is said of it beside that day goes by the last commit and by when the list of ends was last gone through.',
        ),
      ]),
    ),
    section({ id: 'legacy-tests', title: 'Tests' }, ...told('Tests', tests, testBlocks)),
  ];
}

function sizeBlocks({ files, lines, bytes, languages, copied }: Size): readonly (Block | undefined)[] {
  return [
    paragraph(
      `${amount(files, 'file')} with ${amount(lines, 'line')} (${bytes} bytes) were read, configuration and schema among them. The system's own code:`,
    ),
    table(
      ['language', 'files', 'lines', 'of these in lists of texts and settings'],
      languages.map(({ language, files: own, lines: ownLines, data }) => [
        language,
        counted(own, `files of ${language}`),
        counted(ownLines, `lines of ${language}`),
        counted(data, `lines of ${language} in files that only give back a list`),
      ]),
    ),
    table(
      ['copied in, not counted as own', 'files', 'lines'],
      copied.map(({ folder, files: own, lines: ownLines }) => [
        folder,
        counted(own, `files below ${folder}`),
        counted(ownLines, `lines below ${folder}`),
      ]),
    ),
  ];
}

const testBlocks = (tests: TestFigures): readonly (Block | undefined)[] => [
  table(
    ['what', 'value'],
    [
      line('test files', counted(tests.files, 'files by the names test runners look for')),
      line('test cases', counted(tests.cases, 'beginnings of a test in these files')),
      line(
        'lines of tests for each line of code',
        share(tests.ratio, 'lines of tests / lines of own code without lists', [
          'legacy.tests',
          'legacy.files',
        ]),
      ),
      line('written with', names(tests.frameworks)),
      line('coverage is measured', tests.measured ? 'yes, by a setting' : 'no setting was found'),
      line('pipelines that run them', names(tests.pipelines)),
    ],
  ),
  paragraph('What the tests reach was not measured: nothing of the system is run here.'),
];
