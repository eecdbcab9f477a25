/** Thrown while a file is read, and caught by `parse`: what is wrong, and at which offset. */
export class SyntaxProblem extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}
