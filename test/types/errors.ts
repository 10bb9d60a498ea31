import { isVarveError, watch } from 'varve'
import { same } from './same.ts'

try {
  watch('n', 0).set(1)
} catch (error) {
  if (isVarveError(error, 'CONFLICT')) {
    same<typeof error.code, 'CONFLICT'>(true)
    same<typeof error.details.expected.index, number>(true)
  } else if (isVarveError(error, 'FROZEN', 'LOCKED')) {
    void (error.code === 'LOCKED' ? error.details.method : error.details.variable)
  } else if (isVarveError(error)) {
    if (error.code === 'REJECTED') void error.details.issues[0]!.message
    // @ts-expect-error it is not known which error this is
    void error.details.issues
  }
  // @ts-expect-error
  void isVarveError(error, 'CONFLIT')
}
