import type { UserContext } from '../context.js';
import SocketManager from '../ws/manager.js';

/** Several texts as one message. */
export class Digest {
  private readonly texts: string[] = [];

  constructor(private readonly manager: SocketManager) {}

  static for(userContext: UserContext): Digest {
    return new Digest(new SocketManager({ userContext }));
  }

  add(text: string): this {
    this.texts.push(text);
    return this;
  }

  flush(): number {
    const { delivered } = this.manager.send('digest', this.texts.splice(0));
    return delivered;
  }
}
