import { Wrong } from '../../shared/audit/wrong.ts';
import type { Bilingual } from '../../shared/words/language.ts';
import { CannotStart } from '../cannot-start.ts';
import { saidBy } from '../said-by.ts';

/** Something that was read is not as it was written. What that means, and what to do, says whoever asked for it. */
export class Damage extends Error implements Bilingual {
  override readonly name = 'Damage';
  readonly zh: string;
  readonly en: string;

  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
    this.en = en;
  }
}

/** Whatever reading came to, what was read is what is wrong. */
export function damageBy(error: unknown): Damage {
  if (error instanceof Damage) return error;
  const { zh, en } = saidOf(error);
  return new Damage(zh, en);
}

function saidOf(error: unknown): Bilingual {
  if (error instanceof Wrong) return error;
  if (!(error instanceof CannotStart)) return { zh: saidBy(error), en: saidBy(error) };
  const [zh = '', en = ''] = error.message.split('\n');
  return { zh: zh.replace(/。$/, ''), en: en.replace(/\.$/, '') };
}
