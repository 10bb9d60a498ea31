import { useForking } from '../../src/value/forking.ts'
import { forks } from '../../src/value/persistent/forks.ts'

/** Lets Maps and Sets be forked, as they are with 'varve/immutable', or copied, as without. */
export function setForking(isOn: boolean): void {
  useForking(isOn ? forks : (null as never))
}
