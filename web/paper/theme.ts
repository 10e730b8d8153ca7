import { type ThemeConfig, theme } from 'antd';
import { type Shade, TOKENS } from './tokens.ts';

/** The components of antd in the colours and measures of the paper. */
export function themeOf(shade: Shade): ThemeConfig {
  const colours = TOKENS[shade];
  return {
    algorithm: shade === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: colours.action,
      colorLink: colours.action,
      colorTextLightSolid: colours['on-action'],
      colorSuccess: colours.good,
      colorWarning: colours.warn,
      colorError: colours.seal,
      colorText: colours.ink,
      colorTextSecondary: colours['ink-2'],
      colorTextDescription: colours['ink-2'],
      colorTextPlaceholder: colours['ink-2'],
      colorBgBase: colours.paper,
      colorBgLayout: colours.paper,
      colorBgContainer: colours.raised,
      colorBgElevated: colours.raised,
      colorBorder: colours.control,
      colorBorderSecondary: colours.rule,
      colorSplit: colours.rule,
      borderRadius: 4,
      fontSize: 14,
      lineHeight: 1.6,
      controlHeight: 36,
      fontFamily: 'inherit',
      // Nothing moves unless data did.
      motion: false,
    },
  };
}
