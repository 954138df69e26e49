import type { Annotation, Code, TypeName } from './code.ts';

export interface ParameterDeclaration {
  readonly name: string;
  readonly type?: TypeName;
  readonly annotations: readonly Annotation[];
  readonly default?: Code;
  readonly line: number;
}

export interface MethodDeclaration {
  readonly name: string;
  /** Type that a Kotlin extension function extends. */
  readonly receiver?: TypeName;
  readonly annotations: readonly Annotation[];
  readonly parameters: readonly ParameterDeclaration[];
  readonly returns?: TypeName;
  /** Absent where the method is abstract. */
  readonly body?: () => readonly Code[];
  readonly isPublic: boolean;
  readonly isStatic: boolean;
  readonly isConstructor: boolean;
  readonly file: SourceFile;
  readonly line: number;
}

export interface FieldDeclaration {
  readonly name: string;
  readonly type?: TypeName;
  readonly annotations: readonly Annotation[];
  readonly value?: () => Code | undefined;
  readonly isStatic: boolean;
  /** It is a parameter of the primary constructor or a component of a record. */
  readonly component: boolean;
  readonly isTransient: boolean;
  readonly line: number;
}

export interface EnumConstant {
  readonly name: string;
  readonly args: () => readonly Code[];
}

export interface ClassDeclaration {
  readonly kind: 'class' | 'interface' | 'record' | 'enum' | 'object' | 'annotation';
  readonly name: string;
  /** With package and outer classes. */
  readonly qualified: string;
  readonly outer?: ClassDeclaration;
  readonly typeParameters: readonly string[];
  readonly annotations: readonly Annotation[];
  /** Superclass and interfaces, in this order where the language tells them apart. */
  readonly supertypes: readonly TypeName[];
  readonly fields: readonly FieldDeclaration[];
  readonly methods: readonly MethodDeclaration[];
  readonly constants: readonly EnumConstant[];
  readonly nested: readonly ClassDeclaration[];
  readonly isAbstract: boolean;
  readonly file: SourceFile;
  readonly line: number;
}

export interface Import {
  /** `a.b.C`, or `a.b` of a wildcard. */
  readonly name: string;
  readonly alias?: string;
  readonly wildcard: boolean;
}

export interface SourceFile {
  readonly path: string;
  readonly language: 'java' | 'kotlin';
  readonly package: string;
  readonly imports: readonly Import[];
  /** Filled after the file itself is made: what it holds points back at it. */
  readonly classes: ClassDeclaration[];
  readonly functions: MethodDeclaration[];
  readonly fields: FieldDeclaration[];
}

/** Every class of a file, nested ones after their outer class. */
export const everyClass = (classes: readonly ClassDeclaration[]): readonly ClassDeclaration[] =>
  classes.flatMap((each) => [each, ...everyClass(each.nested)]);
