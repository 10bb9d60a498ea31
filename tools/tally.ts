import type { Reporter, TestCase, TestModule } from 'vitest/node'

/**
 * Ends a test run with the line `N passed, N failed`, and `, N skipped` where that is so. It is written when the
 * process exits, because nothing may follow it.
 */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const cases = modules.flatMap(module => [...module.children.allTests()])
    const count = (state: string): number => cases.filter(one => one.result().state === state).length
    // A file that does not load, and an error outside of any test, have no case of their own.
    const broken = modules.filter(module => module.errors().length > 0).length + unhandled.length
    const skipped = cases.filter(one => one.result().state === 'skipped' || one.result().state === 'pending')
    const tally = `${count('passed')} passed, ${count('failed') + broken} failed`
    process.once('exit', () => {
      for (const one of skipped) process.stdout.write(`left out: ${one.fullName}${reason(one)}\n`)
      process.stdout.write(`${tally}${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}\n`)
    })
  }
}

function reason(one: TestCase): string {
  const result = one.result()
  return result.state === 'skipped' && result.note ? ` (${result.note})` : ''
}
