/** What each of the ledgers that a union keeps is called, by its kind (`LEDGER_KINDS`). */
export const LEDGER_TITLES = {
  'fund-usage': '资金使用台账',
  acceptance: '物资采购(入库)台账',
  distribution: '物资发放台账',
  'stock-card': '收发存卡',
  donations: '捐赠公示',
  exceptions: '例外事项台账',
} as const;
