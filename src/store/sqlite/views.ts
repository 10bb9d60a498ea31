/** A JSON text deeper than SQLite can parse must not fail the whole view. */
const readable = (json: string): string => `CASE WHEN json_valid(${json}) THEN ${json} END`

const time = (line: string): string =>
  `strftime('%Y-%m-%d %H:%M:%f', (${line} ->> 't') / 1000.0, 'unixepoch')`

/** What the flat form writes as numbers below 0, in words. */
const rich = (cell: string): string =>
  `CASE ${cell} -> 'x' WHEN '-1' THEN 'undefined' WHEN '-3' THEN 'NaN' WHEN '-4' THEN 'Infinity'` +
  ` WHEN '-5' THEN '-Infinity' WHEN '-6' THEN '-0' ELSE ${cell} ->> 'x' END`

/** Shows a value as kept: text without quotes, numbers as numbers, the rest as JSON, an absent value as NULL. */
const shown = (cell: string): string =>
  `CASE json_type(${cell}) WHEN 'object' THEN coalesce(${cell} -> 'v', ${rich(cell)})` +
  ` WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE ${cell} ->> '$' END`

/**
 * What any SQLite tool can read without this package.
 *
 * `current_values` has a row for each branch. Where the last line is a patch, the value is the newest keyframe's, and
 * `value_index` tells of which revision; it is NULL where none is kept. `history` has a row for each revision
 * that is left, the older ones of a variable first.
 */
export const VIEWS: string = `
CREATE VIEW current_values AS
WITH last AS (
  SELECT v.name, h.branch, h.idx, k.idx AS kept, k.value AS keyframe, ${readable('r.body')} -> '$[#-1]' AS line
  FROM heads h JOIN variables v ON v.id = h.variable JOIN runs r ON r.pos = h.pos
  LEFT JOIN keyframes k ON k.variable = h.variable AND k.lane = h.lane
), cell AS (
  SELECT *, coalesce(json_type(line, '$.b'), 'array') <> 'array' AS whole FROM last
), found AS (
  SELECT *, CASE WHEN whole THEN line -> 'b' ELSE ${readable('keyframe')} END AS value FROM cell
)
SELECT name, branch, ${shown('value')} AS value, idx AS "index", CASE WHEN whole THEN idx ELSE kept END AS value_index,
  ${time('line')} AS time, line ->> 'u' AS creator, line ->> 'l' AS label
FROM found;
CREATE VIEW history AS
SELECT v.name, h.branch, e.value ->> 'i' AS "index", e.value ->> 'k' AS kind, ${time('e.value')} AS time,
  e.value ->> 'u' AS creator, e.value ->> 'l' AS label, e.value ->> 'c' AS comment, e.value -> 'b' AS body
FROM (
  SELECT variable, lane, body FROM segments WHERE kind = 'lines' UNION ALL SELECT variable, lane, body FROM runs
) r JOIN variables v ON v.id = r.variable
LEFT JOIN heads h ON h.variable = r.variable AND h.lane = r.lane
JOIN json_each(coalesce(${readable('r.body')}, '[]')) e;`
