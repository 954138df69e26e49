import type { Origin } from '../../../model/origin.ts';
import type { TextFile } from '../gather.ts';
import { isTestFile } from '../javascript/tests.ts';
import { parseYaml } from '../yaml.ts';
import type { TableDefinition, UnreadTable, View } from './definition.ts';
import { nameText, simpleTableOf, tableOf } from './definition.ts';

/** A setting of a function and what its template puts there. */
export interface Setting {
  readonly name: string;
  /** `${Handle}` where it refers to something of the template. */
  readonly value: string;
}

/** A function of the platform and what wakes it. */
export interface PlatformFunction {
  readonly name: string;
  /** File and export: `src/todos.list`, as the template writes it. */
  readonly handler: string;
  /** Folder that the handler is told from. */
  readonly folder: string;
  /** `GET /todos`, `the schedule of cleanup`. */
  readonly woken: readonly string[];
}

export interface TemplateFacts {
  readonly tables: readonly TableDefinition[];
  readonly unread: readonly UnreadTable[];
  readonly settings: readonly Setting[];
  readonly functions: readonly PlatformFunction[];
}

const worthReading = /AWS::DynamoDB::|AWS::Serverless::|^\s*handler:|dynamo/im;

/** Tables, settings and functions of CloudFormation, SAM and Serverless Framework files, and of parts of them. */
export function readTemplates(files: Iterable<TextFile>): TemplateFacts {
  const tables: TableDefinition[] = [];
  const unread: UnreadTable[] = [];
  const settings: Setting[] = [];
  const functions: PlatformFunction[] = [];
  for (const { path, text } of files) {
    if (!/\.(ya?ml|json|template)$/.test(path) || isTestFile(path, []) || !worthReading.test(text)) continue;
    if (/(^|\/)(package(-lock)?|tsconfig[\w.]*)\.json$|(^|\/)cdk\.out\//.test(path)) continue;
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    for (const document of parseYaml(text).documents)
      visit(document, '', 0, (name, view) => {
        const origin: Origin = { kind: 'read', file: path, line: view.line };
        const type = view.at('Type').text() ?? '';
        const properties = view.at('Properties');
        if (type === 'AWS::DynamoDB::Table' || type === 'AWS::DynamoDB::GlobalTable') {
          const table = tableOf(properties, name, origin);
          if (table !== undefined) tables.push(table);
          else
            unread.push({ subject: name, why: 'a table whose key is not written in its template', origin });
        } else if (type === 'AWS::Serverless::SimpleTable')
          tables.push(simpleTableOf(properties, name, origin));
        else if (type === 'AWS::Serverless::Function' || type === 'AWS::Lambda::Function')
          functions.push(...samFunction(name, properties, folder));
        if (/^(environment|variables)$/i.test(name)) settings.push(...settingsOf(view));
        functions.push(...serverlessFunction(name, view, folder));
      });
  }
  return { tables, unread, settings, functions };
}

const deepest = 12;

function visit(view: View, name: string, depth: number, see: (name: string, view: View) => void): void {
  if (depth > deepest) return;
  see(name, view);
  for (const [key, child] of view.entries()) visit(child, key, depth + 1, see);
  for (const item of view.items()) visit(item, '', depth + 1, see);
}

const settingsOf = (view: View): readonly Setting[] =>
  view.entries().flatMap(([name, value]) => {
    const text = nameText(value);
    return text === undefined || text === '…' ? [] : [{ name, value: text }];
  });

function samFunction(name: string, properties: View, folder: string): readonly PlatformFunction[] {
  const handler = properties.at('Handler').text();
  if (handler === undefined) return [];
  const code = properties.at('CodeUri').text() ?? '';
  const woken = properties
    .at('Events')
    .entries()
    .flatMap(([, event]): readonly string[] => {
      const type = event.at('Type').text() ?? '';
      const at = event.at('Properties');
      if (/^(Api|HttpApi)$/.test(type)) return [routeText(at.at('Method').text(), at.at('Path').text())];
      return type.startsWith('Schedule') ? [`the schedule of ${name}`] : [];
    });
  return [{ name, handler: joined(code, handler), folder, woken }];
}

/** A function of the Serverless Framework, wherever its file was put together from. */
function serverlessFunction(name: string, view: View, folder: string): readonly PlatformFunction[] {
  const handler = view.at('handler').text();
  const events = view.at('events').items();
  if (handler === undefined || events.length === 0) return [];
  const woken = events.flatMap((event): readonly string[] => {
    for (const key of ['http', 'httpApi']) {
      const at = event.at(key);
      const [method, path] = (at.text() ?? '').split(/\s+/);
      if (at.exists) return [routeText(at.at('method').text() ?? method, at.at('path').text() ?? path)];
    }
    return event.at('schedule').exists ? [`the schedule of ${name}`] : [];
  });
  return [{ name, handler, folder, woken }];
}

const joined = (folder: string, handler: string): string =>
  folder === '' || /[{$]/.test(folder) ? handler : `${folder.replace(/\/$/, '')}/${handler}`;

const routeText = (method = 'ANY', path = '/'): string =>
  `${method.toUpperCase().replace('*', 'ANY')} /${path.replace(/^\//, '')}`;
