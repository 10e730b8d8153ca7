import { type Identities as IdentitiesTold, reportAnswers } from '../../shared/schemas/reports.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { grouped } from '../paper/figures.tsx';
import { useWords } from '../words/words.tsx';
import { overviewWords } from './overview-words.ts';
import type { zh } from './zh.ts';

/** Asked last: the server goes through all entries and all books, while what is told of them is there at once. */
export function useIdentities(isTold: boolean) {
  return useAnswer('/api/reports/identities', reportAnswers.identities, { enabled: isTold });
}

/** Whether the books balance, in one line, or what does not. */
export function Identities({ isTold }: { readonly isTold: boolean }) {
  const words = useWords(overviewWords);
  return (
    <section>
      <h2>{words.identities}</h2>
      <Answered answer={useIdentities(isTold)} lines={1}>
        {(told) => {
          if (told.holds) {
            return (
              <p className="balances">
                <span aria-hidden="true">✓ </span>
                {words.identitiesHold}
              </p>
            );
          }
          if (!told.settled) return <p className="unsettled">{words.identitiesUnsettled}</p>;
          return (
            <p className="does-not-balance" role="alert">
              <strong>{words.identitiesFail}: </strong>
              {whatDiffers(told, words)}
            </p>
          );
        }}
      </Answered>
    </section>
  );
}

/** The first that differs, from money to single accounts. */
function whatDiffers(told: IdentitiesTold, { differs }: typeof zh): string {
  const isOff = ({ difference }: { readonly difference: string | number }) => Number(difference) !== 0;
  const off = (of: { readonly difference: string | number }) => grouped(String(of.difference));
  const [budget, cash, goods] = [told.budget.find(isOff), told.cash.find(isOff), told.goods.find(isOff)];
  if (budget) return differs.budget(budget.fundingLine.code, off(budget));
  if (cash) return differs.cash(cash.fundingLine.code, off(cash));
  if (goods) return differs.goods(goods.item.name, off(goods));
  const inKind = told.inKind.find(isOff);
  if (inKind) return differs.inKind(inKind.fundingLine.code, off(inKind));
  const books = told.books.find(isOff);
  if (books) return differs.books('item' in books ? books.item.name : books.fundingLine.code, off(books));
  return differs.account(told.differing[0]?.account ?? '');
}
