/** A server that cannot or must not be measured, or a file that cannot be read: said with the next step. */
export class LoadProblem extends Error {
  readonly next: string;
  readonly where: string | undefined;
  constructor(what: string, next: string, where?: string) {
    super(what);
    this.name = 'LoadProblem';
    this.next = next;
    this.where = where;
  }
}
