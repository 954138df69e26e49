import type { SyntaxNode } from '../languages/syntax.ts';

/** What a statement does, in the words that all languages share. */
export type Statement =
  | {
      readonly kind: 'branch';
      readonly condition: SyntaxNode | undefined;
      readonly positive: readonly SyntaxNode[];
      readonly negative: readonly SyntaxNode[];
    }
  | { readonly kind: 'block'; readonly statements: readonly SyntaxNode[] }
  | { readonly kind: 'return'; readonly value: SyntaxNode | undefined }
  /** `missing`: what is looked for is not there, whoever asks. */
  | { readonly kind: 'throw'; readonly missing?: boolean }
  /** Only what is around it goes on. */
  | { readonly kind: 'leave' }
  | {
      readonly kind: 'try';
      readonly body: readonly SyntaxNode[];
      readonly catches: readonly (readonly SyntaxNode[])[];
    }
  | { readonly kind: 'loop'; readonly body: readonly SyntaxNode[] }
  /** One of several ways. */
  | {
      readonly kind: 'switch';
      readonly on: SyntaxNode | undefined;
      readonly ways: readonly (readonly SyntaxNode[])[];
    }
  | { readonly kind: 'expression'; readonly expression: SyntaxNode }
  | { readonly kind: 'nothing' };

export type Expression =
  | { readonly kind: 'not'; readonly of: SyntaxNode }
  | { readonly kind: 'and' | 'or'; readonly left: SyntaxNode; readonly right: SyntaxNode }
  | {
      readonly kind: 'compare';
      readonly equal: boolean;
      readonly left: SyntaxNode;
      readonly right: SyntaxNode;
    }
  | {
      readonly kind: 'choose';
      readonly condition: SyntaxNode;
      readonly positive: SyntaxNode | undefined;
      readonly negative: SyntaxNode;
    }
  | { readonly kind: 'inside'; readonly of: SyntaxNode }
  | {
      readonly kind: 'assign';
      readonly targets: readonly string[];
      /** They hold where the value does not. */ readonly inverse?: readonly string[];
      readonly value: SyntaxNode;
    }
  /** `of`: what it is a member of; where nothing is known of the member, what is known of that holds. */
  | { readonly kind: 'name'; readonly name: string; readonly of?: SyntaxNode }
  | { readonly kind: 'nothing' | 'true' | 'literal' }
  | { readonly kind: 'throw' }
  /** A list, an object or a text that is made of several values. */
  | { readonly kind: 'parts'; readonly of: readonly SyntaxNode[] }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly receiver: SyntaxNode | undefined;
      readonly args: readonly SyntaxNode[];
    }
  | { readonly kind: 'other' };

/** What is known of a value for a caller without credentials. */
export type Known =
  /** A credential, or whoever it belongs to, that is not there. */
  | 'absent'
  /** Decided by that. */
  | 'present'
  /** It depends on who is calling in a way that is not understood. */
  | 'caller'
  | 'yes'
  | 'no'
  /** A secret of a link that was sent, but one that nothing belongs to: only what is looked up by it is not there. */
  | 'wrong'
  /** Sent, and no secret by its name. */
  | 'sent'
  /** A digest that the application makes. */
  | 'computed'
  /** The path that is asked for. */
  | 'path'
  /** Set at run time; the code does not tell how. */
  | 'setting'
  /** Whether somebody without credentials gets it is set so. */
  | 'allowed'
  /** It holds for some objects and not for others, by what is stored of them. */
  | 'some'
  | 'unknown';

/**
 * `hands-on`: the request goes on to what stands behind the check. `may-refuse`: it fails, perhaps;
 * `throws`: it does, where there is no credential.
 */
export type End = 'hands-on' | 'refuses' | 'may-refuse' | 'throws' | 'answers';

export interface Callee {
  readonly statements: readonly SyntaxNode[];
  readonly parameters: readonly string[];
  readonly language: Language;
  /** The name of what it is called on, inside it. */
  readonly self?: string;
  /** What names of fields begin with where it is a method of the object whose code runs already: they stay the same. */
  readonly fields?: string;
  /** How the object that it is a method of was made, where the code shows it: its fields hold what that kept in them. */
  readonly made?: { readonly by: Callee & { readonly fields: string }; readonly args: readonly SyntaxNode[] };
  /** What its name says of its answer, where running it does not tell. */
  readonly named?: Known;
  /** The same where it is given a secret that is not there, or a wrong one. */
  readonly bySecret?: Known;
}

/** What something is looked up by: `where('token', $code)`. */
export interface Lookup {
  readonly column: string;
  readonly value: SyntaxNode;
}

/** How handlers of one language and its frameworks read what is sent, and how they answer. */
export interface HandlerWords {
  /** The name of the value that an expression reads of the request, as it is sent; a secret first where it is several. */
  readonly sent: (node: SyntaxNode) => string | undefined;
  readonly lookups: (call: SyntaxNode) => readonly Lookup[];
  /** The secret of the request itself that a call verifies: the signature of its address. */
  readonly verifies?: (call: SyntaxNode) => string | undefined;
  /** Whether a call fails where what it looks up or verifies is not there. */
  readonly insists?: (call: SyntaxNode) => boolean;
  /**
   * Whether an answer shows nothing and means that nothing was done: an error, by its status or words. A redirect or
   * an empty answer is one only where it is `asked`: chosen because of who is calling.
   */
  readonly turnsAway: (node: SyntaxNode, asked: boolean) => boolean;
}

/** How one language is read, and the words its libraries use, from inside one function. */
export interface Language {
  readonly statement: (node: SyntaxNode) => Statement;
  readonly expression: (node: SyntaxNode) => Expression;
  /** What the words of an expression say of its value, where they say it. */
  readonly told: (node: SyntaxNode, text: string) => Known | undefined;
  /** What a call or a value that is returned does with the request; `asked` where a branch around asks for the caller. */
  readonly end: (node: SyntaxNode, place: 'call' | 'return' | 'throw', asked: boolean) => End | undefined;
  /** The function of the target that a call runs. */
  readonly callee: (node: SyntaxNode) => Callee | undefined;
  /** What a call, or a comparison, of the path that is asked for answers; what it is called on and given is known. */
  readonly ofPath?: (node: SyntaxNode, sides: readonly Known[]) => Known | undefined;
  /** What a condition is taken for that is not understood: that nothing fails which is about nobody. */
  readonly unsettled?: (condition: SyntaxNode) => Known | undefined;
  /** Needed where what runs is a handler and not only a check. */
  readonly handler?: HandlerWords;
}
