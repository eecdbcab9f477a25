import type { UserContext } from '../context.js';

export interface Route {
  readonly path: string;
  handle(userContext: UserContext, body: string): Promise<string>;
}
