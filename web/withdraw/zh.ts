export const zh = {
  title: {
    consignment: (number: string) => `撤回发放 ${number}`,
    purchase: (number: string) => `撤回采购 ${number}`,
  },
  unnumbered: '(待封存)',
  note: '记错了,在 24 小时内、还没有后续时由经办人撤回;撤回也是一张凭证,原凭证仍在台账中',
  goods: '将撤回',
  until: (when: string) => `可撤回至 ${when}`,
  reason: '撤回原因',
  remark: '备注(可不填)',
  book: '撤回',
  back: { consignment: '去看这张发放单', purchase: '去看这笔采购' },
  mayNot: { consignment: '您不能撤回发放', purchase: '您不能撤回采购' },
  mayNotDetail: {
    consignment: '撤回发放的是记下它的保管员。',
    purchase: '撤回采购的是记下它的采购员。',
  },
  over: '不能撤回了',
  overDetail: '已过 24 小时,已有后续,已经撤回,或不是您记的:需要时请财务冲销。',
};
