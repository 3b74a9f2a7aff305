/**
 * Clients of AWS whose credentials somebody may have renewed: the SDK keeps those of a file as long as the process lives, unless it is told when
 * they end. So where AWS takes them for expired, or does not know them any more, they are read anew, and the call is made once more.
 */
import { awsFailure } from './aws-failure.ts';

type Handler<Arguments, Output> = (args: Arguments) => Promise<Output>;

/** What is used of a client of the SDK. */
interface Client {
  readonly config: {
    readonly credentials: (options: { readonly forceRefresh: true }) => Promise<unknown>;
  };
  readonly middlewareStack: {
    add(
      middleware: <A, O>(next: Handler<A, O>) => Handler<A, O>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
}

const RENEWABLE: ReadonlySet<string> = new Set(['expired-credentials', 'unknown-credentials']);

/** @returns the client, whose calls reject with what they would; where there are no credentials any more, with what says so */
export function renewing<C extends Client>(client: C): C {
  // Outside of what chooses the credentials, so that the second call is made with the new ones.
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (!RENEWABLE.has(awsFailure(error))) throw error;
        await readAnew(client);
        return next(args);
      }
    },
    { step: 'initialize', name: 'renewing' },
  );
  return client;
}

/** A file that is half written when it is read has none, and whoever reads meanwhile is told so too: it is read once more before that is believed. */
async function readAnew({ config }: Client): Promise<void> {
  try {
    await config.credentials({ forceRefresh: true });
  } catch {
    await config.credentials({ forceRefresh: true });
  }
}
