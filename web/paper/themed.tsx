import { ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { useLanguage } from '../words/words.tsx';
import { useShade } from './look.ts';
import { themeOf } from './theme.ts';

/** Around whatever uses components of antd: it comes with the feature that wants them, and not with the desk. */
export function Themed({ children }: { readonly children: ReactNode }) {
  const shade = useShade();
  const { language } = useLanguage();
  return (
    <ConfigProvider
      theme={themeOf(shade)}
      {...(language === 'zh' ? { locale: zhCN } : {})}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      {children}
    </ConfigProvider>
  );
}
