import type { Condition } from '../../store/querying/querying.ts'

const scalars = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '1',
    '-1',
    '2',
    '1.5',
    '1e+21',
    '1e999',
    '-1e999',
    '5e-324',
    '9007199254740992',
  ],
  ...[
    '""',
    '"a"',
    '"B"',
    '"ab"',
    '"1"',
    '"true"',
    '"null"',
    '"é"',
    '"\uffee"',
    '"😀"',
    '"\\u0001\\u0001"',
    '"\\n\\"\\\\"',
  ],
  ...[
    '{"$date":0}',
    '{"$date":5}',
    '{"$date":{"$is":"NaN"}}',
    '{"$bigint":"+00000000011"}',
    '{"$is":"undefined"}',
  ],
]
const lists = [
  '[]',
  '[1,"a"]',
  '[null,[1],{"b":1}]',
  '[true,1.5,{"$date":5}]',
  '{"$is":"Set","$items":[1,"é"],"size":2}',
]
/** Values as collections show them, of every kind. */
export const shownValues: readonly string[] = [
  '{}',
  ...scalars.map(scalar => `{"a":${scalar}}`),
  ...scalars.slice(0, 8).map(scalar => `{"a":{"~0022":${scalar}},"x":1}`),
  ...lists.map(list => `{"a":${list}}`),
]
const paths = [['a'], ['a', '~0022'], ['a', '$date'], ['none'], ['a', 'none', 'deeper'], []]
const orders = ['<', '<=', '>', '>='] as const
/** What can be asked of them: every test at several places, with what is there and what is not. */
export const askedConditions: readonly Condition[] = paths.flatMap(path => [
  ...[...scalars, '{}', '[1,"a"]', null].flatMap(value => [
    { test: 'is', path, values: [value], isNot: false } as const,
    { test: 'is', path, values: [value], isNot: true } as const,
  ]),
  { test: 'is', path, values: [], isNot: false } as const,
  { test: 'is', path, values: ['1', null, '"a"'], isNot: false } as const,
  { test: 'is', path, values: ['1', null, '"a"'], isNot: true } as const,
  ...orders.flatMap(test =>
    [0, 1, 1.5, -1, 1e21, Infinity, '', 'a', 'b', '\uffee', '😀', '\u0001'].map(
      value => ({ test, path, value }) as const,
    ),
  ),
  ...['1', '"a"', '"é"', 'null', 'true', '1.5', '[1]', '{"b":1}', '{"$date":5}', '"none"'].map(
    value => ({ test: 'has', path, value }) as const,
  ),
])
