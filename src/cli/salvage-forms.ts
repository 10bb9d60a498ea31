import type { SalvagedState } from './salvaged-state.ts'
import type { SideSalvage } from './script-wreck.ts'
import type { coloursFor } from './text/colours.ts'
import { valueFields } from './text/json-value.ts'
import type { Forms } from './text/output-form.ts'
import { spanText } from './text/span-text.ts'
import { isoTime, localTime } from './text/time-text.ts'
import { valueText } from './text/value-text.ts'

/** What would be kept of a variable, and where it would stand. */
export interface ShownSalvage {
  readonly row: SideSalvage
  readonly state: SalvagedState | undefined
}

/** How `varve repair` shows what would be kept. */
export function salvageForms({ bold, dim }: ReturnType<typeof coloursFor>): Forms<ShownSalvage> {
  const time = ({ state }: ShownSalvage, text: (ms: number) => string) =>
    state?.entry ? text(state.entry.time) : ''
  return {
    columns: [
      { title: 'NAME', text: ({ row }) => nameText(row), gives: 'last', dress: bold },
      { title: 'KEPT', text: ({ row }) => keptText(row) },
      { title: 'LOST', text: ({ row }) => lostText(row) },
      {
        title: 'VALUE',
        text: ({ state }, limit) => (state ? valueText(state.value, limit) : ''),
        gives: 'first',
      },
      {
        title: 'CHANGED',
        text: each => time(each, localTime),
        plain: each => time(each, isoTime),
        dress: dim,
      },
      { title: 'CREATOR', text: ({ state }) => state?.entry?.creator ?? '', gives: 'last' },
      { title: 'WHY', text: ({ row }) => whyText(row), gives: 'first' },
    ],
    document: ({ row, state }) => ({
      variable: row.variable,
      ...(row.side !== undefined && { side: row.side, sideLabel: row.label ?? null }),
      kept: row.kept?.head.index ?? null,
      lost: isLost(row) ? { first: (row.kept?.head.index ?? -1) + 1, last: row.head.index } : null,
      value: row.newest?.index ?? null,
      last: state ? stateDocument(state) : null,
      hasMore: row.hasMore,
      reason: row.reason ?? null,
    }),
  }
}

function stateDocument({ value, entry }: SalvagedState): object {
  if (!entry) return valueFields(value)
  const { time, creator, label, comment } = entry
  return { ...valueFields(value), changed: isoTime(time), creator, label, comment }
}

function nameText({ variable, side, label }: SideSalvage): string {
  if (side === undefined) return variable
  return `${variable} (side ${side}${label === undefined ? '' : `, ${label}`})`
}

function isLost({ kept, head }: SideSalvage): boolean {
  return (kept?.head.index ?? -1) < head.index
}

function keptText({ kept, newest }: SideSalvage): string {
  const parts = [kept && spanText(0, kept.head.index), newest && `the value of @${newest.index}`]
  return parts.filter(Boolean).join(', ') || 'nothing'
}

function lostText(row: SideSalvage): string {
  return isLost(row) ? spanText((row.kept?.head.index ?? -1) + 1, row.head.index) : ''
}

function whyText({ reason, hasMore }: SideSalvage): string {
  if (reason === undefined) return ''
  return hasMore ? `${reason}; --unproven keeps more` : reason
}
