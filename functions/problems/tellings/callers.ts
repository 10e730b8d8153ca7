import { NOUNS, rolesCalled, STEPS } from '../../../shared/words/vocabulary.ts';
import type { Tellings } from './telling.ts';

/** Who asks, and for what. */
export const CALLERS = {
  'not-found': {
    status: 404,
    title: { zh: '未找到', en: 'Not found' },
    detail: ({ kind, id }) => ({
      zh: `没有编号为 ${id} 的${NOUNS[kind].zh},请核对编号。`,
      en: `There is no ${NOUNS[kind].en} with the id ${id}: check the id.`,
    }),
  },
  'not-your-unit': {
    status: 403,
    title: { zh: '不是您的单位', en: 'Not your unit' },
    // Of another's unit nobody learns the name.
    detail: () => ({
      zh: '只能处理本单位及其下级的单据,请由该单位的协调员办理。',
      en: 'You act for your own units and what lies below them: ask a coordinator of that unit.',
    }),
  },
  'not-your-kind': {
    status: 403,
    title: { zh: '不是您经办的分录', en: 'Not an entry of your kind' },
    detail: ({ roles }) => ({
      zh: `补充凭据和更正须由经办这类分录的角色办理:${rolesCalled(roles).zh}。`,
      en: `Evidence is added, and corrections are made, by those who write this kind of entry: ${rolesCalled(roles).en}.`,
    }),
  },
  invalid: {
    status: 422,
    title: { zh: '字段有误', en: 'Invalid fields' },
    detail: () => ({
      zh: '请按 errors 中的说明逐项改正。',
      en: 'Correct each field as errors says.',
    }),
  },
  'same-person': {
    status: 409,
    title: { zh: '须由不同的人办理', en: 'Another person has to do this' },
    detail: ({ step }) => ({
      zh: `${STEPS[step].zh}由您办理,这一步须由另一人办理;确需一人办理时,请在“例外理由”(exception.reason)写明原因。`,
      en: `You did ${STEPS[step].en}: let another person do this, or say why not under Why an exception (exception.reason).`,
    }),
  },
  'own-roles': {
    status: 409,
    title: { zh: '不得办理本人的权限', en: 'Your own roles' },
    detail: () => ({
      zh: '本人的权限须由另一名管理员办理;确需本人办理时,请在“例外理由”(exception.reason)写明原因。',
      en: 'Let another admin grant, change or withdraw your roles, or say why not under Why an exception (exception.reason).',
    }),
  },
  'own-approval': {
    status: 409,
    title: { zh: '不得审批本人经办的事项', en: 'Your own approval' },
    detail: () => ({
      zh: '审批人与经办人须为不同的人:请由另一名成员审批并填写其编号,或填写纸质文件上审批人的姓名;与经办人同名的成员,请填写其编号。',
      en: 'Whoever records does not approve: give the id of another member, or whom a decision on paper names. A namesake is told by the id.',
    }),
  },
  'not-recorded-by-you': {
    status: 403,
    title: { zh: '不是您记录的', en: 'Not recorded by you' },
    detail: () => ({
      zh: '只有记录的人本人可以撤回;请由其本人撤回,或由财务冲销。',
      en: 'Only whoever recorded it withdraws it: ask them, or have a treasurer reverse it.',
    }),
  },
  'no-personal-data': {
    status: 409,
    title: { zh: '没有个人信息', en: 'No personal data' },
    detail: ({ entry }, mentions) => ({
      zh: `${mentions.entry(entry).zh},没有个人信息;请核对编号,例如签收、慰问金或登记电话的分录。`,
      en: `There is no personal data in ${mentions.entry(entry).en}: name one that has, such as a confirmation or a benefit.`,
    }),
  },
  'already-erased': {
    status: 409,
    title: { zh: '已删除', en: 'Erased already' },
    detail: ({ by }, mentions) => ({
      zh: `该分录的个人信息已删除(${mentions.entry(by).zh}),无法恢复。`,
      en: `Its personal data was erased (${mentions.entry(by).en}), and nobody can bring it back.`,
    }),
  },
  'not-sealed': {
    status: 409,
    title: { zh: '尚未封存', en: 'Not sealed yet' },
    detail: () => ({
      zh: '该分录已入账,尚未封存;请稍候片刻再取。',
      en: 'It is recorded and will be sealed shortly: ask again in a moment.',
    }),
  },
  'export-ended': {
    status: 409,
    title: { zh: '导出已结束', en: 'Export ended already' },
    detail: ({ state }) =>
      state === 'done'
        ? {
            zh: '该导出已完成,不能再取消;不需要时无需处理。',
            en: 'It is done and can be left alone: there is nothing to cancel.',
          }
        : {
            zh: '该导出已失败,不能再取消;需要时请重新导出。',
            en: 'It has failed, so there is nothing to cancel: ask for it again.',
          },
  },
  'too-many-exports': {
    status: 409,
    title: { zh: '导出过多', en: 'Too many exports' },
    detail: ({ whose, most }) =>
      whose === 'own'
        ? {
            zh: `您已有 ${most} 个导出在排队或进行中;请等其中一个结束,或取消一个。`,
            en: `You have ${most} exports queued or running: wait for one of them to end, or cancel one.`,
          }
        : {
            zh: `共有 ${most} 个导出在排队或进行中;请稍后再试。`,
            en: `${most} exports are queued or running: try again when some of them have ended.`,
          },
  },
  'too-many-imports': {
    status: 409,
    title: { zh: '导入过多', en: 'Too many imports' },
    detail: ({ most }) => ({
      zh: `您已有 ${most} 个导入未完成;请把其中一个的行送完并等它结束,再开始新的。`,
      en: `You have ${most} imports that are not done: send the rows of one of them and wait for it to end.`,
    }),
  },
  'entry-too-large': {
    status: 413,
    title: { zh: '分录过大', en: 'Entry too large' },
    detail: ({ bytes, most }) => ({
      zh: `该分录有 ${bytes} 字节,上限 ${most};请分成几笔,或减少凭据和说明。`,
      en: `The entry would have ${bytes} bytes and may have ${most}: split it, or attach less.`,
    }),
  },
} as const satisfies Pick<
  Tellings,
  | 'not-found'
  | 'not-your-unit'
  | 'not-your-kind'
  | 'invalid'
  | 'same-person'
  | 'own-roles'
  | 'own-approval'
  | 'not-recorded-by-you'
  | 'no-personal-data'
  | 'already-erased'
  | 'not-sealed'
  | 'export-ended'
  | 'too-many-exports'
  | 'too-many-imports'
  | 'entry-too-large'
>;
