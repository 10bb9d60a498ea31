import { Argument, Option, type Command } from 'commander'
import { isVarveError } from '../../errors.ts'
import { withInfo } from '../../recorder/info.ts'
import type { Kept } from '../../value/kept.ts'
import { isOwnPrototype, ownTag } from '../../value/own-class.ts'
import { className } from '../../value/realm.ts'
import { kindOf } from '../../value/sealed.ts'
import { toPath } from '../../value/parse-path.ts'
import type { Variable } from '../../variable/variable.ts'
import { addChangeOptions, infoOf, type ChangeFlags } from '../change-options.ts'
import { CommandFailure } from '../exit-codes.ts'
import { givenValue, type GivenForm } from '../given-value.ts'
import type { Io } from '../io.ts'
import { parseRef } from '../parse-ref.ts'
import { printRecorded } from '../print-recorded.ts'
import { setPlace } from '../set-place.ts'
import { storedVariable, withRepository, type OpenFile } from '../with-repository.ts'

interface SetOptions extends ChangeFlags, GivenForm {
  readonly path?: string
  readonly create?: true
  readonly expect?: string
}

/** Adds what `varve set` takes and does. */
export function configure(command: Command, io: Io): void {
  addChangeOptions(command)
    .addArgument(new Argument('<NAME>', 'a variable'))
    .addArgument(new Argument('<VALUE>', 'the new value as JSON; - reads it from stdin'))
    .addOption(new Option('--text', 'take the value as a string, not as JSON').conflicts('stored'))
    .option('--stored', 'take the value as a cell, as --json shows it under "stored"')
    .option('--path <path>', 'set only this place, like players[0].name')
    .addOption(
      new Option('--create', 'make file and variable where there are none').conflicts(['path', 'expect']),
    )
    .option('--expect <ref>', 'only while this is the last revision, like 3 or #9f3c')
    .addHelpText('after', examples)
    .action(async (file: string, name: string, given: string, _options: object, self: Command) => {
      const options = self.optsWithGlobals<SetOptions>()
      await set(io, file, name, await givenValue(io, given, options), options)
    })
}

const examples = `
It is in the file, and told in one line, when the command ends. A value that is
equal is recorded too. Who was slower than another program is told by 4.
A place is set where its container is there; the index behind the last adds an
element. A variable that --create begins has the label "initial".

Examples:
  varve set game.db score 5 --creator ann --label 'first goal'
  varve set game.db team '"bea"' --path 'players[0].name'
  varve set game.db title --text 'Plan B' --expect 3
  varve set game.db config --create - < config.json`

async function set(io: Io, file: string, name: string, value: Kept, options: SetOptions): Promise<void> {
  try {
    await withRepository(file, { create: options.create === true }, open => {
      const isNew = options.create && !open.store.headSync(name, 'main')
      const variable = isNew ? begun(open, name, value, options) : changed(open, name, value, options)
      return printRecorded(io, options, open.store, variable.lastChange())
    })
  } catch (error) {
    const isWhole = options.path === undefined && options.expect === undefined
    // A name that is nearly right is more likely a slip.
    if (!isWhole || !isMissing(error) || error.message.endsWith('?')) throw error
    throw new CommandFailure('notFound', `${error.message}; --create begins it`, { cause: error })
  }
}

/** Whether there is no such file, or no such variable in it. */
function isMissing(error: unknown): error is Error {
  if (error instanceof CommandFailure) return error.ending === 'notFound'
  return isVarveError(error, 'UNKNOWN_VARIABLE')
}

function changed(open: OpenFile, name: string, value: Kept, options: SetOptions): Variable<unknown> {
  const variable = storedVariable(open, name)
  const { ref: expect } = options.expect === undefined ? {} : parseRef(`${name}@${options.expect}`)
  const change = { ...infoOf(options), ...(expect !== undefined && { expect }) }
  if (options.path === undefined) {
    if (!options.stored) keepsClass(name, variable.value as Kept, value)
    return variable.set(value, change)
  }
  const head = `${name}@${variable.lastChange().index}`
  const patch = setPlace(head, variable.value as Kept, toPath(options.path), value)
  return variable.apply([patch], change)
}

/** JSON has no classes: what would replace an instance by plain data is a slip. */
function keepsClass(name: string, before: Kept, next: Kept): void {
  const prototype = kindOf(before) === 'object' ? (Object.getPrototypeOf(before) as object | null) : null
  if (prototype === null || !isOwnPrototype(prototype)) return
  if (kindOf(next) === 'object' && Object.getPrototypeOf(next) === prototype) return
  const message = `'${name}' holds an instance of ${ownTag(prototype) ?? className(prototype)}, which JSON cannot say; set a place of it with --path, or the whole with --stored`
  throw new CommandFailure('usage', message)
}

/** Begins a variable; where another program has begun it meanwhile, this is one more change of it. */
function begun(
  { repository, writer }: OpenFile,
  name: string,
  value: Kept,
  options: SetOptions,
): Variable<unknown> {
  const info = infoOf(options)
  if (info.label !== undefined) {
    const message = `'${name}' is new, and a first revision has the label 'initial'; say with --comment why`
    throw new CommandFailure('usage', message)
  }
  const variable = withInfo(info, () => repository.watch<unknown>(name, value))
  return variable.revision(0).writer === writer ? variable : variable.set(value, info)
}
