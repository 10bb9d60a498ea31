"""Reads a segment in columns, by docs/format.md alone."""
import hashlib, re, struct, zlib
from decimal import Decimal

class Bytes:
    def __init__(self, data): self.data, self.at = data, 0
    def take(self, n):
        self.at += n
        return self.data[self.at - n:self.at]
    def byte(self): return self.take(1)[0]
    def count(self):
        byte = self.byte()
        return byte if byte < 128 else byte - 128 + 128 * self.count()
    def folded(self): return unfold(self.count())
    def text(self): return self.take(self.count()).decode()

class Streams(Bytes):
    """The first stream; the others are blocks."""
    def __init__(self, rest):
        packed, streams = Bytes(rest), []
        for _ in range(packed.count()):
            size, here = packed.count(), packed.count()
            streams.append(packed.take(size) if here == 0 else zlib.decompress(packed.take(here), -15))
        super().__init__(streams[0])
        self.others = iter(streams[1:])
    def block(self, n): return self.take(n) if n < 64 else next(self.others)

def unfold(n): return n // 2 if n % 2 == 0 else -(n + 1) // 2

def planes(streams, n, fold):
    blocks = [streams.block(n) for _ in range(streams.byte())]
    found = [int.from_bytes(bytes(block[i] for block in blocks), 'little') for i in range(n)]
    return [unfold(each) for each in found] if fold else found

def numbers(streams, n):
    if n == 0: return []
    form = streams.byte()
    if form == 5:
        blocks = [streams.block(n) for _ in range(8)]
        return [struct.unpack('<d', bytes(block[i] for block in blocks))[0] for i in range(n)]
    scale = 10 ** streams.byte()
    if form == 0:
        start, step = streams.folded(), streams.folded()
        found = [start + i * step for i in range(n)]
    elif form < 3: found = planes(streams, n, form == 2)
    else:
        found = [streams.folded()]
        for more in planes(streams, n - 1, form == 4): found.append(found[-1] + more)
    return found if scale == 1 else [each / scale for each in found]

def written(v):
    """A number as ECMAScript writes it."""
    if isinstance(v, int): return str(v)
    sign, digits, exponent = Decimal(repr(v)).normalize().as_tuple()
    d, minus, k = ''.join(map(str, digits)), '-' if sign else '', len(digits)
    n = k + exponent
    if v == 0: return '0'
    if k <= n <= 21: return minus + d + '0' * (n - k)
    if 0 < n <= 21: return f'{minus}{d[:n]}.{d[n:]}'
    if -6 < n <= 0: return f'{minus}0.{"0" * -n}{d}'
    return f'{minus}{d[0]}{"." + d[1:] if k > 1 else ""}e{"+" if n > 0 else "-"}{abs(n - 1)}'

def plain_texts(streams, n):
    sizes = numbers(streams, n)
    data = Bytes(streams.block(streams.count()))
    return [data.take(size).decode() for size in sizes]

def texts(streams, n):
    if n == 0: return []
    if streams.byte() == 0: return plain_texts(streams, n)
    words = plain_texts(streams, streams.count())
    return [words[which] for which in numbers(streams, n)]

def lines(body, first, last):
    head = Bytes(body)
    if head.byte() != 1: raise ValueError('a segment of another version')
    before, after = [head.take(32).hex() for _ in range(2)] if head.byte() == 1 else ['', '']
    digest, rest = head.take(32), body[head.at:]
    where = f'varve/1 segment\n{first}\n{last}\n{before}\n{after}\n'.encode()
    if hashlib.sha256(where + rest).digest() != digest: raise ValueError('a segment is not as it was written')
    streams = Streams(rest)
    count = streams.count()
    shapes = [[re.split('([\1\2])', streams.text()) for _ in range(streams.count())] for _ in range(2)]
    header = numbers(streams, count)
    body_of = numbers(streams, sum(shape > 0 for shape in header))
    columns, fields = [], {}  # of each column: whether it has numbers, and how many values
    def columns_of(parts, uses, in_header):
        places = []
        for before, place in zip(parts[::2], parts[1::2]):
            field = re.search('"([^"]*)":"?$', before) if in_header else None
            name = (field.group(1) if field else '', place) if in_header else len(columns)
            if name not in fields:
                fields[name] = len(columns)
                columns.append([place == '\1', 0])
            columns[fields[name]][1] += uses
            places.append(fields[name])
        return places
    places = [
        [columns_of(parts, used.count(i + 1), used is header) for i, parts in enumerate(all_of)]
        for all_of, used in zip(shapes, (header, body_of))
    ]
    values = [iter(map(written, numbers(streams, n)) if is_number else texts(streams, n)) for is_number, n in columns]
    bare_bodies, bare_lines = iter(texts(streams, body_of.count(0))), iter(texts(streams, header.count(0)))
    def filled(which, shape):
        parts, at = shapes[which][shape - 1], iter(places[which][shape - 1])
        return ''.join(part if i % 2 == 0 else next(values[next(at)]) for i, part in enumerate(parts))
    bodies = iter(body_of)
    for shape in header:
        if shape == 0: yield next(bare_lines)
        else:
            start, of_body = filled(0, shape), next(bodies)
            yield start + (next(bare_bodies) if of_body == 0 else filled(1, of_body)) + '}'
