/** For whom something is done. */
export interface UserContext {
  readonly userId: string;
  readonly tenant: string;
}

export const SYSTEM: UserContext = { userId: 'system', tenant: 'internal' };
