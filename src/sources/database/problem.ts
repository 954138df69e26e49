/** Why a server could not be asked, in words that hold no password. */
export class ConnectionProblem extends Error {
  readonly next: string;
  constructor(what: string, next: string) {
    super(what);
    this.name = 'ConnectionProblem';
    this.next = next;
  }
}
