import type { Continuity } from '../../shared/audit/kept-checkpoint.ts';
import { CONTINUITY_WORDS } from '../../shared/audit/proof-words.ts';
import type { Bilingual } from '../../shared/words/language.ts';

/** Each way has its own words, which take what is told of that way alone. */
export function toldOf(continuity: Continuity): Bilingual {
  switch (continuity.is) {
    case 'same':
      return CONTINUITY_WORDS.same(continuity);
    case 'extends':
      return CONTINUITY_WORDS.extends(continuity);
    case 'does-not-extend':
      return CONTINUITY_WORDS['does-not-extend'](continuity);
    case 'older':
      return CONTINUITY_WORDS.older(continuity);
    case 'other-log':
      return CONTINUITY_WORDS['other-log'](continuity);
    case 'other-key':
      return CONTINUITY_WORDS['other-key'](continuity);
    case 'unsigned':
      return CONTINUITY_WORDS.unsigned(continuity);
  }
}
