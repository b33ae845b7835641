"""The windows of nlp/encoder, so that a model is trained on what it will read."""


def windows(counts, ends, limit):
    """Shares tokens out among windows, as Pieces.Windows does in Go. counts are
    the pieces of each token, ends the index behind the last token of each
    sentence. Returns (first, last) token of each window, last exclusive."""
    at = [0]
    for n in counts:
        at.append(at[-1] + n)
    if at[-1] == 0 or limit < 1:
        return []
    target = -(-at[-1] // -(-at[-1] // limit))
    found, first, start = [], 0, 0

    def end(last):
        nonlocal first
        if last > first:
            found.append((first, last))
        first = last

    for stop in [*ends, len(counts)]:
        if stop <= start:
            continue
        if at[stop] - at[first] > limit:
            end(start)
        while at[stop] - at[first] > limit:
            last = first + 1
            while last < stop and at[last + 1] - at[first] <= limit:
                last += 1
            end(last)
        if first > start or at[stop] - at[first] >= target:
            end(stop)
        start = stop
    end(len(counts))
    return found
