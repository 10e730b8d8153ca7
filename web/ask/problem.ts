import * as z from 'zod';

/** Why there is no answer. */
export type Why =
  /** Nobody answered. */
  | 'unreachable'
  /** It was answered, and not as the product answers. */
  | 'unreadable'
  /** Who asks is not signed in, or no longer. */
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  /** The same may be answered in a moment. */
  | 'busy'
  /** All else: what would make it pass stands in `detail`. */
  | 'refused';

/** A problem as the product tells it (RFC 9457), in the reader's language. */
const told = z.looseObject({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() });

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly why: Why;
  readonly status: number;
  /** `/problems/insufficient-funds` */
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  /** The problem's own members. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(why: Why, said: Partial<z.infer<typeof told>> = {}, retryAfterSeconds?: number) {
    const { type = '', title = '', status = 0, detail = '', ...members } = said;
    super(`${why} ${status} ${type} ${detail}`);
    this.why = why;
    this.status = status;
    this.type = type;
    this.title = title;
    this.detail = detail;
    this.members = members;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The problem in an answer that says no. */
export async function problemIn(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = told.safeParse(body);
  const after = Number(response.headers.get('retry-after') ?? Number.NaN);
  const said = parsed.success ? parsed.data : { status: response.status };
  return new Problem(whyOf(response.status), said, Number.isFinite(after) ? after : undefined);
}

function whyOf(status: number): Why {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'missing';
  return status === 429 || status >= 500 ? 'busy' : 'refused';
}
