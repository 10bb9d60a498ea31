"""Reads a SQLite file of varve, by docs/format.md alone: `python3 reader.py FILE` prints every revision that is left."""
import hashlib, json, sqlite3, sys
import columns

class Map(dict): pass
class Set(list): pass
WORDS = {-1: 'undefined', -2: None, -3: 'NaN', -4: 'Infinity', -5: '-Infinity', -6: '-0'}

def sha(what, text):
    return hashlib.sha256(f'varve/1 {what}\n{text}'.encode()).hexdigest()

def cell(c):
    return c if not isinstance(c, dict) else c['v'] if 'v' in c else flat(c['x'])

def flat(entries):
    at = lambda ref: WORDS[ref] if ref < 0 else value(entries[ref])
    def value(entry):
        if isinstance(entry, dict): return {k: at(ref) for k, ref in entry.items()}
        if not isinstance(entry, list) or not entry: return entry
        tag, rest = entry[0], entry[1:]
        if tag == 'Map': return Map((at(k), at(v)) for k, v in zip(rest[::2], rest[1::2]))
        if tag == 'Set': return Set(at(ref) for ref in rest)
        if tag == 'null': return {k: at(ref) for k, ref in zip(rest[::2], rest[1::2])}
        if tag in ('BigInt', 'ArrayBuffer'): return f'{tag} {rest[0]}'
        if tag == -7: return f'sparse {rest}'
        return {tag: at(rest[0])} if isinstance(tag, str) else [at(ref) for ref in entry]
    return value(entries[0]) if isinstance(entries, list) else WORDS[entries]

def key(k):
    return f'BigInt {k["n"]}' if isinstance(k, dict) else k

def edited(root, row):
    box = [root]  # so that the root has a place too
    sign, path, rest = row[0], [0, *map(key, row[1])], row[2:]
    holder = box
    for k in path[:-1]: holder = holder[k]
    k = path[-1]
    if sign == '=': holder[k] = cell(rest[0])
    elif sign == 's': holder[k][rest[0]:rest[0] + rest[1]] = [None if c == {} else cell(c) for c in rest[2]]
    elif sign == 't':  # positions count UTF-16 units
        units = holder[k].encode('utf-16-le', 'surrogatepass')
        start, end = 2 * rest[0], 2 * (rest[0] + rest[1])
        insert = rest[2].encode('utf-16-le', 'surrogatepass')
        holder[k] = (units[:start] + insert + units[end:]).decode('utf-16-le', 'surrogatepass')
    elif sign == '-' and isinstance(holder, list) and not isinstance(holder, Set): holder[k] = None
    elif sign == '-': del holder[k]
    elif isinstance(holder, Set): holder.insert(k, cell(rest[0]))
    else:  # '+': what stands behind the new key is taken out and put in again
        names = list(holder) if isinstance(holder, dict) else []
        later = names[names.index(key(rest[1])):] if len(rest) > 1 else []
        behind = [(name, holder.pop(name)) for name in later]
        holder[k] = cell(rest[0])
        for name, each in behind: holder[name] = each
    return box[0]

def pieces(db, variable, lane, pos):
    runs = []
    while pos is not None:
        first, last, pos, body = db.execute('SELECT first, last, prev, body FROM runs WHERE pos = ?', [pos]).fetchone()
        runs.insert(0, (first, last, 'lines', body))
    old = 'SELECT first, last, kind, body FROM segments WHERE variable = ? AND lane = ? ORDER BY first'
    return [*db.execute(old, [variable, lane]), *runs]

def read(file):
    db = sqlite3.connect(f'file:{file}?mode=ro', uri=True)
    if db.execute('PRAGMA application_id').fetchone()[0] != 0x76617276: sys.exit(f'{file} was not made by varve')
    heads = 'SELECT v.id, v.name, h.lane, h.hash, h.pos FROM heads h JOIN variables v ON v.id = h.variable ORDER BY v.id'
    for variable, name, lane, head, pos in db.execute(heads):
        chain, value = sha('root', json.dumps(name, ensure_ascii=False)), None
        for first, last, kind, body in pieces(db, variable, lane, pos):
            if kind == 'gap':
                chain = json.loads(body)['after']
                base = 'SELECT value FROM bases WHERE variable = ? AND lane = ? AND idx = ?'
                value = cell(json.loads(db.execute(base, [variable, lane, last]).fetchone()[0]))
                print(f'{name}@{first} to @{last}: forgotten')
                continue
            for line in columns.lines(body, first, last) if kind == 'columns' else body[1:-1].split(',\n'):
                chain, revision = sha('rev', f'{chain}\n{line}'), json.loads(line)
                rows = revision['b']
                if not isinstance(rows, list): value = cell(rows)
                else:
                    for row in rows: value = edited(value, row)
                print(f'{name}@{revision["i"]} {revision["k"]}:', json.dumps(value, ensure_ascii=False))
        print(f'{name}: the chain', 'holds' if chain == head else 'IS BROKEN')

read(sys.argv[1])
