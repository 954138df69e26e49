import type { Directive, ExportNamedDeclaration, ImportDeclaration, Statement } from 'oxc-parser';
import { classValue, functionValue } from './definitions.ts';
import type { Frame, Machine } from './machine.ts';
import type { ParsedFile } from './parse.ts';
import type { Scope } from './scope.ts';
import { declare, declareLater, innerScope, lookup } from './scope.ts';
import { enumValue } from './statements.ts';
import { importedName, patternNames, plainKey } from './syntax.ts';
import type { ObjectValue, Value } from './value.ts';
import { nothing, objectOf, unknown } from './value.ts';

/** A file as a module: its top-level scope, and what it exports. */
export interface ModuleState {
  readonly path: string;
  readonly file: ParsedFile;
  readonly scope: Scope;
  /** `module` of CommonJS; its field `exports` may be replaced. */
  readonly cjs: ObjectValue;
  readonly exports: Map<string, () => Value>;
  readonly stars: string[];
  readonly isEsm: boolean;
  started: boolean;
}

export const frameOf = (state: ModuleState): Frame => ({
  file: state.file,
  scope: state.scope,
  self: state.isEsm ? nothing : (state.cjs.fields.get('exports') ?? nothing),
  level: 0,
  returns: [],
  stop: 'no',
});

type ImportFrom = (specifier: string, from: string) => Value;

/** Declares everything at the top level so that it can be asked for in any order, also in import cycles. */
export function prepare(machine: Machine, file: ParsedFile, importFrom: ImportFrom): ModuleState {
  const exportsObject = objectOf([]);
  const scope = innerScope();
  const isEsm = file.program.body.some(
    (item) => item.type.startsWith('Export') || item.type === 'ImportDeclaration',
  );
  const state: ModuleState = {
    path: file.path,
    file,
    scope,
    cjs: objectOf([['exports', exportsObject]]),
    exports: new Map(),
    stars: [],
    isEsm,
    started: false,
  };
  declare(scope, 'module', state.cjs, 0);
  declare(scope, 'exports', exportsObject, 0);
  const frame = frameOf(state);
  for (const item of file.program.body) {
    if (item.type === 'ImportDeclaration') declareImport(machine, item, state, importFrom);
    else declareItem(machine, item, state, frame, importFrom);
  }
  return state;
}

function declareImport(
  machine: Machine,
  item: ImportDeclaration,
  state: ModuleState,
  importFrom: ImportFrom,
): void {
  const source = item.source.value;
  if (item.importKind === 'type') return;
  for (const specifier of item.specifiers) {
    const { local } = specifier;
    const pending = (): Value => {
      const from = importFrom(source, state.path);
      const name = importedName(specifier);
      return name === '*' ? from : importedMember(machine, from, name, state.file);
    };
    declareLater(state.scope, local.name, pending);
  }
}

/** A default import of CommonJS is the whole of `module.exports`. */
function importedMember(machine: Machine, from: Value, key: string, file: ParsedFile): Value {
  const whole = from.kind !== 'module' && from.kind !== 'library';
  if (key === 'default' && whole) {
    if (from.kind === 'object') return from.fields.get('default') ?? from;
    return from;
  }
  const node = file.program;
  return machine.member(from, key, { file, node, origin: { kind: 'read', file: file.path, line: 1 } });
}

const ownName = (scope: Scope, name: string) => (): Value =>
  lookup(scope, name) ?? unknown(`${name} is not set yet`);

function declareExport(
  machine: Machine,
  item: ExportNamedDeclaration,
  state: ModuleState,
  frame: Frame,
  importFrom: ImportFrom,
): void {
  if (item.declaration !== null) {
    declareItem(machine, item.declaration, state, frame, importFrom);
    for (const name of declaredNames(item.declaration)) state.exports.set(name, ownName(state.scope, name));
  }
  const source = item.source?.value;
  for (const { local, exported } of item.specifiers) {
    const [from, to] = [plainKey(local, false) ?? '', plainKey(exported, false) ?? ''];
    const reexported = (): Value =>
      importedMember(machine, importFrom(source ?? '', state.path), from, state.file);
    state.exports.set(to, source === undefined ? ownName(state.scope, from) : reexported);
  }
}

function declareItem(
  machine: Machine,
  item: Statement | Directive,
  state: ModuleState,
  frame: Frame,
  importFrom: ImportFrom,
): void {
  const { scope } = state;
  switch (item.type) {
    case 'ExportNamedDeclaration':
      return declareExport(machine, item, state, frame, importFrom);
    case 'ExportAllDeclaration': {
      const source = item.source.value;
      if (item.exported === null) state.stars.push(source);
      else state.exports.set(plainKey(item.exported, false) ?? '', () => importFrom(source, state.path));
      return;
    }
    case 'ExportDefaultDeclaration':
      return declareDefault(machine, item.declaration, state, frame);
    case 'TSExportAssignment':
      declareLater(scope, '*default*', () => machine.evaluate(item.expression, frame));
      state.exports.set('default', ownName(scope, '*default*'));
      return;
    case 'TSImportEqualsDeclaration':
      if (item.moduleReference.type === 'TSExternalModuleReference') {
        const source = item.moduleReference.expression.value;
        declareLater(scope, item.id.name, () => importFrom(source, state.path));
      }
      return;
    case 'VariableDeclaration':
      for (const { id, init } of item.declarations)
        if (id.type === 'Identifier' && init !== null) {
          const name = id.name;
          declareLater(scope, name, () => {
            const value = machine.evaluate(init, frame);
            return value.kind === 'function' && value.name === undefined ? { ...value, name } : value;
          });
        }
      return;
    case 'ClassDeclaration':
      if (item.id !== null) declareLater(scope, item.id.name, () => classValue(machine, item, frame));
      return;
    case 'FunctionDeclaration':
      if (item.id !== null) declare(scope, item.id.name, functionValue(item, frame), 0);
      return;
    case 'TSEnumDeclaration':
      declareLater(scope, item.id.name, () => enumValue(machine, item, frame));
      return;
    default:
      return;
  }
}

function declareDefault(
  machine: Machine,
  declaration: Extract<Statement, { type: 'ExportDefaultDeclaration' }>['declaration'],
  state: ModuleState,
  frame: Frame,
): void {
  const { scope } = state;
  const name = '*default*';
  switch (declaration.type) {
    case 'FunctionDeclaration':
      declare(scope, declaration.id?.name ?? name, functionValue(declaration, frame), 0);
      break;
    case 'ClassDeclaration':
      declareLater(scope, declaration.id?.name ?? name, () => classValue(machine, declaration, frame));
      break;
    case 'TSDeclareFunction':
    case 'TSInterfaceDeclaration':
      return;
    default:
      if (declaration.type === 'TSEmptyBodyFunctionExpression') return;
      declareLater(scope, name, () => machine.evaluate(declaration, frame));
  }
  const key =
    'id' in declaration && declaration.id?.type === 'Identifier' && declaration.type.endsWith('Declaration')
      ? declaration.id.name
      : name;
  state.exports.set('default', () => lookup(scope, key) ?? unknown('the default export is not set yet'));
}

function declaredNames(declaration: Statement): readonly string[] {
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.flatMap(({ id }) => patternNames(id));
  if ('id' in declaration && declaration.id?.type === 'Identifier') return [declaration.id.name];
  return [];
}
