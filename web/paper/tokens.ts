/** The colours of the product, and the only place where one is written out (checks/colours.ts). */

export const LOOKS = ['light', 'dark'] as const;
export type Shade = (typeof LOOKS)[number];

/** By what they are for, as `--paper`, `--ink` and so on in style sheets. Text on paper is at 4.5 : 1 at least. */
export const TOKENS = {
  light: {
    paper: '#FBFAF7',
    raised: '#FFFFFF',
    rule: '#DAD6CC',
    ink: '#1D2430',
    'ink-2': '#565E6B',
    control: '#8A8F98',
    action: '#1B4F72',
    'on-action': '#FFFFFF',
    seal: '#A61B1B',
    good: '#1E6B45',
    warn: '#8A5300',
    shadow: '#1D243033',
  },
  dark: {
    paper: '#14171C',
    raised: '#1C2027',
    rule: '#333943',
    ink: '#E8E6E1',
    'ink-2': '#A3A9B3',
    control: '#6B7280',
    action: '#8CB8DB',
    'on-action': '#14171C',
    seal: '#F08A80',
    good: '#7CC79F',
    warn: '#E5B566',
    shadow: '#00000080',
  },
} as const satisfies Readonly<Record<Shade, Readonly<Record<string, string>>>>;

/** Of what flows and where it stands, the same in both looks: `--flow-goods` and so on. Committed is hatched, transit dotted, held outlined. */
export const FLOW = {
  goods: '#E3A86B',
  item: '#C7702B',
  unit: '#7A3F12',
  money: '#7FA3C0',
  available: '#C9C5BB',
} as const;
