import { readSlipCode } from '../../shared/domain/slip-code.ts';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { useWords } from '../words/words.tsx';
import { slipWords } from './slip-words.ts';

/** What the QR code of a slip says: it led here, and what stands behind the # came along. */
export function Slip({ address }: { readonly address: URL }) {
  const words = useWords(slipWords);
  const code = readSlipCode(`${address.origin}/api/log${address.hash}`);
  if (code === undefined) {
    return (
      <Nothing title={words.none}>
        <p>{words.noneDetail}</p>
      </Nothing>
    );
  }
  return (
    <Sheet title={words.title}>
      <dl className="said">
        <dt>{words.entry}</dt>
        <dd>
          <code>{code.entry}</code>
        </dd>
        <dt>{words.leaf}</dt>
        <dd>
          <code>{code.leaf}</code>
        </dd>
      </dl>
    </Sheet>
  );
}
