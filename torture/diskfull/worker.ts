import { mkdirSync } from 'node:fs'
import { task, tell } from '../rig/parent.ts'
import { subjectOf } from '../subject/subjects.ts'
import { appendIn, type Expected } from './appends.ts'
import type { Task, Told, Way } from './ways.ts'
import { bytesAllowed, pagesFree, readOnly, type Room } from './room.ts'

const expectations: Readonly<Record<Way, Expected>> = {
  new: { codes: ['DISK_FULL'], before: 'nothing', goesOn: true },
  closed: { codes: ['DISK_FULL'], before: 'closed', goesOn: true },
  open: { codes: ['DISK_FULL'], before: 'open', goesOn: true },
  // A limit is no full disk: the system says EFBIG, and half of a write may be done.
  bytes: { codes: ['DISK_FULL', 'NOT_DURABLE'], before: 'open', goesOn: false },
  'read-only': { codes: ['READ_ONLY'], before: 'closed', goesOn: true },
}

const { subject: name, folder, way, from, step, to, plant } = task<Task>()
const subject = subjectOf(name)
mkdirSync(folder, { recursive: true })
let quiet = 0
for (let amount = from; amount < to && quiet < 2; amount += step) {
  const room = roomOf(amount)
  try {
    const { problems, failed } = await appendIn(room, subject, expectations[way], plant)
    tell({ id: `${way}:${amount}`, problems, failed } satisfies Told)
    quiet = failed.length === 0 ? quiet + 1 : 0
  } finally {
    room.end()
  }
}
// What could not be saved was told; at the end of the process it would be tried, and told, once more.
process.kill(process.pid, 'SIGKILL')

function roomOf(amount: number): Room {
  if (way === 'read-only') return readOnly(folder)
  return way === 'bytes' ? bytesAllowed(folder, amount) : pagesFree(folder, amount)
}
